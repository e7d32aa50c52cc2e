//! The safe latency mode: the sound of quality mode 1 024 frames later, whatever the engine does within that time.

mod support;

use std::sync::atomic::Ordering;

use attune::core::macros::MacroEvent;
use attune::core::Core;
use attune::generated::layout::RESPONSE_SEQUENCE_OFFSET;
use attune::generated::params::{MACRO_AMOUNT, MACRO_LATENCY_MODE, MACRO_LIKE, PIPELINE_FRAMES};
use support::hand::{call, live_core, HandEngine};
use support::{noise, offline, Rig};

const SAFE: f64 = 2.0;
/// Of the plugin in safe mode at 48 kHz.
const LATENCY: usize = 1_280 + PIPELINE_FRAMES;

fn offline_rig(mode: f64, channels: usize, echo: &[&str]) -> Rig {
    let mut rig = Rig::new(48_000.0, channels, offline(), echo);
    rig.core.set_macro(MACRO_LATENCY_MODE, mode);
    rig.deactivate();
    rig.activate();
    rig
}

#[test]
fn safe_mode_when_blocks_are_cut_in_any_way_expect_quality_mode_1024_frames_later() {
    let automation: Vec<MacroEvent> = (0..60)
        .map(|k| MacroEvent {
            offset_frames: 311 * k,
            index: MACRO_AMOUNT,
            value: (k * 37 % 150) as f64,
        })
        .collect();
    let patterns: &[&[usize]] = &[
        &[64],
        &[1],
        &[0, 1, 63, 64, 65],
        &[717],
        &[4096, 3, 256],
        &[100_000],
        &[1_024],
    ];
    for (turn, pattern) in patterns.iter().enumerate() {
        for channels in [1, 2] {
            let input: Vec<_> = (0..channels).map(|c| noise(turn as u64 + c, 24_000, 0.9)).collect();
            let play = |mode| {
                let mut rig = offline_rig(mode, channels as usize, &["--follow-amount"]);
                let output = rig.play_automated(&input, pattern, &automation);
                assert_eq!(rig.counters().dry.load(Ordering::Relaxed), 0);
                output
            };
            let (quality, safe) = (play(0.0), play(SAFE));
            for channel in 0..channels as usize {
                let early = &quality[channel][..24_000 - PIPELINE_FRAMES];
                let wrong =
                    (0..early.len()).find(|at| early[*at].to_bits() != safe[channel][PIPELINE_FRAMES + at].to_bits());
                assert_eq!(wrong, None, "{pattern:?}, channel {channel} of {channels}");
                assert!(safe[channel][..PIPELINE_FRAMES].iter().all(|sample| *sample == 0.0));
            }
        }
    }
}

#[test]
fn latency_when_mode_is_safe_expect_an_impulse_at_the_reported_frame() {
    for (rate_hz, quality) in [(8_000.0, 320), (44_100.0, 1_280), (96_000.0, 2_560), (192_000.0, 5_120)] {
        let mut rig = Rig::new(rate_hz, 1, offline(), &[]);
        rig.core.set_macro(MACRO_LATENCY_MODE, SAFE);
        assert_eq!(rig.core.latency_frames(), quality, "not before the next activation");
        rig.deactivate();
        rig.activate();
        assert_eq!(rig.core.latency_frames(), quality + PIPELINE_FRAMES);
        let mut input = vec![vec![0.0; 10_000]];
        input[0][100] = 1.0;
        let output = rig.play(&input, &[160]);
        let heard = output[0].iter().position(|sample| *sample != 0.0);
        assert_eq!(heard, Some(100 + quality + PIPELINE_FRAMES), "{rate_hz} Hz");
    }
}

fn late(core: &Core) -> u64 {
    let counters = &core.link().counters;
    counters.late.load(Ordering::Relaxed) + counters.backed_off.load(Ordering::Relaxed)
}

fn assert_halved(input: &[f32], output: &[f32], from: usize, what: &str) {
    let wrong =
        (from..output.len() - LATENCY).find(|at| output[LATENCY + at].to_bits() != (0.5 * input[*at]).to_bits());
    assert_eq!(wrong, None, "{what}");
}

#[test]
fn engine_when_it_stalls_for_less_than_the_pipeline_expect_no_block_dry() {
    for (block, stall) in [
        (64, 1_024),
        (1, 1_000),
        (100, 900),
        (256, 1_024),
        (480, 960),
        (1_000, 1_000),
        (1_024, 1_024),
    ] {
        let mut core = live_core(SAFE);
        let mut engine = HandEngine::attach(&core);
        let input = noise(block as u64, 60_000 / block * block, 0.8);
        let mut output = Vec::new();
        let mut since = 0;
        for part in input.chunks(block) {
            // It stalls until what the next call needs is what was posted a pipeline's length ago, then it is there
            // for as long, and so on.
            if since + part.len() > stall {
                engine.answer();
            }
            output.extend(call(&mut core, part, &[]));
            since += part.len();
            if since >= stall + 1_024 {
                // What this call has posted waits from now on.
                since = part.len();
            }
        }
        assert_eq!(late(&core), 0, "blocks of {block}");
        assert_eq!(core.link().counters.dry.load(Ordering::Relaxed), 0, "blocks of {block}");
        assert_halved(&input, &output, 0, &format!("blocks of {block}"));
    }
}

