//! With an engine that changes nothing the plugin is a delay: exact to the bit, however a host cuts its blocks.

mod support;

use std::sync::atomic::Ordering;

use attune::core::macros::MacroEvent;
use attune::generated::layout::*;
use attune::generated::params::{MACRO_AMOUNT, MACRO_LATENCY_MODE, MACRO_LIKE, MACRO_TARGET};
use attune::segment::{event, slot_header};
use support::{live, no_buffers, noise, offline, wait_for, Rig};

fn assert_delayed(input: &[Vec<f32>], output: &[Vec<f32>], latency: usize, what: &str) {
    for (channel, (input, output)) in input.iter().zip(output).enumerate() {
        assert!(
            output[..latency].iter().all(|sample| *sample == 0.0),
            "{what}: channel {channel} begins with zeros"
        );
        let wrong = input
            .iter()
            .zip(&output[latency..])
            .position(|(i, o)| i.to_bits() != o.to_bits());
        assert_eq!(wrong, None, "{what}: channel {channel}");
    }
}

#[test]
fn blocks_when_cut_in_any_way_expect_an_exact_delay() {
    let patterns: &[&[usize]] = &[
        &[64],
        &[1],
        &[0, 1, 63, 64, 65],
        &[717],
        &[4096, 3, 0, 256],
        &[100_000],
        &[17, 2048, 2049, 5000],
        &[480],
    ];
    for (turn, pattern) in patterns.iter().enumerate() {
        for channels in [1, 2] {
            let mut rig = Rig::new(48_000.0, channels, offline(), &[]);
            let frames = if pattern.contains(&100_000) { 250_000 } else { 30_000 };
            let input: Vec<_> = (0..channels)
                .map(|c| noise(turn as u64 * 7 + c as u64, frames, 0.9))
                .collect();
            let output = rig.play(&input, pattern);
            assert_delayed(
                &input,
                &output,
                rig.core.latency_frames(),
                &format!("{pattern:?} × {channels}"),
            );
            assert_eq!(rig.counters().dry.load(Ordering::Relaxed), 0);
        }
    }
}

#[test]
fn latency_when_sample_rate_varies_expect_the_tables_and_an_exact_delay() {
    for (rate_hz, latency) in [
        (8_000.0, 320),
        (22_050.0, 640),
        (44_100.0, 1280),
        (96_000.0, 2560),
        (192_000.0, 5120),
    ] {
        let mut rig = Rig::new(rate_hz, 1, offline(), &[]);
        assert_eq!(rig.core.latency_frames(), latency);
        let input = vec![noise(3, 20_000, 0.5)];
        let output = rig.play(&input, &[333]);
        assert_delayed(&input, &output, latency, &format!("{rate_hz} Hz"));
    }
}

#[test]
fn latency_mode_when_set_expect_it_taken_at_the_next_activation_only() {
    for (rate_hz, quality, live) in [(16_000.0, 640, 192), (48_000.0, 1280, 384), (192_000.0, 5120, 1472)] {
        let mut rig = Rig::new(rate_hz, 1, offline(), &[]);
        let input = vec![noise(4, 20_000, 0.5)];
        rig.core.set_macro(MACRO_LATENCY_MODE, 1.0);
        let output = rig.play(&input, &[333]);
        assert_delayed(&input, &output, quality, &format!("{rate_hz} Hz, still quality"));
        rig.deactivate();
        rig.activate();
        assert_eq!(rig.core.latency_frames(), live);
        let output = rig.play(&input, &[333]);
        assert_delayed(&input, &output, live, &format!("{rate_hz} Hz, live"));
    }
}

#[test]
fn buffers_when_in_and_out_are_the_same_expect_an_exact_delay() {
    let mut rig = Rig::new(48_000.0, 2, offline(), &[]);
    let input = vec![noise(1, 20_000, 0.5), noise(2, 20_000, 0.5)];
    let mut samples = input.clone();
    for (from, part) in [(0, 5_000), (5_000, 1), (5_001, 14_999)] {
        let mut buffers = no_buffers();
        for (channel, samples) in samples.iter_mut().enumerate() {
            buffers.inputs[channel] = samples[from..].as_ptr();
            buffers.outputs[channel] = samples[from..].as_mut_ptr();
        }
        // SAFETY: all pointers are good for `part`.
        unsafe { rig.core.process(&buffers, part, &[], false) };
    }
    assert_delayed(&input, &samples, rig.core.latency_frames(), "in place");
}

