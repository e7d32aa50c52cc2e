//! The safe latency mode: what is heard now was posted [`PIPELINE_FRAMES`] ago, so that an engine may be late by that
//! much before anybody has to wait for it. Audio thread, but for [`Pipeline::new`] and [`Pipeline::reset`].
//!
//! ```text
//!   input ── waiting for a slot ── 4 slots with the engine ── answers, by position ── output, 1 024 frames later
//! ```
//!
//! Positions count frames since the reset. What finds no free slot waits here and goes out with the next one, so a stall
//! shorter than the pipeline leaves no gap. Only an answer that is overdue is waited for.

use std::sync::atomic::Ordering;

use super::dry::{Level, Quantum};
use super::exchange::{Exchange, Outcome, Post};
use super::macros::{is_trigger, Change};
use super::scrub::scrub;
use super::MAX_CHANNELS;
use crate::generated::layout::*;
use crate::generated::params::{MACRO_COUNT, PIPELINE_FRAMES, QUANTUM_FRAMES};
use crate::platform::{clock, futex};
use crate::segment::{output, Segment};

/// Frames that may wait for a slot.
const WAITING_FRAMES: usize = PIPELINE_FRAMES + SLOT_FRAMES;
/// Answers between the one that is heard next and the newest that can be there.
const KEPT_QUANTA: usize = WAITING_FRAMES / QUANTUM_FRAMES + 1;
const QUANTUM: i64 = QUANTUM_FRAMES as i64;
/// How often an offline wait looks whether the engine still lives.
const OFFLINE_LOOK_NS: i64 = 50_000_000;

/// What a slot with the engine holds.
#[derive(Clone, Copy, Default)]
struct Posted {
    position: i64,
    frames: usize,
    /// Frames that the engine got without a gap before these.
    unbroken_frames: usize,
}

/// An answered quantum.
struct Answer {
    /// `None` for nothing that may be heard.
    position: Option<i64>,
    samples: Quantum,
    /// Published with it: the engine that is heard may not be the one that runs.
    level: Level,
}

pub struct Pipeline {
    channels: usize,
    chain_latency_frames: usize,
    /// What the pipeline gives the engine besides the time that a host's call may wait.
    slack_ns: i64,
    waiting: [Vec<f32>; MAX_CHANNELS],
    waiting_frames: usize,
    /// Position of the first waiting frame.
    waiting_position: i64,
    /// Macros in force there, and what changes after it.
    base: [f64; MACRO_COUNT],
    changes: Vec<Change>,
    /// Macros in force after all that waits.
    newest: [f64; MACRO_COUNT],
    /// Triggers, by bit, whose press was dropped before the engine heard of it.
    lost_presses: u32,
    unbroken_frames: usize,
    slots: [Posted; SLOTS],
    /// The last sequence whose answer was taken.
    taken: u32,
    answers: Vec<Answer>,
    /// Position of the quantum that is heard next.
    heard: i64,
}

impl Pipeline {
    /// Main thread; allocates.
    pub fn new(sample_rate_hz: f64, channels: usize, chain_latency_frames: usize) -> Pipeline {
        let silent = || Answer {
            position: None,
            samples: [[0.0; QUANTUM_FRAMES]; MAX_CHANNELS],
            level: Level::UNITY,
        };
        Pipeline {
            channels,
            chain_latency_frames,
            slack_ns: (PIPELINE_FRAMES as f64 * 1e9 / sample_rate_hz) as i64,
            waiting: std::array::from_fn(|_| vec![0.0; WAITING_FRAMES]),
            waiting_frames: 0,
            waiting_position: 0,
            base: [0.0; MACRO_COUNT],
            changes: Vec::with_capacity(2 * WAITING_FRAMES / QUANTUM_FRAMES * MACRO_COUNT),
            newest: [0.0; MACRO_COUNT],
            lost_presses: 0,
            unbroken_frames: 0,
            slots: [Posted::default(); SLOTS],
            taken: 0,
            answers: std::iter::repeat_with(silent).take(KEPT_QUANTA).collect(),
            heard: -(PIPELINE_FRAMES as i64),
        }
    }

    /// Main thread; the audio thread is at rest.
    pub fn reset(&mut self) {
        self.drop_waiting();
        self.waiting_position = 0;
        self.lost_presses = 0;
        self.void_slots();
        self.forget();
        self.heard = -(PIPELINE_FRAMES as i64);
    }

    /// Nothing that was answered may be heard.
    pub fn forget(&mut self) {
        self.answers.iter_mut().for_each(|answer| answer.position = None);
    }

    /// The next post is an engine's first, or the first after a restart. What was answered before is heard to its end.
    pub fn begin(&mut self, unbroken_frames: usize) {
        self.drop_waiting();
        self.unbroken_frames = unbroken_frames;
    }