#[test]
fn engine_when_it_stalls_for_longer_expect_aligned_dry_sound_and_recovery() {
    let mut core = live_core(SAFE);
    let mut engine = HandEngine::attach(&core);
    engine
        .segment
        .set_float(attune::generated::layout::BROADBAND_GAIN_OFFSET, 0.5);
    let input = noise(7, 64_000, 0.8);
    let mut output = Vec::new();
    for (k, part) in input.chunks(64).enumerate() {
        // 100 quanta without an answer, twice; long enough that the shim stops waiting.
        if !(300..400).contains(&k) && !(600..700).contains(&k) {
            engine.answer();
        }
        output.extend(call(&mut core, part, &[]));
    }
    let counters = &core.link().counters;
    assert!(counters.late.load(Ordering::Relaxed) >= 8);
    assert!(counters.backed_off.load(Ordering::Relaxed) > 0, "nobody waits for ever");
    let dry = counters.dry.load(Ordering::Relaxed);
    assert!((100..400).contains(&dry), "{dry} dry");
    // Wet or dry, the same samples: nothing old, nothing shifted.
    let error = (0..output.len() - LATENCY).fold(0f32, |e, at| e.max((output[LATENCY + at] - 0.5 * input[at]).abs()));
    assert!(error < 1e-6, "{error}");
}

#[test]
fn engine_when_it_is_replaced_expect_its_answers_heard_to_their_end_and_no_others() {
    let mut core = live_core(SAFE);
    let mut engine = HandEngine::attach(&core);
    engine
        .segment
        .set_float(attune::generated::layout::BROADBAND_GAIN_OFFSET, 0.5);
    let input = noise(9, 64_000, 0.8);
    let mut output = Vec::new();
    let mut dry_at = Vec::new();
    for (k, part) in input.chunks(64).enumerate() {
        if k == 400 {
            let old = engine.segment.clone();
            engine = HandEngine::attach(&core);
            engine
                .segment
                .set_float(attune::generated::layout::BROADBAND_GAIN_OFFSET, 0.5);
            // The old one wakes up and says what it likes.
            old.int(RESPONSE_SEQUENCE_OFFSET).store(77, Ordering::Release);
        }
        engine.answer();
        let dry = core.link().counters.dry.load(Ordering::Relaxed);
        output.extend(call(&mut core, part, &[]));
        if core.link().counters.dry.load(Ordering::Relaxed) > dry {
            dry_at.push(k);
        }
    }
    // 16 quanta were answered ahead; then one latency of the new engine is not heard.
    assert!(dry_at.first().is_some_and(|first| *first >= 414), "{dry_at:?}");
    assert!(dry_at.last().is_some_and(|last| *last <= 440), "{dry_at:?}");
    let error = (0..output.len() - LATENCY).fold(0f32, |e, at| e.max((output[LATENCY + at] - 0.5 * input[at]).abs()));
    assert!(error < 1e-6, "{error}");
}

#[test]
fn engine_when_it_answers_nonsense_expect_it_ignored() {
    let mut core = live_core(SAFE);
    let mut engine = HandEngine::attach(&core);
    let input = noise(11, 32_000, 0.8);
    let mut output = Vec::new();
    for (k, part) in input.chunks(64).enumerate() {
        engine.answer();
        let answered = engine.answered as i32;
        let response = engine.segment.int(RESPONSE_SEQUENCE_OFFSET);
        // Ahead of what was posted, long past, far away.
        response.store([answered + 3, answered - 2, i32::MIN][k % 3], Ordering::Release);
        output.extend(call(&mut core, part, &[]));
        engine
            .segment
            .int(RESPONSE_SEQUENCE_OFFSET)
            .store(answered, Ordering::Release);
    }
    assert_eq!(late(&core), 0);
    assert_halved(&input, &output, 0, "nonsense");
}

#[test]
fn trigger_when_pressed_in_a_stall_expect_it_told_once() {
    for stall in [10, 200] {
        let mut core = live_core(SAFE);
        let mut engine = HandEngine::attach(&core);
        for k in 0..600 {
            if !(100..100 + stall).contains(&k) {
                engine.answer();
            }
            let press = MacroEvent {
                offset_frames: 10,
                index: MACRO_LIKE,
                value: 1.0,
            };
            let pressed = k == 106;
            call(
                &mut core,
                &[0.0; 64],
                if pressed { std::slice::from_ref(&press) } else { &[] },
            );
        }
        engine.answer();
        assert_eq!(engine.likes, 1, "a stall of {stall} quanta");
    }
}

#[test]
fn stream_when_begun_again_in_play_expect_nothing_of_the_old_one() {
    let mut core = live_core(SAFE);
    let mut engine = HandEngine::attach(&core);
    let input = noise(13, 12_800, 0.8);
    for part in input.chunks(64) {
        engine.answer();
        call(&mut core, part, &[]);
    }
    core.restart();
    let mut output = Vec::new();
    for part in input.chunks(64) {
        engine.answer();
        output.extend(call(&mut core, part, &[]));
    }
    assert!(output[..LATENCY].iter().all(|sample| *sample == 0.0));
    assert_halved(&input, &output, 0, "after the restart");
}