#[test]
fn buffers_when_both_outputs_lie_over_the_inputs_crosswise_expect_channels_kept_apart() {
    let mut rig = Rig::new(48_000.0, 2, offline(), &[]);
    let (mut left, mut right) = (noise(1, 10_000, 0.5), noise(2, 10_000, 0.5));
    let input = vec![left.clone(), right.clone()];
    let mut buffers = no_buffers();
    (buffers.inputs, buffers.outputs) = ([left.as_ptr(), right.as_ptr()], [right.as_mut_ptr(), left.as_mut_ptr()]);
    // SAFETY: all pointers are good for 10 000 samples.
    unsafe { rig.core.process(&buffers, 10_000, &[], false) };
    assert_delayed(&input, &[right, left], rig.core.latency_frames(), "crosswise");
}

#[test]
fn buffers_when_null_expect_silence_in_and_nothing_out() {
    let mut rig = Rig::new(48_000.0, 2, offline(), &[]);
    let input = noise(5, 4_096, 0.5);
    let mut output = vec![f32::NAN; 4_096];
    let mut buffers = no_buffers();
    buffers.inputs[0] = input.as_ptr();
    buffers.outputs[1] = output.as_mut_ptr();
    // SAFETY: what isn't null is good for 4 096 samples.
    unsafe { rig.core.process(&buffers, 4_096, &[], false) };
    assert!(
        output.iter().all(|sample| *sample == 0.0),
        "the second channel had no input"
    );
    // SAFETY: nothing is pointed to.
    unsafe { rig.core.process(&no_buffers(), 4_096, &[], false) };
}

#[test]
fn input_when_not_finite_expect_zeros_and_a_count() {
    let mut rig = Rig::new(48_000.0, 1, offline(), &[]);
    let mut input = vec![noise(5, 8_000, 0.5)];
    let clean = input.clone();
    for (i, bad) in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e-42]
        .into_iter()
        .enumerate()
    {
        input[0][1_000 + i * 500] = bad;
    }
    let output = rig.play(&input, &[256]);
    let latency = rig.core.latency_frames();
    for (i, sample) in output[0][latency..].iter().enumerate() {
        let expected = if (1_000..3_000).contains(&i) && i % 500 == 0 {
            0.0
        } else {
            clean[0][i]
        };
        assert_eq!(*sample, expected, "frame {i}");
    }
    assert_eq!(rig.counters().scrubbed.load(Ordering::Relaxed), 4);
}

#[test]
fn macros_when_host_sets_them_expect_them_in_the_slot() {
    let mut rig = Rig::new(48_000.0, 1, offline(), &[]);
    let silence = vec![vec![0.0; 64]];
    let posted = |rig: &Rig, index: usize| {
        let segment = rig.link().segment().unwrap();
        let sequence = segment.int(REQUEST_SEQUENCE_OFFSET).load(Ordering::Acquire) as u32;
        segment.double(slot_header(sequence) + SLOT_MACROS + index * 8)
    };
    rig.core.set_macro(MACRO_AMOUNT, 130.0);
    rig.core.set_macro(MACRO_TARGET, 900.0);
    rig.play(&silence, &[64]);
    assert_eq!(
        (posted(&rig, MACRO_AMOUNT), posted(&rig, MACRO_TARGET)),
        (130.0, -8.0),
        "clamped to the bounds"
    );
    rig.core.set_macro(MACRO_TARGET, f64::NAN);
    rig.play(&silence, &[64]);
    assert_eq!(posted(&rig, MACRO_TARGET), -16.0);
}

/// (frame, macro) of each change in the slot that was posted last.
fn posted_events(rig: &Rig) -> Vec<(i32, i32)> {
    let segment = rig.link().segment().unwrap();
    let int = |offset| segment.int(offset).load(Ordering::Acquire);
    let sequence = int(REQUEST_SEQUENCE_OFFSET) as u32;
    (0..int(slot_header(sequence) + SLOT_EVENT_COUNT) as usize)
        .map(|k| {
            (
                int(event(sequence, k) + EVENT_FRAME),
                int(event(sequence, k) + EVENT_MACRO),
            )
        })
        .collect()
}

