//! Engines on threads of their own that are late, die, are replaced, or answer what they were not asked. The engine halves
//! its input and says so, so the sound must be half of the delayed input all the time: processed, dry at the held level,
//! or between the two. Nothing here depends on who is how fast.

mod support;

use std::sync::atomic::Ordering;

use attune::core::Core;
use support::hand::{call, live_core};
use support::threaded::{Dice, Manner, ThreadedEngine, MANNERS};
use support::{noise, wait_for};

/// Frames in a row of processed sound until the engine counts as back: more than its latency, the pipeline and a crossfade,
/// so that its own level is known.
const STEADY_FRAMES: usize = 4_096;

/// A stream and what it must sound like.
struct Stream {
    core: Core,
    dice: Dice,
    input: Vec<f32>,
    output: Vec<f32>,
}

impl Stream {
    fn new(mode: f64, seed: u64) -> Stream {
        Stream {
            core: live_core(mode),
            dice: Dice(seed),
            input: Vec::new(),
            output: Vec::new(),
        }
    }

    fn dry(&self) -> u64 {
        self.core.link().counters.dry.load(Ordering::Relaxed)
    }

    /// One call with noise of `amplitude`; the frames that were processed sound: all or none.
    fn call(&mut self, amplitude: f32) -> usize {
        let frames = [64, 64, 128, 256][self.dice.roll(4) as usize];
        let block = noise(self.dice.roll(1 << 30), frames, amplitude);
        let dry = self.dry();
        self.output.extend(call(&mut self.core, &block, &[]));
        self.input.extend(block);
        if self.dice.roll(8) == 0 {
            std::thread::yield_now();
        }
        if self.dry() == dry {
            frames
        } else {
            0
        }
    }

    fn calls(&mut self, number: u64) {
        for _ in 0..number {
            self.call(0.8);
        }
    }

    /// Until processed sound is heard for a while.
    fn until_steady(&mut self, what: &str, amplitude: f32) {
        let mut steady = 0;
        wait_for(what, || {
            // More than one call for each look at the clock: a look sleeps.
            for _ in 0..8 {
                let wet = self.call(amplitude);
                steady = if wet > 0 { steady + wet } else { 0 };
            }
            steady >= STEADY_FRAMES
        });
    }

    /// The first frame of the output from `from` on that is not half of the delayed input.
    fn expect_half(&self, from: usize, what: &str) {
        let latency = self.core.latency_frames();
        let wrong = (from..self.output.len()).find(|at| {
            let expected = if *at < latency {
                0.0
            } else {
                0.5 * self.input[at - latency]
            };
            let off = (self.output[*at] - expected).abs();
            off.is_nan() || off > 1e-6
        });
        if let Some(at) = wrong {
            let expected = 0.5 * self.input[at - latency];
            panic!(
                "{what}: frame {at} of {} is {}, not {expected}",
                self.output.len(),
                self.output[at]
            );
        }
    }
}

/// Something goes wrong, is over, and the engine is heard again.
fn incident(stream: &mut Stream, engine: &mut ThreadedEngine, old: &mut Vec<ThreadedEngine>) -> String {
    let manner = MANNERS[1 + stream.dice.roll(6) as usize]; // any but the sane one
    let calls = 5 + stream.dice.roll(60);
    let replaced = matches!(manner, Manner::Dying | Manner::Raging);
    if manner != Manner::Raging {
        engine.behave(manner);
        stream.calls(calls);
    }
    if replaced {
        let link = stream.core.link().clone();
        if stream.dice.roll(2) == 0 {
            // As the supervisor does with an engine that has died.
            engine.segment.mark_lost();
            link.offer(None);
            stream.calls(calls / 4);
        }
        let seed = stream.dice.roll(1 << 30);
        old.push(std::mem::replace(engine, ThreadedEngine::start(&link, seed)));
        old.last().unwrap().behave(Manner::Raging);
        stream.calls(calls);
    } else {
        engine.behave(Manner::Sane);
    }
    let what = format!("after {calls} calls of {manner:?}");
    stream.until_steady(&what, 0.8);
    what
}

/// ATTUNE_TEST_ROUNDS=200 for a night of it.
fn rounds() -> u64 {
    std::env::var("ATTUNE_TEST_ROUNDS").map_or(2, |rounds| rounds.parse().unwrap())
}

fn play(mode: f64) {
    for seed in 0..rounds() {
        let mut stream = Stream::new(mode, seed);
        let link = stream.core.link().clone();
        let mut engine = ThreadedEngine::start(&link, seed);
        let mut old = Vec::new();
        // Silence until the engine's level is known: until then dry sound is not halved.
        stream.until_steady("a first processed sound", 0.0);
        let mut checked = 0;
        for turn in 0..12 {
            let what = incident(&mut stream, &mut engine, &mut old);
            stream.expect_half(checked, &format!("round {seed}, incident {turn}, {what}"));
            checked = stream.output.len();
        }
    }
}

#[test]
fn engine_on_its_own_thread_when_it_misbehaves_in_quality_mode_expect_only_its_due_sound_heard_and_recovery() {
    play(0.0);
}

#[test]
fn engine_on_its_own_thread_when_it_misbehaves_in_live_mode_expect_only_its_due_sound_heard_and_recovery() {
    play(1.0);
}

#[test]
fn engine_on_its_own_thread_when_it_misbehaves_in_safe_mode_expect_only_its_due_sound_heard_and_recovery() {
    play(2.0);
}
