//! Parameters and ports as a host asks for them.

use super::*;

#[test]
fn format_when_the_host_chooses_expect_both_ports_alike_and_only_while_inactive() {
    let plugin = offline();
    let channels = |is_input: bool| {
        // SAFETY: all-zero is a valid value of this plain C struct; the plugin lives.
        unsafe {
            let ports: &clap_plugin_audio_ports = plugin.extension(CLAP_EXT_AUDIO_PORTS).unwrap();
            let mut info: clap_audio_port_info = std::mem::zeroed();
            assert!(ports.get.unwrap()(plugin.raw(), 0, is_input, &mut info));
            assert!(!ports.get.unwrap()(plugin.raw(), 1, is_input, &mut info));
            info.channel_count
        }
    };
    let request = |is_input, channel_count, port_index| clap_audio_port_configuration_request {
        is_input,
        port_index,
        channel_count,
        port_type: std::ptr::null(),
        port_details: std::ptr::null(),
    };
    let apply = |requests: &[clap_audio_port_configuration_request]| {
        // SAFETY: the extension has this type; the plugin and the requests live.
        unsafe {
            let ports: &clap_plugin_configurable_audio_ports =
                plugin.extension(CLAP_EXT_CONFIGURABLE_AUDIO_PORTS).unwrap();
            let (all, count) = (requests.as_ptr(), requests.len() as u32);
            let can = ports.can_apply_configuration.unwrap()(plugin.raw(), all, count);
            let done = ports.apply_configuration.unwrap()(plugin.raw(), all, count);
            assert_eq!(can, done);
            done
        }
    };
    assert_eq!((channels(true), channels(false)), (2, 2));
    assert!(apply(&[request(true, 1, 0), request(false, 1, 0)]));
    assert_eq!((channels(true), channels(false)), (1, 1));
    for refused in [
        &[request(true, 2, 0)][..],
        &[request(true, 6, 0), request(false, 6, 0)],
        &[request(true, 2, 1), request(false, 2, 0)],
    ] {
        assert!(!apply(refused));
    }
    assert_eq!(channels(true), 1);
    assert!(plugin.select_channels(2));
    assert!(!plugin.select_channels(3));
    assert!(plugin.activate(RATE_HZ));
    assert!(!plugin.select_channels(1));
    assert!(!apply(&[request(true, 1, 0), request(false, 1, 0)]));
    plugin.deactivate();
    for rate_hz in [7_999.0, 200_000.0, f64::NAN] {
        assert!(!plugin.activate(rate_hz), "{rate_hz} Hz");
    }
    for (rate_hz, latency) in [(44_100.0, 1_280), (96_000.0, 2_560), (192_000.0, 5_120)] {
        assert!(plugin.activate(rate_hz));
        assert_eq!(plugin.latency_frames(), latency);
        plugin.deactivate();
    }
}

#[test]
fn parameters_when_asked_expect_frozen_numbers_flags_and_texts_that_come_back() {
    let plugin = offline();
    for (index, spec) in MACROS.iter().enumerate() {
        let info = plugin.info(index as u32).unwrap();
        // SAFETY: a C string in the struct.
        let name = unsafe { CStr::from_ptr(info.name.as_ptr()) };
        assert_eq!((info.id as usize, name.to_str().unwrap()), (index, spec.label));
        assert_eq!(
            (info.min_value, info.max_value, info.default_value),
            (spec.min, spec.max, spec.default)
        );
        let has = |flag| info.flags & flag != 0;
        assert_eq!(has(CLAP_PARAM_IS_BYPASS), index == MACRO_BYPASS);
        assert_eq!(has(CLAP_PARAM_IS_ENUM), spec.scale == Scale::Enum, "{}", spec.id);
        assert_eq!(has(CLAP_PARAM_IS_STEPPED), spec.scale != Scale::Linear, "{}", spec.id);
        assert_eq!(has(CLAP_PARAM_IS_AUTOMATABLE), is_automatable(spec), "{}", spec.id);
        assert!(!has(CLAP_PARAM_IS_READONLY) && !has(CLAP_PARAM_IS_HIDDEN));
        assert_eq!(plugin.value(index as u32), Some(spec.default));
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let value = spec.min + (spec.max - spec.min) * share;
            let text = plugin.text(index as u32, value, 64).unwrap();
            let back = plugin.value_of(index as u32, &text).unwrap();
            assert_eq!(plugin.text(index as u32, back, 64).unwrap(), text, "{}", spec.id);
        }
    }
    assert!(!is_automatable(&MACROS[MACRO_LIKE]) && !is_automatable(&MACROS[MACRO_OPEN_PANEL]));
    let none = MACRO_COUNT as u32;
    assert!(plugin.info(none).is_none() && plugin.value(none).is_none() && plugin.text(none, 0.0, 64).is_none());
    assert_eq!(plugin.text(MACRO_TARGET as u32, -16.0, 64).unwrap(), "-16.0 LUFS");
    assert_eq!(
        plugin.text(MACRO_TARGET as u32, -16.0, 4).unwrap(),
        "-16",
        "cut to the room there is"
    );
    assert_eq!(plugin.value_of(MACRO_TARGET as u32, "loud"), None);
}

#[test]
fn flush_when_inactive_and_between_blocks_expect_values_in_force_at_the_next_frame() {
    let plugin = offline();
    plugin.flush(&[
        value(MACRO_AMOUNT, 0, 50.0),
        value(99, 0, 1.0),
        value(MACRO_TARGET, 0, -99.0),
    ]);
    assert_eq!(plugin.value(MACRO_AMOUNT as u32), Some(50.0));
    assert_eq!(plugin.value(MACRO_TARGET as u32), Some(-36.0), "bounded");
    assert!(plugin.activate(RATE_HZ));
    let input = vec![vec![0.5f32; 6_400]; 2];
    let first = play(&plugin, &input, &[100], &[]);
    assert!(first[0][1_280..].iter().all(|sample| *sample == 0.25));
    plugin.flush(&[value(MACRO_AMOUNT, 0, 150.0)]);
    let second = play(&plugin, &input, &[100], &[]);
    // The shim's quantum still holds what was played before; after it the new gain is heard at once.
    assert!(second[0][..64].iter().all(|sample| *sample == 0.25));
    assert!(second[0][64..].iter().all(|sample| *sample == 0.75));
}
