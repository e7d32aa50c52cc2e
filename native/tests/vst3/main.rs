//! The VST3 plugin in a host's hands, with an echo engine whose Amount is a gain.

mod host;
#[path = "../support/mod.rs"]
mod support;

use std::ffi::c_char;
use std::ptr::null_mut;

use attune::core::macros::MacroEvent;
use attune::generated::params::*;
use attune::state::{crc32, decode, encode, State};
use attune::text;
use host::*;
use support::{earlier_sessions, noise, offline, wait_for, Rig};
use vst3::Interface;
use vst3::Steinberg::Vst::*;
use vst3::Steinberg::*;

const LATENCY_FRAMES: usize = 1_280;
const LIVE_LATENCY_FRAMES: usize = 384;
const PATTERNS: [&[usize]; 7] = [
    &[64],
    &[0, 1, 63, 64, 65],
    &[717],
    &[4096, 3, 0, 256],
    &[100_000],
    &[17, 2048, 2049, 5000],
    &[1],
];

fn some_input(seed: u64, channels: usize, frames: usize) -> Vec<Vec<f32>> {
    (0..channels)
        .map(|channel| noise(seed + channel as u64, frames, 0.9))
        .collect()
}

fn bits(planes: &[Vec<f32>]) -> Vec<Vec<u32>> {
    let of = |plane: &Vec<f32>| plane.iter().map(|sample| sample.to_bits()).collect();
    planes.iter().map(of).collect()
}

