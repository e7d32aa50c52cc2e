//! The safe latency mode: what is heard now was posted [`PIPELINE_FRAMES`] ago, so that an engine may be late by that
//! much before anybody has to wait for it. Audio thread, but for [`Pipeline::new`] and [`Pipeline::reset`].
//!
//! ```text
//!   input ── waiting batches ── 4 slots with the engine ── answers, by position ── output, 1 024 frames later
//! ```
//!
//! Positions count frames since the reset. A batch waits here while all slots are with the engine and goes out with the
//! next free one, so a stall shorter than the pipeline leaves no gap. Only an answer that is overdue is waited for.

use std::sync::atomic::Ordering;

use super::exchange::{Exchange, Outcome, Post};
use super::scrub::scrub;
use super::MAX_CHANNELS;
use crate::core::dry::Quantum;
use crate::generated::layout::*;
use crate::generated::params::{Scale, MACROS, MACRO_COUNT, PIPELINE_FRAMES, QUANTUM_FRAMES};
use crate::platform::{clock, futex};
use crate::segment::{output, Segment};

/// Frames that may wait for a free slot.
const WAITING_FRAMES: usize = PIPELINE_FRAMES + SLOT_FRAMES;
const BATCHES: usize = WAITING_FRAMES / QUANTUM_FRAMES;
/// Answers that are kept: those of the pipeline and of all slots, whenever they come.
const KEPT_QUANTA: usize = (PIPELINE_FRAMES + (SLOTS + 1) * SLOT_FRAMES) / QUANTUM_FRAMES;
/// No answer of any position.
const NOTHING: u64 = u64::MAX;

/// Input of one call, not posted yet.
#[derive(Clone, Copy)]
struct Batch {
    frames: usize,
    macros: [f64; MACRO_COUNT],
    /// Frames that the engine got without a gap before this batch.
    unbroken_frames: usize,
}

/// What a slot with the engine holds.
#[derive(Clone, Copy, Default)]
struct Outstanding {
    position: u64,
    frames: usize,
    unbroken_frames: usize,
}

pub struct Pipeline {
    channels: usize,
    chain_latency_frames: usize,
    waiting: [Vec<f32>; MAX_CHANNELS],
    waiting_frames: usize,
    batches: Vec<Batch>,
    /// Position of the first frame that isn't posted.
    next_position: u64,
    slots: [Outstanding; SLOTS],
    /// The last sequence whose answer was taken.
    taken: u32,
    answers: Vec<Quantum>,
    /// Position of each kept answer.
    positions: Vec<u64>,
    /// Position of the next quantum to be heard, plus the pipeline.
    heard: u64,
}

impl Pipeline {
    /// Main thread; allocates.
    pub fn new(channels: usize, chain_latency_frames: usize) -> Pipeline {
        Pipeline {
            channels,
            chain_latency_frames,
            waiting: std::array::from_fn(|_| vec![0.0; WAITING_FRAMES]),
            waiting_frames: 0,
            batches: Vec::with_capacity(BATCHES),
            next_position: 0,
            slots: [Outstanding::default(); SLOTS],
            taken: 0,
            answers: vec![[[0.0; QUANTUM_FRAMES]; MAX_CHANNELS]; KEPT_QUANTA],
            positions: vec![NOTHING; KEPT_QUANTA],
            heard: 0,
        }
    }

    /// Main thread; the audio thread is at rest.
    pub fn reset(&mut self) {
        self.waiting_frames = 0;
        self.batches.clear();
        self.next_position = 0;
        self.taken = 0;
        self.positions.fill(NOTHING);
        self.heard = 0;
    }

    /// A new incarnation of the engine: nothing is with it yet. Answers of the last one are still heard.
    pub fn meet(&mut self, taken: u32) {
        self.drop_waiting();
        self.taken = taken;
    }

    /// For a stream that begins with an engine: until the first answer is heard, silence is the right sound.
    pub fn begin_wet(&mut self) {
        let first = self.heard / QUANTUM_FRAMES as u64;
        for early in 0..(PIPELINE_FRAMES / QUANTUM_FRAMES) as u64 {
            // Positions before the stream's first frame.
            let position = (first + early) * QUANTUM_FRAMES as u64;
            let position = position.wrapping_sub(PIPELINE_FRAMES as u64);
            let place = Pipeline::place(position);
            self.positions[place] = position;
            self.answers[place] = [[0.0; QUANTUM_FRAMES]; MAX_CHANNELS];
        }
    }

    fn place(position: u64) -> usize {
        // The ring is a multiple of nothing special: wrapping positions are taken from its upper end.
        (position.wrapping_add(PIPELINE_FRAMES as u64) / QUANTUM_FRAMES as u64) as usize % KEPT_QUANTA
    }
}