    /// With another incarnation of the engine there is nothing yet.
    fn meet(&mut self, exchange: &mut Exchange, segment: &Segment) {
        if exchange.meet(segment) {
            self.taken = 0;
            self.void_slots();
        }
    }

    /// Whatever is with an engine belongs to no position any more.
    fn void_slots(&mut self) {
        self.slots = [Posted::default(); SLOTS];
    }

    /// A stream that begins with an engine that is ready: until its first answer is due, silence is what it would say.
    pub fn begin_wet(&mut self) {
        for position in (self.heard..0).step_by(QUANTUM_FRAMES) {
            let answer = &mut self.answers[place(position)];
            answer.position = Some(position);
            answer.samples = [[0.0; QUANTUM_FRAMES]; MAX_CHANNELS];
            answer.level = Level::UNITY;
        }
    }

    /// Whether the engine has a history that would be missed.
    pub fn has_history(&self) -> bool {
        self.unbroken_frames > 0
    }

    /// Input passes that the engine doesn't get: its history has a gap.
    pub fn skip(&mut self, frames: usize) {
        self.drop_waiting();
        self.waiting_position += frames as i64;
    }

    fn drop_waiting(&mut self) {
        for change in self.changes.iter().filter(|change| is_trigger(change.index)) {
            self.lost_presses |= 1 << change.index;
        }
        self.changes.clear();
        self.waiting_position += self.waiting_frames as i64;
        self.waiting_frames = 0;
        self.unbroken_frames = 0;
    }

    /// Posts what can be posted and waits, at most `allowed_ns`, where an answer is overdue.
    pub fn live(&mut self, exchange: &mut Exchange, segment: &Segment, post: &Post, allowed_ns: i64) -> Outcome {
        self.meet(exchange, segment);
        self.take_answers(exchange, segment);
        if exchange.has_lost_patience() {
            if self.outstanding(exchange) > 0 {
                self.skip(post.frames);
                return Outcome::BackedOff;
            }
            exchange.try_again();
        }
        if !self.append(post) {
            self.skip(post.frames);
            exchange.was_late();
            return Outcome::Blocked;
        }
        let deadline_ns = clock::now_ns() + allowed_ns;
        // Position of the first frame that isn't heard after this call.
        let due = self.heard + post.frames as i64;
        self.send(exchange, segment, false, deadline_ns + self.slack_ns);
        while self.answered_position(exchange) < due {
            let seen = segment.int(RESPONSE_SEQUENCE_OFFSET).load(Ordering::Acquire);
            if self.take_answers(exchange, segment) {
                self.send(exchange, segment, false, deadline_ns + self.slack_ns);
            } else if segment.is_lost() || clock::now_ns() >= deadline_ns {
                exchange.was_late();
                return Outcome::Late;
            } else {
                futex::wait_until(segment.int(RESPONSE_SEQUENCE_OFFSET), seen, deadline_ns);
            }
        }
        exchange.was_in_time();
        Outcome::Answered(self.taken)
    }

    /// Posts all and waits up to `limit_ns` for all answers, looking now and then whether the engine still lives.
    pub fn offline(&mut self, exchange: &mut Exchange, segment: &Segment, post: &Post, limit_ns: i64) -> Outcome {
        self.meet(exchange, segment);
        let limit_ns = clock::now_ns() + limit_ns;
        let mut appended = self.append(post);
        loop {
            self.send(exchange, segment, true, limit_ns);
            if self.outstanding(exchange) == 0 {
                if appended {
                    break;
                }
                // What a live stall had left behind is gone: now there is room.
                appended = self.append(post);
                continue;
            }
            let seen = segment.int(RESPONSE_SEQUENCE_OFFSET).load(Ordering::Acquire);
            if self.take_answers(exchange, segment) {
                continue;
            }
            let now_ns = clock::now_ns();
            if segment.is_lost() || now_ns >= limit_ns {
                return Outcome::Late;
            }
            let look_ns = limit_ns.min(now_ns + OFFLINE_LOOK_NS);
            futex::wait_until(segment.int(RESPONSE_SEQUENCE_OFFSET), seen, look_ns);
        }
        exchange.was_in_time();
        Outcome::Answered(self.taken)
    }

