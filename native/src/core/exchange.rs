//! The shim's side of the block exchange: posts audio, waits for the answer, knows when waiting is useless.

use std::sync::atomic::Ordering;

use super::macros::Change;
use super::MAX_CHANNELS;
use crate::generated::layout::*;
use crate::generated::params::MACRO_COUNT;
use crate::platform::{clock, futex};
use crate::segment::{event, input, slot_header, Segment};

/// Late answers in a row after which nobody waits any more.
const PATIENCE: u32 = 8;
/// How often an offline wait looks whether the engine still lives.
const OFFLINE_LOOK_NS: i64 = 50_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The slot of this sequence holds the answer.
    Answered(u32),
    /// Posted; no answer in time. The engine still processes it, so its history has no gap.
    Late,
    /// Not posted since all slots are with the engine, counted as late; the engine's history has a gap.
    Blocked,
    /// Not posted: the engine hasn't answered for long. The engine's history has a gap.
    BackedOff,
}

/// Sequence and patience with one incarnation. Audio thread.
#[derive(Default)]
pub struct Exchange {
    epoch: u32,
    posted: u32,
    /// The newest sequence that the engine has answered.
    answered: u32,
    late_in_row: u32,
    /// The first post to this incarnation is made.
    started: bool,
}

/// One exchange's payload.
pub struct Post<'a> {
    pub samples: &'a [Vec<f32>; MAX_CHANNELS],
    pub channels: usize,
    /// Frames, a multiple of the quantum, at most SLOT_FRAMES.
    pub frames: usize,
    /// In force at the first frame.
    pub macros: &'a [f64; MACRO_COUNT],
    /// After it, ascending, at most EVENT_CAPACITY.
    pub changes: &'a [Change],
    pub offline: bool,
}

impl Exchange {
    /// Whether the next post to this segment is the first.
    pub fn is_fresh(&self, segment: &Segment) -> bool {
        self.epoch != segment.epoch() || !self.started
    }

    /// The next post is a start again.
    pub fn restart(&mut self) {
        self.started = false;
    }

    /// Whether this is another incarnation than before.
    pub(super) fn meet(&mut self, segment: &Segment) -> bool {
        let other = self.epoch != segment.epoch();
        if other {
            *self = Exchange {
                epoch: segment.epoch(),
                ..Exchange::default()
            };
        }
        other
    }

    /// Sequence posted last.
    pub(super) fn posted(&self) -> u32 {
        self.posted
    }

    /// Sequence answered last: all up to it are.
    pub(super) fn answered(&mut self, segment: &Segment) -> u32 {
        let unknown = self.posted.wrapping_sub(self.answered);
        self.answered = segment.newest_answered(self.posted, unknown).unwrap_or(self.answered);
        self.answered
    }

    /// So many late answers in a row that nobody waits any more.
    pub(super) fn has_lost_patience(&self) -> bool {
        self.late_in_row >= PATIENCE
    }

    /// On probation: the next late answer ends the patience again.
    pub(super) fn try_again(&mut self) {
        self.late_in_row = PATIENCE - 1;
    }

    pub(super) fn was_late(&mut self) {
        self.late_in_row += 1;
    }

    pub(super) fn was_in_time(&mut self) {
        self.late_in_row = 0;
    }

    /// Live: posts where a slot is free and the engine is worth it, and waits at most `allowed_ns`, for 0 not at all.
    pub fn live(&mut self, segment: &Segment, post: &Post, allowed_ns: i64) -> Outcome {
        self.meet(segment);
        let behind = self.behind(segment);
        if self.has_lost_patience() {
            if behind > 0 {
                return Outcome::BackedOff;
            }
            self.try_again();
        }
        if behind >= SLOTS as u32 {
            self.was_late();
            return Outcome::Blocked;
        }
        let now_ns = clock::now_ns();
        let deadline_ns = now_ns + allowed_ns;
        let sequence = self.post(segment, post, now_ns, deadline_ns);
        if self.wait(segment, sequence, deadline_ns) {
            self.was_in_time();
            Outcome::Answered(sequence)
        } else {
            self.was_late();
            Outcome::Late
        }
    }

