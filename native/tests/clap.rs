//! The plugin file through CLAP, by an own host: the same sound as LV2, exact automation, state in any order, and no
//! word to the host but those that are due.

#[path = "../src/bin/attune-host/clap.rs"]
#[allow(dead_code)]
mod clap;
#[path = "../src/bin/attune-host/lv2.rs"]
#[allow(dead_code)]
mod lv2;
mod support;

use std::ffi::CStr;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::LazyLock;

use attune::generated::layout::STATE_READY;
use attune::generated::params::*;
use attune::state::{crc32, decode};
use attune::text::is_automatable;
use clap::{ClapPlugin, ParamEvent};
use clap_sys::ext::audio_ports::{clap_audio_port_info, clap_plugin_audio_ports, CLAP_EXT_AUDIO_PORTS};
use clap_sys::ext::configurable_audio_ports::*;
use clap_sys::ext::params::*;
use clap_sys::process::CLAP_PROCESS_CONTINUE;
use support::{library, noise, wait_for};

const RATE_HZ: f64 = 48_000.0;

/// The plugin file, in a process whose engines are echoes that follow Amount and commit at every Like.
static BINARY: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("clap");
    std::fs::create_dir_all(&folder).unwrap();
    let runtime = folder.join("runtime.json");
    let arguments = ["--follow-amount", "--commit-likes"];
    let text = serde_json::json!({"version": 1, "java": env!("CARGO_BIN_EXE_attune-echo"), "arguments": arguments});
    std::fs::write(&runtime, text.to_string()).unwrap();
    std::env::set_var("ATTUNE_RUNTIME", &runtime);
    std::env::set_var("XDG_STATE_HOME", &folder);
    std::env::set_var("ATTUNE_NO_SERVER", "1");
    std::env::remove_var("ATTUNE_OFFLINE");
    library()
});

/// A plugin that renders offline.
fn offline() -> ClapPlugin {
    let plugin = ClapPlugin::load(&BINARY).unwrap();
    plugin.set_offline(true);
    plugin
}

/// A plugin that plays live with an engine that is ready.
fn live() -> ClapPlugin {
    let plugin = ClapPlugin::load(&BINARY).unwrap();
    assert!(plugin.activate(RATE_HZ));
    wait_for("an engine that is ready", || {
        plugin.engine_state() == STATE_READY as i32
    });
    plugin
}

/// Plays planar input in blocks of these sizes in turn, with events at frames of the whole input.
fn play(plugin: &ClapPlugin, input: &[Vec<f32>], blocks: &[usize], events: &[ParamEvent]) -> Vec<Vec<f32>> {
    let frames = input[0].len();
    let mut input = input.to_vec();
    let mut output = vec![vec![f32::NAN; frames]; input.len()];
    let (mut done, mut turn) = (0, 0);
    while done < frames {
        let part = blocks[turn % blocks.len()].min(frames - done);
        let inside: Vec<ParamEvent> = events
            .iter()
            .filter(|event| (done..done + part).contains(&(event.frame as usize)))
            .map(|event| ParamEvent {
                frame: event.frame - done as u32,
                ..*event
            })
            .collect();
        let mut from: Vec<*mut f32> = input.iter_mut().map(|plane| plane[done..].as_mut_ptr()).collect();
        let mut to: Vec<*mut f32> = output.iter_mut().map(|plane| plane[done..].as_mut_ptr()).collect();
        assert_eq!(plugin.process(&mut from, &mut to, part, &inside), CLAP_PROCESS_CONTINUE);
        done += part;
        turn += 1;
    }
    output
}

fn assert_same(expected: &[f32], output: &[f32], what: &str) {
    assert_eq!(expected.len(), output.len(), "{what}");
    let wrong = expected
        .iter()
        .zip(output)
        .position(|(e, o)| e.to_bits() != o.to_bits());
    assert_eq!(wrong, None, "{what}");
}

/// Input, delayed by the latency.
fn delayed(input: &[f32], latency: usize) -> Vec<f32> {
    let zeros = std::iter::repeat_n(0.0, latency);
    zeros.chain(input.iter().copied()).take(input.len()).collect()
}

fn value(id: usize, frame: usize, value: f64) -> ParamEvent {
    ParamEvent {
        frame: frame as u32,
        id: id as u32,
        value,
    }
}