    /// Lets input wait for a slot; false where there is no room.
    fn append(&mut self, post: &Post) -> bool {
        let from = self.waiting_frames;
        if from + post.frames > WAITING_FRAMES {
            return false;
        }
        if from == 0 {
            self.base = *post.macros;
        }
        for index in 0..MACRO_COUNT {
            let value = post.macros[index];
            if from > 0 && value.to_bits() != self.newest[index].to_bits() {
                self.push_change(from, index, value);
            }
            if self.lost_presses & 1 << index != 0 {
                self.push_change(from, index, 1.0);
            }
            self.newest[index] = value;
        }
        self.lost_presses = 0;
        for change in post.changes {
            self.push_change(from + change.frame, change.index, change.value);
            if !is_trigger(change.index) {
                self.newest[change.index] = change.value;
            }
        }
        for (waiting, samples) in self.waiting.iter_mut().zip(post.samples).take(self.channels) {
            waiting[from..from + post.frames].copy_from_slice(&samples[..post.frames]);
        }
        self.waiting_frames += post.frames;
        true
    }

    fn push_change(&mut self, frame: usize, index: usize, value: f64) {
        // Room for two of each macro in each quantum, more than there can be.
        if self.changes.len() < self.changes.capacity() {
            self.changes.push(Change { frame, index, value });
        }
    }

    /// Fills free slots.
    fn send(&mut self, exchange: &mut Exchange, segment: &Segment, offline: bool, deadline_ns: i64) {
        while self.waiting_frames > 0 && self.outstanding(exchange) < SLOTS as u32 {
            let frames = self.waiting_frames.min(SLOT_FRAMES);
            let count = self.changes.partition_point(|change| change.frame < frames);
            let post = Post {
                samples: &self.waiting,
                channels: self.channels,
                frames,
                macros: &self.base,
                changes: &self.changes[..count.min(EVENT_CAPACITY)],
                offline,
            };
            let sequence = exchange.post(segment, &post, clock::now_ns(), deadline_ns);
            self.slots[sequence as usize % SLOTS] = Posted {
                position: self.waiting_position,
                frames,
                unbroken_frames: self.unbroken_frames,
            };
            self.unbroken_frames = self.unbroken_frames.saturating_add(frames);
            self.sent(frames, count);
        }
    }

    /// The first `frames` are with the engine, the first `count` changes as well.
    fn sent(&mut self, frames: usize, count: usize) {
        for change in self.changes.drain(..count).filter(|change| !is_trigger(change.index)) {
            self.base[change.index] = change.value;
        }
        self.changes.iter_mut().for_each(|change| change.frame -= frames);
        for waiting in self.waiting.iter_mut().take(self.channels) {
            waiting.copy_within(frames..self.waiting_frames, 0);
        }
        self.waiting_frames -= frames;
        self.waiting_position += frames as i64;
    }

    /// Posts whose answers weren't taken.
    fn outstanding(&self, exchange: &Exchange) -> u32 {
        exchange.posted().wrapping_sub(self.taken)
    }

    /// Position of the first frame without an answer.
    fn answered_position(&self, exchange: &Exchange) -> i64 {
        if self.outstanding(exchange) == 0 {
            self.waiting_position
        } else {
            self.slots[self.taken.wrapping_add(1) as usize % SLOTS].position
        }
    }

    /// Copies what the engine has answered, so that its slots are free. Returns whether there was anything.
    fn take_answers(&mut self, exchange: &mut Exchange, segment: &Segment) -> bool {
        let fresh = exchange.answered(segment).wrapping_sub(self.taken);
        for _ in 0..fresh {
            self.taken = self.taken.wrapping_add(1);
            self.keep(segment, self.taken);
        }
        fresh > 0
    }

    /// An answer that comes too late, or from an empty or broken history, is dropped.
    fn keep(&mut self, segment: &Segment, sequence: u32) {
        let slot = self.slots[sequence as usize % SLOTS];
        let level = Level::of(segment);
        for from in (0..slot.frames).step_by(QUANTUM_FRAMES) {
            let position = slot.position + from as i64;
            let settled = slot.unbroken_frames + from >= self.chain_latency_frames;
            if !settled || position < self.heard {
                continue;
            }
            let answer = &mut self.answers[place(position)];
            answer.position = Some(position);
            answer.level = level;
            for (channel, samples) in answer.samples.iter_mut().enumerate().take(self.channels) {
                segment.read_samples(output(sequence, channel) + from * 4, samples);
                scrub(samples);
            }
        }
    }

    /// The quantum that is due, into `wet`, and its level; `None` where the engine has nothing for it. Every quantum once.
    pub fn next(&mut self, wet: &mut Quantum) -> Option<Level> {
        let answer = &self.answers[place(self.heard)];
        let there = answer.position == Some(self.heard);
        self.heard += QUANTUM;
        there.then(|| {
            *wet = answer.samples;
            answer.level
        })
    }
}

fn place(position: i64) -> usize {
    (position / QUANTUM).rem_euclid(KEPT_QUANTA as i64) as usize
}