    /// Offline: posts and waits up to `limit_ns`, looking now and then whether the engine still lives.
    pub fn offline(&mut self, segment: &Segment, post: &Post, limit_ns: i64) -> Outcome {
        self.meet(segment);
        let now_ns = clock::now_ns();
        let limit_ns = now_ns + limit_ns;
        // What live exchanges left behind comes first.
        if !self.wait_patiently(segment, self.posted, limit_ns) {
            return Outcome::Blocked;
        }
        let sequence = self.post(segment, post, now_ns, limit_ns);
        if self.wait_patiently(segment, sequence, limit_ns) {
            self.was_in_time();
            Outcome::Answered(sequence)
        } else {
            Outcome::Late
        }
    }

    /// Posts that the engine hasn't answered.
    fn behind(&mut self, segment: &Segment) -> u32 {
        self.posted.wrapping_sub(self.answered(segment))
    }

    pub(super) fn post(&mut self, segment: &Segment, post: &Post, now_ns: i64, deadline_ns: i64) -> u32 {
        let sequence = self.posted.wrapping_add(1);
        let header = slot_header(sequence);
        let mut flags = 0;
        if !self.started {
            flags |= FLAG_START;
        }
        if post.offline {
            flags |= FLAG_OFFLINE;
        }
        for channel in 0..post.channels {
            segment.write_samples(input(sequence, channel), &post.samples[channel][..post.frames]);
        }
        for (i, value) in post.macros.iter().enumerate() {
            segment.set_double(header + SLOT_MACROS + i * 8, *value);
        }
        write_changes(segment, sequence, post.changes);
        segment
            .int(header + SLOT_FRAMES_FIELD)
            .store(post.frames as i32, Ordering::Relaxed);
        segment.int(header + SLOT_FLAGS).store(flags as i32, Ordering::Relaxed);
        segment.long(header + SLOT_POST_NS).store(now_ns, Ordering::Relaxed);
        segment
            .long(header + SLOT_DEADLINE_NS)
            .store(deadline_ns, Ordering::Relaxed);
        segment
            .int(header + SLOT_SEQUENCE)
            .store(sequence as i32, Ordering::Relaxed);
        let request = segment.int(REQUEST_SEQUENCE_OFFSET);
        request.store(sequence as i32, Ordering::Release);
        // Always, whether somebody seems to wait or not: a flag that says so can be stale.
        futex::wake(request);
        self.posted = sequence;
        self.started = true;
        sequence
    }

    fn wait(&self, segment: &Segment, sequence: u32, deadline_ns: i64) -> bool {
        let response = segment.int(RESPONSE_SEQUENCE_OFFSET);
        loop {
            let seen = response.load(Ordering::Acquire);
            if segment.is_answered(sequence) {
                return true;
            }
            if segment.is_lost() || clock::now_ns() >= deadline_ns {
                return false;
            }
            futex::wait_until(response, seen, deadline_ns);
        }
    }

    fn wait_patiently(&self, segment: &Segment, sequence: u32, limit_ns: i64) -> bool {
        loop {
            let now_ns = clock::now_ns();
            if self.wait(segment, sequence, limit_ns.min(now_ns + OFFLINE_LOOK_NS)) {
                return true;
            }
            if segment.is_lost() || clock::now_ns() >= limit_ns {
                return false;
            }
        }
    }
}

fn write_changes(segment: &Segment, sequence: u32, changes: &[Change]) {
    for (k, change) in changes.iter().enumerate() {
        let at = event(sequence, k);
        segment
            .int(at + EVENT_FRAME)
            .store(change.frame as i32, Ordering::Relaxed);
        segment
            .int(at + EVENT_MACRO)
            .store(change.index as i32, Ordering::Relaxed);
        segment.set_double(at + EVENT_VALUE, change.value);
    }
    let count = segment.int(slot_header(sequence) + SLOT_EVENT_COUNT);
    count.store(changes.len() as i32, Ordering::Relaxed);
}