#[test]
fn automation_when_blocks_are_cut_anywhere_expect_the_samples_of_lv2_with_controls_at_the_same_frames() {
    let input: Vec<Vec<f32>> = (1..3).map(|seed| noise(seed, 30_000, 0.5)).collect();
    let events: Vec<ParamEvent> = (0..60)
        .map(|k| value(MACRO_AMOUNT, k * 487, (k * 37 % 150) as f64))
        .collect();
    let mut lv2 = lv2::Plugin::load(&BINARY, LV2_URI_STEREO, 2, RATE_HZ).unwrap();
    lv2.set("freewheel", 1.0).unwrap();
    lv2.activate();
    let mut expected = vec![Vec::new(); 2];
    for (k, event) in events.iter().enumerate() {
        let begin = event.frame as usize;
        let end = events.get(k + 1).map_or(30_000, |next| next.frame as usize);
        lv2.set("amount", event.value as f32).unwrap();
        let mut output = vec![vec![0.0f32; end - begin]; 2];
        let parts: Vec<&[f32]> = input.iter().map(|plane| &plane[begin..end]).collect();
        lv2.run(
            &parts,
            &mut output.iter_mut().map(Vec::as_mut_slice).collect::<Vec<_>>(),
        );
        (0..2).for_each(|channel| expected[channel].extend(&output[channel]));
    }
    assert!(expected[0].iter().any(|sample| *sample != 0.0));
    for blocks in [&[64][..], &[1, 63, 300], &[30_000], &[2_048, 717], &[487]] {
        let plugin = offline();
        assert!(plugin.activate(RATE_HZ));
        let output = play(&plugin, &input, blocks, &events);
        for channel in 0..2 {
            assert_same(&expected[channel], &output[channel], &format!("blocks of {blocks:?}"));
        }
        assert_eq!(plugin.counts.events.load(Ordering::Relaxed), 0);
    }
}

#[test]
fn process_when_blocks_are_0_odd_or_100_000_frames_expect_a_delay_in_place_or_not() {
    for channels in [1, 2] {
        let input: Vec<Vec<f32>> = (0..channels).map(|seed| noise(seed, 210_001, 0.5)).collect();
        let plugin = offline();
        assert!(plugin.select_channels(channels as u32));
        assert!(plugin.activate(RATE_HZ));
        let latency = plugin.latency_frames();
        assert_eq!(latency, 1_280);
        assert_eq!(plugin.process(&mut [], &mut [], 0, &[]), CLAP_PROCESS_CONTINUE);
        let output = play(&plugin, &input, &[100_000, 0, 1, 333], &[]);
        for (input, output) in input.iter().zip(&output) {
            assert_same(&delayed(input, latency), output, &format!("{channels} channels"));
        }
        plugin.reset();
        let mut samples = input.clone();
        for from in (0..210_001).step_by(777) {
            let part = 777.min(210_001 - from);
            let mut planes: Vec<*mut f32> = samples.iter_mut().map(|plane| plane[from..].as_mut_ptr()).collect();
            let mut same = planes.clone();
            plugin.process(&mut planes, &mut same, part, &[]);
        }
        for (input, output) in input.iter().zip(&samples) {
            assert_same(&delayed(input, latency), output, "in place, after a reset");
        }
    }
}

#[test]
fn process_when_ports_or_planes_are_missing_expect_silence_in_and_the_rest_played() {
    let plugin = offline();
    assert!(plugin.activate(RATE_HZ));
    let mut left = noise(3, 4_096, 0.5);
    let mut output = vec![9.0f32; 4_096];
    // Only the left plane each way, on ports that say one channel.
    assert_eq!(
        plugin.process(&mut [left.as_mut_ptr()], &mut [output.as_mut_ptr()], 4_096, &[]),
        CLAP_PROCESS_CONTINUE
    );
    assert_same(&delayed(&left, 1_280), &output, "left");
    plugin.process(&mut [], &mut [output.as_mut_ptr(), std::ptr::null_mut()], 4_096, &[]);
    let rest: Vec<f32> = left[4_096 - 1_280..].to_vec();
    assert_same(&rest, &output[..1_280], "what was on its way");
    assert!(output[1_280..].iter().all(|sample| *sample == 0.0));
    plugin.process(&mut [], &mut [], 4_096, &[]);
}

#[test]
fn reset_when_between_blocks_expect_a_fresh_stream() {
    let plugin = offline();
    assert!(plugin.activate(RATE_HZ));
    let input: Vec<Vec<f32>> = (5..7).map(|seed| noise(seed, 9_000, 0.5)).collect();
    let first = play(&plugin, &input, &[100], &[]);
    plugin.reset();
    let second = play(&plugin, &input, &[512], &[]);
    assert_same(&first[1], &second[1], "second stream");
    plugin.deactivate();
    assert!(plugin.activate(RATE_HZ));
    let third = play(&plugin, &input, &[64], &[]);
    assert_same(&first[1], &third[1], "after another activation");
}

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

