//! Engines that answer what they were not asked, only half, or for an incarnation that is over.

mod support;

use std::sync::atomic::Ordering;

use attune::core::Core;
use attune::engine_abi::attune_engine_complete;
use attune::generated::layout::*;
use attune::segment::{output, slot_header};
use support::hand::{call, live_core, HandEngine};
use support::noise;

const SAFE: f64 = 2.0;

/// Plays noise in blocks of 64; `meddle` has its way with the engine before each, and says whether it answers then. In the
/// safe mode no call depends on more than that, so nothing here depends on time.
fn play(
    core: &mut Core,
    engine: &mut HandEngine,
    mut meddle: impl FnMut(usize, &mut HandEngine) -> bool,
) -> (Vec<f32>, Vec<f32>) {
    let input = noise(21, 96_000, 0.8);
    let mut output = Vec::new();
    for (k, part) in input.chunks(64).enumerate() {
        if meddle(k, engine) {
            engine.answer();
        }
        output.extend(call(core, part, &[]));
    }
    (input, output)
}

/// Largest difference from the delayed, halved input in the frames of the input from `from` on.
fn error((input, output): &(Vec<f32>, Vec<f32>), from: usize, latency: usize) -> f32 {
    let pairs = input[from..].iter().zip(&output[from + latency..]);
    pairs.fold(0.0, |error: f32, (input, output)| {
        error.max((output - 0.5 * input).abs())
    })
}

/// Whatever happened, nothing odd was heard, and in the end the sound is right: nothing old, nothing of another place.
fn assert_sane(sound: &(Vec<f32>, Vec<f32>), latency: usize) {
    assert!(sound.1.iter().all(|sample| sample.is_finite() && sample.abs() <= 1.0));
    let error = error(sound, 76_800, latency);
    assert!(error < 1e-6, "{error}");
}

#[test]
fn stale_engine_when_it_wakes_after_it_was_replaced_expect_nothing_of_it_heard() {
    let mut core = live_core(SAFE);
    let mut engine = HandEngine::attach(&core);
    let mut old = None;
    let sound = play(&mut core, &mut engine, |k, engine| {
        if k == 100 {
            let link = engine.link.clone();
            // The new one doesn't know its level yet, while the sound of the old one is heard to its end.
            old = Some(std::mem::replace(engine, HandEngine::attach_to(&link)));
        }
        if let Some(old) = &old {
            // It writes all over what it still has mapped, and says that everything is answered, ready and loud.
            for sequence in 0..SLOTS as u32 {
                old.segment.write_samples(output(sequence, 0), &[0.99; SLOT_FRAMES]);
            }
            let newest = engine.posted() as i32;
            old.segment
                .int(RESPONSE_SEQUENCE_OFFSET)
                .store(newest + 1, Ordering::Release);
            old.segment
                .int(STATE_OFFSET)
                .store(STATE_READY as i32, Ordering::Release);
            old.segment.set_float(BROADBAND_GAIN_OFFSET, 60.0);
        }
        true
    });
    let error = error(&sound, 0, core.latency_frames());
    assert!(error < 1e-6, "{error}");
    assert_ne!(engine.segment.epoch(), old.unwrap().segment.epoch());
}

#[test]
fn engine_when_it_leaves_slots_half_written_expect_finite_sound_and_recovery() {
    let mut core = live_core(SAFE);
    let mut engine = HandEngine::attach(&core);
    let sound = play(&mut core, &mut engine, |k, engine| {
        if (200..260).contains(&k) && engine.answered != engine.posted() {
            // Half of the answer is what was there before, with NaN in it; the header and the level are nonsense.
            engine.answered = engine.posted();
            let at = output(engine.answered, 0);
            engine.segment.write_samples(at, &[f32::NAN, f32::INFINITY, 1e-42, 0.3]);
            let header = slot_header(engine.answered);
            for (field, value) in [(SLOT_FRAMES_FIELD, -64), (SLOT_EVENT_COUNT, 1 << 30)] {
                engine.segment.int(header + field).store(value, Ordering::Relaxed);
            }
            engine.segment.set_float(CEILING_OFFSET, f32::NAN);
            engine.segment.set_float(BROADBAND_GAIN_OFFSET, -1e30);
            // SAFETY: the address is this segment's own.
            unsafe { attune_engine_complete(engine.segment.address(), engine.answered as i32) };
        }
        if k == 260 {
            engine.segment.set_float(BROADBAND_GAIN_OFFSET, 0.5);
            engine.begin_again();
        }
        true
    });
    assert_sane(&sound, core.latency_frames());
}

#[test]
fn engine_when_it_answers_sequences_that_were_never_posted_expect_no_call_held_up_and_recovery() {
    let mut core = live_core(SAFE);
    let mut engine = HandEngine::attach(&core);
    let sound = play(&mut core, &mut engine, |k, engine| {
        let answers = !(200..220).contains(&k);
        if (200..240).contains(&k) {
            if answers {
                engine.answer();
            }
            // Also the last word after a true answer.
            let nonsense = [i32::MIN, i32::MAX, -1, engine.posted() as i32 + 3][k % 4];
            engine
                .segment
                .int(RESPONSE_SEQUENCE_OFFSET)
                .store(nonsense, Ordering::Release);
            return false;
        }
        answers
    });
    assert_sane(&sound, core.latency_frames());
}