#[test]
fn trigger_when_pressed_expect_one_press_in_the_slot_but_not_at_the_first_call_nor_offline() {
    let mut rig = Rig::new(48_000.0, 1, live(), &[]);
    rig.wait_ready();
    let pulse = |rig: &mut Rig| {
        rig.core.set_macro(MACRO_LIKE, 1.0);
        rig.play(&[vec![0.0; 10]], &[10]);
        rig.core.set_macro(MACRO_LIKE, 0.0);
        rig.play(&[vec![0.0; 54]], &[54]);
        let segment = rig.link().segment().unwrap();
        let int = |offset| segment.int(offset).load(Ordering::Acquire);
        wait_for("the answer", || {
            int(RESPONSE_SEQUENCE_OFFSET) == int(REQUEST_SEQUENCE_OFFSET)
        });
        posted_events(rig)
    };
    assert_eq!(pulse(&mut rig), [], "a host brings its session back in the first call");
    rig.play(&[vec![0.0; 64]], &[64]);
    // Over before the quantum is full.
    assert_eq!(pulse(&mut rig), [(0, MACRO_LIKE as i32)]);
    rig.play(&[vec![0.0; 64]], &[64]);
    assert_eq!(posted_events(&rig), []);
    let mut rig = Rig::new(48_000.0, 1, offline(), &[]);
    rig.play(&[vec![0.0; 64]], &[64]);
    assert_eq!(pulse(&mut rig), []);
}

#[test]
fn automation_when_blocks_are_cut_anywhere_expect_the_same_samples_as_changes_between_calls() {
    let input = vec![noise(5, 12_000, 0.5)];
    let automation: Vec<MacroEvent> = (0..40)
        .map(|k| MacroEvent {
            offset_frames: k * 293,
            index: MACRO_AMOUNT,
            value: (k * 37 % 150) as f64,
        })
        .collect();
    let mut between_calls = Rig::new(48_000.0, 1, offline(), &["--follow-amount"]);
    let mut expected = Vec::new();
    for (event, part) in automation.iter().zip(input[0].chunks(293)) {
        between_calls.core.set_macro(MACRO_AMOUNT, event.value);
        expected.extend(between_calls.play(&[part.to_vec()], &[part.len()]).remove(0));
    }
    expected.extend(
        between_calls
            .play(&[input[0][expected.len()..].to_vec()], &[64])
            .remove(0),
    );
    assert_ne!(expected[10_000], 0.0);
    for blocks in [&[64][..], &[1, 63, 300], &[12_000], &[2_048, 717]] {
        let mut rig = Rig::new(48_000.0, 1, offline(), &["--follow-amount"]);
        let output = rig.play_automated(&input, blocks, &automation);
        let wrong = output[0]
            .iter()
            .zip(&expected)
            .position(|(o, e)| o.to_bits() != e.to_bits());
        assert_eq!(wrong, None, "blocks of {blocks:?}");
    }
}

#[test]
fn activation_when_repeated_expect_a_fresh_stream_from_the_same_process() {
    let mut rig = Rig::new(48_000.0, 1, offline(), &[]);
    let input = vec![noise(8, 9_000, 0.5)];
    rig.play(&input, &[100]);
    let pid = rig.pid();
    rig.deactivate();
    rig.activate();
    let output = rig.play(&input, &[64]);
    assert_delayed(&input, &output, rig.core.latency_frames(), "second activation");
    assert_eq!(rig.pid(), pid, "the engine process was kept");
}

#[test]
fn live_when_engine_is_ready_before_the_first_block_expect_wet_sound_from_the_start() {
    let mut rig = Rig::new(48_000.0, 1, live(), &["--gain=0.5"]);
    rig.wait_ready();
    // Half the level tells processed sound from the dry path's first block at gain 1, late blocks play at 0.5 too.
    let input = vec![noise(8, 48_000, 0.5)];
    let output = rig.play(&input, &[64]);
    if rig.counters().late.load(Ordering::Relaxed) == 0 {
        let halved = vec![input[0].iter().map(|sample| sample * 0.5).collect()];
        assert_delayed(&halved, &output, rig.core.latency_frames(), "live");
    }
}