#[test]
fn state_when_saved_and_loaded_in_any_order_expect_the_same_bytes_and_sound() {
    let made = offline();
    made.flush(&[
        value(MACRO_AMOUNT, 0, 75.0),
        value(MACRO_BYPASS, 0, 1.0),
        value(MACRO_SLOT, 0, 2.0),
        value(MACRO_LIKE, 0, 1.0),
    ]);
    let blob = made.save(usize::MAX).unwrap();
    assert_eq!(made.save(1).unwrap(), blob, "written byte by byte");
    assert_eq!(decode(&blob).unwrap().macros[MACRO_LIKE], 0.0);
    let input = vec![vec![0.5f32; 4_800]; 2];
    assert!(made.activate(RATE_HZ));
    let expected = play(&made, &input, &[64], &[]);

    for most in [1, 7, usize::MAX] {
        let before = offline();
        before.restore(&blob, most).unwrap();
        assert_eq!(before.save(usize::MAX).unwrap(), blob, "before any activation");
        assert_eq!(before.value(MACRO_AMOUNT as u32), Some(75.0));
        assert_eq!(before.counts.rescans.load(Ordering::Relaxed), 1);
        assert!(before.activate(RATE_HZ));
        assert_same(
            &expected[0],
            &play(&before, &input, &[300], &[])[0],
            "loaded before activation",
        );
        assert_eq!(before.save(usize::MAX).unwrap(), blob, "after play");
    }

    let during = offline();
    assert!(during.activate(RATE_HZ));
    play(&during, &input, &[64], &[]);
    let other = during.save(usize::MAX).unwrap();
    during.restore(&blob, 100).unwrap();
    assert_eq!(during.save(usize::MAX).unwrap(), blob, "before the next block");
    let after = play(&during, &input, &[64], &[]);
    assert!(after[0][64..].iter().all(|sample| *sample == 0.375));
    assert_eq!(during.save(usize::MAX).unwrap(), blob, "after it");
    during.restore(&other, 100).unwrap();
    during.restore(&blob, 100).unwrap();
    assert_eq!(during.save(usize::MAX).unwrap(), blob, "two in a row");
}

#[test]
fn state_when_of_an_earlier_version_expect_opened_and_saved_with_the_same_bytes() {
    for name in ["v1-default.bin", "v1-macros.bin", "v1-overrides.bin"] {
        let path = format!("{}/tests/fixtures/state/{name}", env!("CARGO_MANIFEST_DIR"));
        let blob = std::fs::read(path).unwrap();
        let plugin = offline();
        plugin.restore(&blob, 1_000).unwrap();
        assert_eq!(plugin.save(1_000).unwrap(), blob, "{name}");
        assert!(plugin.activate(RATE_HZ));
        play(&plugin, &[vec![0.1; 4_800], vec![0.1; 4_800]], &[64], &[]);
        assert_eq!(plugin.save(1_000).unwrap(), blob, "{name}, after play");
    }
}

#[test]
fn state_when_garbage_or_newer_expect_refused_and_the_current_one_kept() {
    let plugin = offline();
    plugin.flush(&[value(MACRO_AMOUNT, 0, 120.0)]);
    assert!(plugin.activate(RATE_HZ));
    let input = vec![vec![0.5f32; 4_800]; 2];
    play(&plugin, &input, &[64], &[]);
    let blob = plugin.save(usize::MAX).unwrap();
    let mut newer = blob.clone();
    newer[4] = 2;
    let mut newer_sound = blob.clone();
    let meta = newer_sound.windows(4).position(|tag| tag == b"META").unwrap();
    newer_sound[meta + 8] = 99;
    let crc = crc32(&newer_sound[16..]).to_le_bytes();
    newer_sound[12..16].copy_from_slice(&crc);
    let mut damaged = blob.clone();
    damaged[100] ^= 1;
    for refused in [
        &[][..],
        b"RIFF",
        &blob[..blob.len() - 1],
        &newer,
        &newer_sound,
        &damaged,
        &vec![0x41; 2 << 20],
    ] {
        assert!(plugin.restore(refused, 4_096).is_err());
        assert_eq!(plugin.save(usize::MAX).unwrap(), blob);
    }
    assert_eq!(plugin.value(MACRO_AMOUNT as u32), Some(120.0));
    assert_eq!(plugin.counts.rescans.load(Ordering::Relaxed), 0);
    let output = play(&plugin, &input, &[64], &[]);
    assert!(output[0][64..].iter().all(|sample| *sample == 0.5 * 1.2f32));
}