fn normalized(index: usize, plain: f64) -> f64 {
    let spec = &MACROS[index];
    (plain - spec.min) / (spec.max - spec.min)
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

fn narrow(field: &[c_char]) -> String {
    let bytes: Vec<u8> = field
        .iter()
        .map(|unit| *unit as u8)
        .take_while(|byte| *byte != 0)
        .collect();
    String::from_utf8(bytes).unwrap()
}

fn text_of(field: &[u16]) -> String {
    let end = field.iter().position(|unit| *unit == 0).unwrap();
    String::from_utf16(&field[..end]).unwrap()
}

#[test]
fn factory_when_asked_expect_what_moduleinfo_says() {
    let (factory, info) = (factory(), module_info());
    let class = &info["Classes"][0];
    // SAFETY: structs of ours.
    unsafe {
        assert_eq!(factory.countClasses(), 1);
        let mut about: PFactoryInfo = std::mem::zeroed();
        assert_eq!(factory.getFactoryInfo(&mut about), kResultOk);
        assert_eq!(narrow(&about.vendor), info["Factory Info"]["Vendor"]);
        let mut wide: PClassInfoW = std::mem::zeroed();
        assert_eq!(factory.getClassInfoUnicode(0, &mut wide), kResultOk);
        let id: String = wide.cid.iter().map(|byte| format!("{:02X}", *byte as u8)).collect();
        assert_eq!(id, class["CID"]);
        assert_eq!(text_of(&wide.name), class["Name"]);
        assert_eq!(text_of(&wide.version), class["Version"]);
        assert_eq!(text_of(&wide.sdkVersion), class["SDKVersion"]);
        assert_eq!(wide.cardinality, class["Cardinality"]);
        assert_eq!(narrow(&wide.category), class["Category"]);
        let categories: Vec<_> = class["Sub Categories"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|c| c.as_str())
            .collect();
        assert_eq!(narrow(&wide.subCategories), categories.join("|"));
        let mut plain: PClassInfo2 = std::mem::zeroed();
        assert_eq!(factory.getClassInfo2(0, &mut plain), kResultOk);
        assert_eq!((plain.cid, narrow(&plain.name)), (wide.cid, text_of(&wide.name)));
        assert_eq!(narrow(&plain.subCategories), narrow(&wide.subCategories));
    }
}

#[test]
fn factory_when_asked_for_nonsense_expect_refusal() {
    let factory = factory();
    let (other, mut object) = ([7 as c_char; 16], null_mut());
    // SAFETY: null pointers are part of what is asked.
    unsafe {
        assert_ne!(factory.getFactoryInfo(null_mut()), kResultOk);
        assert_ne!(factory.getClassInfo(0, null_mut()), kResultOk);
        let mut info: PClassInfo = std::mem::zeroed();
        assert_ne!(factory.getClassInfo(1, &mut info), kResultOk);
        assert_ne!(factory.getClassInfo(-1, &mut info), kResultOk);
        assert_eq!(factory.getClassInfo(0, &mut info), kResultOk);
        let iid = IComponent::IID.as_ptr().cast();
        assert_ne!(factory.createInstance(other.as_ptr(), iid, &mut object), kResultOk);
        assert_ne!(factory.createInstance(info.cid.as_ptr(), iid, null_mut()), kResultOk);
        assert_ne!(
            factory.createInstance(info.cid.as_ptr(), other.as_ptr(), &mut object),
            kResultOk
        );
        assert!(object.is_null());
    }
}

#[test]
fn blocks_when_cut_in_any_way_expect_an_exact_delay_also_in_place() {
    for (turn, pattern) in PATTERNS.iter().enumerate() {
        for channels in [1, 2] {
            let frames = if pattern.contains(&100_000) { 250_000 } else { 20_000 };
            let input = some_input(turn as u64 * 7, channels, frames);
            let session = Session::playing(channels);
            assert_eq!(session.latency(), LATENCY_FRAMES);
            let output = session.play(&input, pattern, &[]);
            let mut in_place = input.clone();
            Session::playing(channels).play_in_place(&mut in_place, pattern);
            for channel in 0..channels {
                let what = format!("{pattern:?} × {channels}, channel {channel}");
                assert!(
                    output[channel][..LATENCY_FRAMES].iter().all(|sample| *sample == 0.0),
                    "{what}"
                );
                let wrong = (LATENCY_FRAMES..frames)
                    .find(|at| output[channel][*at].to_bits() != input[channel][at - LATENCY_FRAMES].to_bits());
                assert_eq!(wrong, None, "{what}");
            }
            assert_eq!(bits(&in_place), bits(&output), "{pattern:?} × {channels} in place");
        }
    }
}

#[test]
fn automation_when_cut_in_any_way_expect_the_samples_of_the_core_with_the_same_timeline() {
    let timeline: Vec<(usize, usize, f64)> = (0..300)
        .map(|k| {
            // Bypass has its queue before Amount's, and the echo doesn't follow it.
            let index = if k % 3 == 0 { MACRO_BYPASS } else { MACRO_AMOUNT };
            let spec = &MACROS[index];
            let value = spec.min + ((k * 37) % ((spec.max - spec.min) as usize + 1)) as f64;
            (k * 61 + k % 5, index, value)
        })
        .collect();
    let events: Vec<MacroEvent> = timeline
        .iter()
        .map(|(offset_frames, index, value)| MacroEvent {
            offset_frames: *offset_frames,
            index: *index,
            value: *value,
        })
        .collect();
    let points: Vec<Point> = timeline
        .iter()
        .map(|(at, index, value)| (*at, *index, normalized(*index, *value)))
        .collect();
    let input = some_input(3, 2, 20_000);
    let mut rig = Rig::new(48_000.0, 2, offline(), &["--follow-amount"]);
    let expected = rig.play_automated(&input, &[512], &events);
    for pattern in PATTERNS {
        let output = Session::playing(2).play(&input, pattern, &points);
        assert_eq!(bits(&output), bits(&expected), "{pattern:?}");
    }
    assert_ne!(
        bits(&expected)[0][2 * LATENCY_FRAMES..],
        bits(&input)[0][LATENCY_FRAMES..20_000 - LATENCY_FRAMES]
    );
}

#[test]
fn flush_when_there_are_no_samples_expect_values_in_force_with_the_next_frame() {
    let session = Session::playing(2);
    let input = some_input(5, 2, 10_000);
    assert_eq!(
        session.block(&mut [], &mut [], 0, &[(0, MACRO_AMOUNT, 0.0), (0, 99, 0.5)]),
        kResultOk
    );
    assert_eq!(session.shown(MACRO_AMOUNT), 0.0);
    let output = session.play(&input, &[300], &[]);
    assert!(
        output.iter().flatten().all(|sample| *sample == 0.0),
        "Amount is the gain"
    );
    let saved = decode(&session.save(usize::MAX)).unwrap();
    assert_eq!(saved.macros[MACRO_AMOUNT], 0.0);
}

#[test]
fn state_when_saved_and_loaded_in_any_order_expect_the_same_bytes_and_values() {
    let mut state = State::default();
    state.macros[MACRO_AMOUNT] = 50.0;
    state.macros[MACRO_LEARN] = 0.0;
    state.sound.sets[1][3] = 20.0;
    let blob = encode(&state);
    let input = some_input(9, 2, 8_000);
    let amount = normalized(MACRO_AMOUNT, 50.0);
    for most_at_once in [1, 7, 4_096, usize::MAX] {
        for while_active in [false, true] {
            let session = Session::new(false);
            if while_active {
                session.start(48_000.0);
                session.play(&some_input(1, 2, 3_000), &[256], &[]);
            }
            assert_eq!(session.load(&blob, most_at_once), kResultOk);
            assert_eq!(session.save(most_at_once), blob, "before the next block");
            assert_eq!(session.load_controller(&blob, most_at_once), kResultOk);
            assert_eq!(session.shown(MACRO_AMOUNT), amount);
            if !while_active {
                session.start(48_000.0);
            }
            let output = session.play(&input, &[256], &[]);
            let at = LATENCY_FRAMES + 4_000;
            assert_eq!(output[0][at], input[0][at - LATENCY_FRAMES] * 0.5, "half the gain");
            assert_eq!(session.save(most_at_once), blob);
        }
    }
}

#[test]
fn state_when_of_an_earlier_version_expect_opened_shown_and_saved_with_the_same_bytes() {
    let input = some_input(3, 2, 4_800);
    for (name, blob, latency) in earlier_sessions() {
        let session = Session::new(false);
        assert_eq!(session.load(&blob, 1_000), kResultOk, "{name}");
        assert_eq!(session.load_controller(&blob, 1_000), kResultOk, "{name}");
        assert_eq!(session.save(1_000), blob, "{name}");
        for (index, of) in decode(&blob).unwrap().macros.iter().enumerate() {
            assert_eq!(
                session.shown(index),
                normalized(index, *of),
                "{name}, {}",
                MACROS[index].id
            );
        }
        session.start(48_000.0);
        assert_eq!(session.latency(), latency, "{name}");
        session.play(&input, &[256], &[]);
        assert_eq!(session.save(1_000), blob, "{name}, after play");
    }
}

/// A state as `./attune install` writes presets: sets, and no macros.
fn preset(state: &State) -> Vec<u8> {
    let blob = encode(state);
    let macros_end = 24 + u32::from_le_bytes(blob[20..24].try_into().unwrap()) as usize;
    let mut preset = [&blob[..16], &blob[macros_end..]].concat();
    let length = preset.len() as u32;
    preset[8..12].copy_from_slice(&length.to_le_bytes());
    let crc = crc32(&preset[16..]);
    preset[12..16].copy_from_slice(&crc.to_le_bytes());
    preset
}

#[test]
fn preset_when_loaded_expect_its_sets_and_slot_a_and_the_other_controls_left_alone() {
    let session = Session::playing(2);
    session.show(MACRO_SLOT, 1.0);
    session.show(MACRO_TARGET, normalized(MACRO_TARGET, -20.0));
    let mut state = State::default();
    state.sound.sets[0][3] = 20.0;
    assert_eq!(session.load(&preset(&state), 100), kResultOk);
    assert_eq!(session.load_controller(&preset(&state), 100), kResultOk);
    let saved = decode(&session.save(usize::MAX)).unwrap();
    assert_eq!(saved.sound, state.sound);
    assert_eq!((saved.macros[MACRO_SLOT], saved.macros[MACRO_TARGET]), (0.0, -20.0));
    assert_eq!(
        (session.shown(MACRO_SLOT), session.shown(MACRO_TARGET)),
        (0.0, normalized(MACRO_TARGET, -20.0))
    );
}

#[test]
fn state_when_it_cant_be_used_expect_refusal_and_everything_kept() {
    let session = Session::playing(2);
    session.show(MACRO_TARGET, normalized(MACRO_TARGET, -20.0));
    let before = session.save(usize::MAX);
    let mut newer = before.clone();
    newer[4] = 9;
    let mut damaged = before.clone();
    damaged[100] ^= 1;
    for bad in [&newer, &damaged, &before[..50].to_vec(), &Vec::new(), &vec![0; 3 << 20]] {
        assert_eq!(session.load(bad, 5_000), kResultFalse);
        assert_eq!(session.load_controller(bad, 5_000), kResultFalse);
        assert_eq!(session.save(usize::MAX), before);
        assert_eq!(session.shown(MACRO_TARGET), normalized(MACRO_TARGET, -20.0));
    }
    // SAFETY: null pointers are what is asked.
    unsafe {
        assert_eq!(session.component.setState(null_mut()), kInvalidArgument);
        assert_eq!(session.component.getState(null_mut()), kInvalidArgument);
        assert_eq!(session.controller.setComponentState(null_mut()), kInvalidArgument);
    }
}

#[test]
fn parameters_when_described_expect_every_macro_with_its_steps_flags_and_unit() {
    let session = Session::new(false);
    // SAFETY: structs of ours; null pointers are part of what is asked.
    unsafe {
        assert_eq!(session.controller.getParameterCount(), MACRO_COUNT as i32);
        let units = session.component.cast::<IUnitInfo>().unwrap();
        for (index, spec) in MACROS.iter().enumerate() {
            let mut info: ParameterInfo = std::mem::zeroed();
            assert_eq!(session.controller.getParameterInfo(index as i32, &mut info), kResultOk);
            assert_eq!((info.id, text_of(&info.title)), (index as u32, spec.label.to_owned()));
            assert_eq!(text_of(&info.units), spec.unit);
            let has = |flag: i32| info.flags & flag != 0;
            use ParameterInfo_::ParameterFlags_::*;
            assert_eq!(has(kCanAutomate), text::is_automatable(spec), "{}", spec.id);
            assert_eq!(has(kIsBypass), index == MACRO_BYPASS);
            assert_eq!(has(kIsList), spec.scale == Scale::Enum);
            assert_eq!(info.defaultNormalizedValue, session.shown(index));
            let mut unit: UnitInfo = std::mem::zeroed();
            assert_eq!(units.getUnitInfo(info.unitId, &mut unit), kResultOk);
            assert_eq!(
                (unit.id, text_of(&unit.name)),
                (info.unitId, text::group(index).to_owned())
            );
            assert_eq!(unit.parentUnitId, kRootUnitId);
        }
        let mut unit: UnitInfo = std::mem::zeroed();
        assert_ne!(units.getUnitInfo(units.getUnitCount(), &mut unit), kResultOk);
        assert_ne!(units.getUnitInfo(-1, &mut unit), kResultOk);
        assert_ne!(session.controller.getParameterInfo(-1, null_mut()), kResultOk);
        assert_ne!(session.controller.getParameterInfo(0, null_mut()), kResultOk);
        assert_ne!(session.controller.setParamNormalized(99, 0.5), kResultOk);
        assert_ne!(session.controller.setParamNormalized(0, f64::NAN), kResultOk);
    }
}

#[test]
fn texts_when_made_and_read_again_expect_the_same_value() {
    let session = Session::new(false);
    // SAFETY: fields of ours; null pointers are part of what is asked.
    unsafe {
        for (index, spec) in MACROS.iter().enumerate() {
            let id = index as u32;
            for step in 0..=20 {
                let normalized = f64::from(step) / 20.0;
                let plain = session.controller.normalizedParamToPlain(id, normalized);
                let mut string: String128 = [1; 128];
                assert_eq!(
                    session.controller.getParamStringByValue(id, normalized, &mut string),
                    kResultOk
                );
                let with_unit = format!("{} {}", text_of(&string), spec.unit);
                assert_eq!(with_unit.trim_end(), text::of_value(spec, plain));
                let mut back = -1.0;
                assert_eq!(
                    session
                        .controller
                        .getParamValueByString(id, string.as_mut_ptr(), &mut back),
                    kResultOk
                );
                let again = session.controller.normalizedParamToPlain(id, back);
                assert!((again - plain).abs() <= 0.051, "{}: {plain} became {again}", spec.id);
                let there = session.controller.plainParamToNormalized(id, plain);
                assert_eq!(
                    session.controller.normalizedParamToPlain(id, there),
                    plain,
                    "{}",
                    spec.id
                );
            }
        }
        let mut value = 0.25;
        let mut nonsense = wide("🎙 laut");
        let amount = MACRO_AMOUNT as u32;
        assert_eq!(
            session
                .controller
                .getParamValueByString(amount, nonsense.as_mut_ptr(), &mut value),
            kResultFalse
        );
        assert_eq!(value, 0.25);
        assert_eq!(
            session.controller.getParamValueByString(amount, null_mut(), &mut value),
            kInvalidArgument
        );
        assert_eq!(
            session.controller.getParamStringByValue(amount, 0.5, null_mut()),
            kInvalidArgument
        );
        assert_eq!(
            session.controller.getParamStringByValue(99, 0.5, null_mut()),
            kInvalidArgument
        );
    }
}

#[test]
fn latency_mode_when_changed_while_active_expect_one_restart_and_the_new_latency_after_it() {
    let session = Session::playing(2);
    session.play(&some_input(1, 2, 3_000), &[256], &[]);
    for _ in 0..3 {
        session.show(MACRO_LATENCY_MODE, normalized(MACRO_LATENCY_MODE, 1.0));
        assert_eq!(session.latency(), LATENCY_FRAMES, "not before the next activation");
    }
    assert_eq!(*session.asked.restarts.borrow(), [RestartFlags_::kLatencyChanged]);
    session.set_active(false);
    session.set_active(true);
    assert_eq!(session.latency(), LIVE_LATENCY_FRAMES);
    session.show(MACRO_AMOUNT, normalized(MACRO_AMOUNT, 100.0));
    assert_eq!(session.asked.restarts.borrow().len(), 1);
    let input = some_input(2, 2, 5_000);
    let output = session.play(&input, &[256], &[]);
    assert_eq!(
        output[1][LIVE_LATENCY_FRAMES..],
        input[1][..5_000 - LIVE_LATENCY_FRAMES]
    );
}

#[test]
fn latency_mode_when_it_comes_through_a_queue_expect_the_restart_from_the_run_loop() {
    let session = Session::new(true);
    session.start(48_000.0);
    session.play(
        &some_input(1, 2, 3_000),
        &[256],
        &[(500, MACRO_LATENCY_MODE, normalized(MACRO_LATENCY_MODE, 1.0))],
    );
    assert!(session.asked.restarts.borrow().is_empty(), "not from the audio thread");
    session.asked.run_timers();
    session.asked.run_timers();
    assert_eq!(*session.asked.restarts.borrow(), [RestartFlags_::kLatencyChanged]);
}

#[test]
fn host_when_sound_and_automation_play_expect_to_be_asked_for_nothing() {
    let session = Session::new(true);
    session.start(48_000.0);
    let points: Vec<Point> = (0..2_000)
        .map(|k| {
            (
                k * 200,
                [MACRO_AMOUNT, MACRO_TARGET, MACRO_SLOT][k % 3],
                (k % 17) as f64 / 16.0,
            )
        })
        .collect();
    session.play(&some_input(1, 2, 400_000), &[480], &points);
    session.asked.run_timers();
    let asked = &session.asked;
    let counts = (
        asked.edits.get(),
        asked.restarts.borrow().len(),
        asked.dirty.get(),
        asked.outputs.get(),
    );
    assert_eq!(counts, (0, 0, 0, 0));
}

#[test]
fn commit_when_it_comes_while_live_expect_dirty_told_once_from_the_run_loop_and_never_elsewhere() {
    let mut session = Session::new(true);
    session.mode = ProcessModes_::kRealtime;
    session.start(48_000.0);
    assert_eq!(session.asked.timer_count(), 1);
    let input = some_input(1, 2, 4_800);
    // Live blocks are dry until the engine is there, and a press before that waits for it.
    session.play(&input, &[480], &[]);
    session.play(&input, &[480], &[(10, MACRO_LIKE, 1.0), (700, MACRO_LIKE, 0.0)]);
    wait_for("the change to be told", || {
        session.play(&input, &[480], &[]);
        assert_eq!(session.asked.edits.get() + session.asked.outputs.get(), 0);
        session.asked.run_timers();
        session.asked.dirty.get() > 0
    });
    session.play(&input, &[480], &[]);
    session.asked.run_timers();
    assert_eq!(session.asked.dirty.get(), 1);
    let asked = session.asked.clone();
    drop(session);
    assert_eq!(asked.timer_count(), 0);
}

#[test]
fn arrangement_and_setup_when_not_possible_expect_refusal_and_the_former_one() {
    let session = Session::new(false);
    for (inputs, outputs) in [(1, 2), (2, 1), (6, 6)] {
        assert_eq!(session.arrange(inputs, outputs), kResultFalse);
    }
    assert_eq!(session.arrange(1, 1), kResultTrue);
    assert_eq!(session.setup(48_000.0, SymbolicSampleSizes_::kSample64), kResultFalse);
    assert_eq!(session.setup(7_999.0, SymbolicSampleSizes_::kSample32), kResultFalse);
    session.start(96_000.0);
    assert_eq!(session.latency(), 2 * LATENCY_FRAMES);
    assert_eq!(session.arrange(2, 2), kResultFalse, "not while active");
    // SAFETY: structs of ours; null pointers are part of what is asked.
    unsafe {
        let mut bus: BusInfo = std::mem::zeroed();
        assert_eq!(session.component.getBusInfo(0, 0, 0, &mut bus), kResultOk);
        assert_eq!(bus.channelCount, 1);
        assert_ne!(session.component.getBusInfo(0, 0, 1, &mut bus), kResultOk);
        assert_ne!(session.component.getBusInfo(0, 1, 0, null_mut()), kResultOk);
        assert_eq!(session.component.getBusCount(1, 0), 0, "no events");
        assert_ne!(session.processor.setupProcessing(null_mut()), kResultOk);
        assert_ne!(session.processor.process(null_mut()), kResultOk);
        assert_ne!(
            session.processor.setBusArrangements(null_mut(), 1, null_mut(), 1),
            kResultOk
        );
        assert_eq!(session.processor.canProcessSampleSize(1), kResultFalse);
    }
}

#[test]
fn silence_when_the_input_is_flagged_expect_it_taken_as_silent_and_the_output_flagged_once_it_is() {
    let session = Session::playing(2);
    let input = some_input(4, 2, 1_280);
    session.play(&input, &[1_280], &[]);
    let mut rubbish = vec![vec![0.7f32; 640]; 2];
    let mut flags = Vec::new();
    for _ in 0..4 {
        let mut output = vec![vec![f32::NAN; 640]; 2];
        let mut inputs: Vec<_> = rubbish.iter_mut().map(|plane| plane.as_mut_ptr()).collect();
        let mut outputs: Vec<_> = output.iter_mut().map(|plane| plane.as_mut_ptr()).collect();
        let (result, said) = session.flagged_block(&mut inputs, 3, &mut outputs, 640, &[]);
        assert_eq!(result, kResultOk);
        assert_eq!(said == 3, output.iter().flatten().all(|sample| *sample == 0.0));
        flags.push(said);
    }
    assert_eq!(flags, [0, 0, 3, 3]);
}

#[test]
fn memory_when_everything_here_runs_under_valgrind_expect_no_wrong_access_and_nothing_lost() {
    support::expect_clean_under_valgrind(&[]);
}
