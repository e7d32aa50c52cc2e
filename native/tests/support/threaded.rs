//! A [`HandEngine`] on a thread of its own, which answers as an engine should, or in one of the odd manners.

use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use attune::core::link::Link;
use attune::engine_abi::attune_engine_wait;
use attune::generated::layout::*;
use attune::platform::futex;
use attune::segment::{output, slot_header, Segment};

use super::hand::HandEngine;

/// Seeded; the same numbers everywhere.
pub struct Dice(pub u64);

impl Dice {
    /// Below `bound`.
    pub fn roll(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Manner {
    /// As it should be.
    Sane,
    /// Stands still for some milliseconds before it answers.
    Slow,
    /// Stands still with an answer half written, nonsense in the other half.
    HalfWritten,
    /// Says that what was never posted is answered.
    Unasked,
    /// Says that all is answered before it has looked at it.
    Early,
    /// Stops for ever in the middle of an answer.
    Dying,
    /// Was replaced: writes all over its memory, and says that everything is answered, ready and loud.
    Raging,
}

pub const MANNERS: [Manner; 7] = [
    Manner::Sane,
    Manner::Slow,
    Manner::HalfWritten,
    Manner::Unasked,
    Manner::Early,
    Manner::Dying,
    Manner::Raging,
];

pub struct ThreadedEngine {
    pub segment: Arc<Segment>,
    manner: Arc<AtomicI32>,
    quit: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl ThreadedEngine {
    /// Takes the place of the instance's engine.
    pub fn start(link: &Arc<Link>, seed: u64) -> ThreadedEngine {
        let mut engine = HandEngine::attach_to(link);
        let segment = engine.segment.clone();
        let manner = Arc::new(AtomicI32::new(Manner::Sane as i32));
        let quit = Arc::new(AtomicBool::new(false));
        let (its_manner, its_quit) = (manner.clone(), quit.clone());
        let thread = std::thread::spawn(move || {
            let mut dice = Dice(seed);
            while !its_quit.load(Ordering::Acquire) {
                turn(
                    &mut engine,
                    MANNERS[its_manner.load(Ordering::Acquire) as usize],
                    &mut dice,
                );
            }
        });
        ThreadedEngine {
            segment,
            manner,
            quit,
            thread: Some(thread),
        }
    }

    /// From its next turn on.
    pub fn behave(&self, manner: Manner) {
        self.manner.store(manner as i32, Ordering::Release);
    }
}

impl Drop for ThreadedEngine {
    fn drop(&mut self) {
        self.quit.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

fn turn(engine: &mut HandEngine, manner: Manner, dice: &mut Dice) {
    if manner == Manner::Raging {
        return rage(engine, dice);
    }
    // SAFETY: the address is this segment's own.
    let newest = unsafe { attune_engine_wait(engine.segment.address(), engine.answered as i32, 5) };
    if newest < 0 {
        return;
    }
    match manner {
        Manner::Slow => pause(dice, 4_000),
        Manner::HalfWritten => {
            half_write(engine, engine.answered.wrapping_add(1));
            pause(dice, 2_000);
        }
        Manner::Unasked => {
            let posted = newest as u32;
            let beyond = posted.wrapping_add(1 + dice.roll(3) as u32);
            let unasked = [i32::MIN, i32::MAX, -1, beyond as i32][dice.roll(4) as usize];
            say_answered(engine, unasked as u32);
            pause(dice, 1_000);
        }
        Manner::Early => {
            say_answered(engine, newest as u32);
            pause(dice, 1_000);
        }
        Manner::Dying => {
            half_write(engine, engine.answered.wrapping_add(1));
            return pause(dice, 2_000);
        }
        Manner::Sane | Manner::Raging => {}
    }
    engine.answer_next();
}

fn pause(dice: &mut Dice, most_us: u64) {
    std::thread::sleep(Duration::from_micros(dice.roll(most_us)));
}

fn say_answered(engine: &HandEngine, sequence: u32) {
    let response = engine.segment.int(RESPONSE_SEQUENCE_OFFSET);
    response.store(sequence as i32, Ordering::Release);
    futex::wake(response);
}

fn half_write(engine: &HandEngine, sequence: u32) {
    let segment = &engine.segment;
    segment.write_samples(output(sequence, 0), &[f32::NAN, f32::INFINITY, 1e-42, 0.99]);
    let done_ns = slot_header(sequence) + SLOT_DONE_NS;
    segment.long(done_ns).store(i64::MIN, Ordering::Relaxed);
}

fn rage(engine: &HandEngine, dice: &mut Dice) {
    let segment = &engine.segment;
    for sequence in 0..SLOTS as u32 {
        segment.write_samples(output(sequence, 0), &[0.99; SLOT_FRAMES]);
    }
    segment.set_float(BROADBAND_GAIN_OFFSET, 60.0);
    segment.set_float(CEILING_OFFSET, 1e-3);
    segment.int(STATE_OFFSET).store(STATE_READY as i32, Ordering::Release);
    say_answered(engine, engine.posted().wrapping_add(dice.roll(2) as u32));
    pause(dice, 300);
}