#[test]
fn state_when_saved_through_lv2_and_clap_expect_the_same_bytes() {
    let plugin = offline();
    plugin.flush(&[value(MACRO_AMOUNT, 0, 75.0), value(MACRO_TARGET, 0, -20.0)]);
    let mut lv2 = lv2::Plugin::load(&BINARY, LV2_URI_MONO, 1, RATE_HZ).unwrap();
    lv2.set("amount", 75.0).unwrap();
    lv2.set("target", -20.0).unwrap();
    lv2.set("freewheel", 1.0).unwrap();
    lv2.activate();
    lv2.run(&[&[0.0; 64]], &mut [&mut [0.0; 64]]);
    assert_eq!(lv2.save().unwrap(), plugin.save(usize::MAX).unwrap());
}

#[test]
fn latency_mode_when_changed_while_active_expect_one_restart_asked_and_the_new_latency_after_it() {
    let plugin = live();
    let mut silence = vec![vec![0.0f32; 480]; 2];
    let mut block = |events: &[ParamEvent]| {
        let mut planes: Vec<*mut f32> = silence.iter_mut().map(|plane| plane.as_mut_ptr()).collect();
        let mut same = planes.clone();
        plugin.process(&mut planes, &mut same, 480, events);
    };
    block(&[]);
    block(&[value(MACRO_LATENCY_MODE, 0, 1.0)]);
    let asked = || plugin.counts.callbacks.load(Ordering::Relaxed);
    wait_for("a callback asked for", || asked() > 0);
    (0..50).for_each(|_| block(&[]));
    plugin.main_thread();
    plugin.main_thread();
    assert_eq!(plugin.counts.restarts.load(Ordering::Relaxed), 1);
    assert_eq!(plugin.latency_frames(), 1_280, "as long as it is active");
    assert_eq!(plugin.counts.latency_changes.load(Ordering::Relaxed), 0);
    plugin.deactivate();
    assert!(plugin.activate(RATE_HZ));
    assert_eq!(plugin.latency_frames(), 384);
    assert_eq!(plugin.counts.latency_changes.load(Ordering::Relaxed), 1);
    assert_eq!(asked(), 1);
}

#[test]
fn host_when_an_engine_plays_and_commits_expect_one_dirty_mark_each_and_nothing_else() {
    let plugin = live();
    let mut samples = vec![noise(4, 480, 0.1); 2];
    let mut block = |events: &[ParamEvent]| {
        let mut planes: Vec<*mut f32> = samples.iter_mut().map(|plane| plane.as_mut_ptr()).collect();
        let mut same = planes.clone();
        plugin.process(&mut planes, &mut same, 480, events);
        plugin.main_thread();
    };
    // Much play, automation of everything and a Like of the session's first block: nothing to tell.
    block(&[value(MACRO_LIKE, 0, 1.0)]);
    block(&[value(MACRO_LIKE, 0, 0.0)]);
    for k in 0..500 {
        block(&[
            value(MACRO_AMOUNT, k % 480, k as f64 / 4.0),
            value(MACRO_TARGET, k % 480, -20.0),
        ]);
    }
    assert_eq!(plugin.counts.all(), [0; 9]);
    let dirty = || plugin.counts.dirty.load(Ordering::Relaxed);
    for committed in 1..4 {
        block(&[value(MACRO_LIKE, 10, 1.0)]);
        wait_for("a dirty mark", || {
            block(&[value(MACRO_LIKE, 0, 0.0)]);
            std::thread::sleep(std::time::Duration::from_millis(1));
            dirty() == committed
        });
    }
    (0..200).for_each(|_| block(&[]));
    let expected_callbacks = 3;
    assert_eq!(plugin.counts.all(), [0, 0, expected_callbacks, 3, 0, 0, 0, 0, 0]);
}

#[test]
fn triggers_when_offline_expect_nothing_committed() {
    let plugin = offline();
    assert!(plugin.activate(RATE_HZ));
    let input = vec![vec![0.1f32; 4_800]; 2];
    let presses: Vec<ParamEvent> = (1..40).map(|k| value(MACRO_LIKE, k * 100, (k % 2) as f64)).collect();
    play(&plugin, &input, &[64], &presses);
    // The supervisor looks every 100 ms; a live instance beside it shows that it has looked.
    let witness = live();
    play(&witness, &input, &[480], &[value(MACRO_LIKE, 2_000, 1.0)]);
    wait_for("the witness's callback", || {
        witness.counts.callbacks.load(Ordering::Relaxed) > 0
    });
    assert_eq!(plugin.counts.all(), [0; 9]);
}
