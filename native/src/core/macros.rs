//! The macros over the stream: which value is in force from which frame on, so that the output doesn't depend on how
//! the host cuts its blocks. Audio thread, or main thread while it doesn't run.
//!
//! Frames count from the beginning of the input that waits for the engine, which is always the edge of a quantum. A
//! value at that edge is the base; what comes later is a change at its own frame. Of several changes of one macro
//! in one quantum, the first says when and the last how much. A trigger is no value but a press, at its rising edge.

use crate::generated::layout::{EVENT_CAPACITY, SLOT_FRAMES};
use crate::generated::params::{Scale, MACROS, MACRO_COUNT, QUANTUM_FRAMES};
use crate::sound::clamp;

/// A macro's value from a frame of the host's block on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MacroEvent {
    /// From the begin of the block.
    pub offset_frames: usize,
    /// Permanent number.
    pub index: usize,
    /// In the macro's unit; bounded where it is taken.
    pub value: f64,
}

/// What the engine is told: a value from `frame` on, or a press of a trigger (value 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    pub frame: usize,
    pub index: usize,
    pub value: f64,
}

/// Quanta that can wait at once, the last one not full yet.
const QUANTA: usize = SLOT_FRAMES / QUANTUM_FRAMES + 1;

const _: () = assert!(EVENT_CAPACITY >= SLOT_FRAMES / QUANTUM_FRAMES * MACRO_COUNT);

pub struct MacroTimeline {
    /// As the host has them after all that it said.
    now: [f64; MACRO_COUNT],
    /// In force at frame 0; triggers are 0.
    base: [f64; MACRO_COUNT],
    /// The base was set at frame 0, not before.
    fresh_base: [bool; MACRO_COUNT],
    /// After frame 0, presses also at it; ascending.
    changes: Vec<Change>,
}

pub fn is_trigger(index: usize) -> bool {
    MACROS[index].scale == Scale::Trigger
}

impl MacroTimeline {
    /// All macros at their defaults. Allocates.
    pub fn new() -> MacroTimeline {
        let defaults = std::array::from_fn(|i| MACROS[i].default);
        MacroTimeline {
            now: defaults,
            base: defaults,
            fresh_base: [false; MACRO_COUNT],
            changes: Vec::with_capacity(QUANTA * MACRO_COUNT),
        }
    }

    /// A new stream begins, with the values that the host has now.
    pub fn reset(&mut self) {
        self.base = std::array::from_fn(|i| if is_trigger(i) { 0.0 } else { self.now[i] });
        self.fresh_base = [false; MACRO_COUNT];
        self.changes.clear();
    }

    /// As the host has it.
    pub fn now(&self, index: usize) -> f64 {
        self.now[index]
    }

    /// In force at frame 0.
    pub fn base(&self) -> &[f64; MACRO_COUNT] {
        &self.base
    }

    /// Changes before frame `end`.
    pub fn changes_before(&self, end: usize) -> &[Change] {
        let count = self.changes.iter().take_while(|change| change.frame < end).count();
        &self.changes[..count]
    }

    /// The host sets a macro; frames never go back. Where `presses` are not taken, a trigger only remembers its value.
    /// Returns the bounded value.
    pub fn set(&mut self, frame: usize, index: usize, value: f64, presses: bool) -> f64 {
        let value = clamp(&MACROS[index], value);
        let before = std::mem::replace(&mut self.now[index], value);
        if is_trigger(index) {
            if presses && value > 0.5 && before <= 0.5 {
                self.change(frame, index, 1.0);
            }
        } else if value != before {
            self.change(frame, index, value);
        }
        value
    }

    fn change(&mut self, frame: usize, index: usize, value: f64) {
        let quantum = frame / QUANTUM_FRAMES;
        if !is_trigger(index) && (frame == 0 || quantum == 0 && self.fresh_base[index]) {
            self.base[index] = value;
            self.fresh_base[index] = true;
            return;
        }
        let mut same_quantum = self
            .changes
            .iter_mut()
            .rev()
            .take_while(|change| change.frame / QUANTUM_FRAMES == quantum);
        if let Some(earlier) = same_quantum.find(|change| change.index == index) {
            earlier.value = value;
        } else if self.changes.len() < self.changes.capacity() {
            // Always so: each macro has one change a quantum at most.
            self.changes.push(Change { frame, index, value });
        }
    }

    /// Triggers that were pressed and not told yet were not pressed.
    pub fn forget_presses(&mut self) {
        self.changes.retain(|change| !is_trigger(change.index));
    }

    /// The first `frames`, whole quanta, are done with. What the engine was told of them is over; a press that it was
    /// not told of waits for the next time.
    pub fn advance(&mut self, frames: usize, told: bool) {
        if frames == 0 {
            return;
        }
        self.fresh_base = [false; MACRO_COUNT];
        let (base, fresh_base) = (&mut self.base, &mut self.fresh_base);
        let mut waiting = 0u32;
        self.changes.retain_mut(|change| {
            let over = change.frame < frames;
            change.frame = change.frame.saturating_sub(frames);
            if is_trigger(change.index) {
                let bit = 1 << change.index;
                let keep = !(over && told) && (change.frame > 0 || waiting & bit == 0);
                waiting |= if keep { bit } else { 0 };
                return keep;
            }
            if change.frame == 0 {
                base[change.index] = change.value;
                fresh_base[change.index] = !over;
            }
            change.frame > 0
        });
    }
}

impl Default for MacroTimeline {
    fn default() -> MacroTimeline {
        MacroTimeline::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::params::{MACRO_AMOUNT, MACRO_LIKE, MACRO_TARGET};

    fn change(frame: usize, index: usize, value: f64) -> Change {
        Change { frame, index, value }
    }

    /// Values in force quantum by quantum, with the frames they changed at: what the engine would hear of, for a host
    /// that cuts its stream after these frames.
    fn heard(events: &[(usize, usize, f64)], total: usize, cuts: &[usize]) -> Vec<(usize, usize, u64)> {
        let mut timeline = MacroTimeline::new();
        let mut heard = Vec::new();
        let (mut done, mut begin) = (0, 0);
        let mut last = *timeline.base();
        for end in cuts.iter().copied().chain([total]) {
            for (at, index, value) in events.iter().filter(|(at, ..)| (begin..end).contains(at)) {
                timeline.set(at - done, *index, *value, true);
            }
            let frames = (end - done) / QUANTUM_FRAMES * QUANTUM_FRAMES;
            if frames > 0 {
                for (index, value) in timeline.base().iter().enumerate() {
                    if value.to_bits() != last[index].to_bits() {
                        heard.push((done, index, value.to_bits()));
                        last[index] = *value;
                    }
                }
                for change in timeline.changes_before(frames) {
                    heard.push((done + change.frame, change.index, change.value.to_bits()));
                    if !is_trigger(change.index) {
                        last[change.index] = change.value;
                    }
                }
            }
            timeline.advance(frames, true);
            done += frames;
            begin = end;
        }
        heard
    }

    #[test]
    fn timeline_when_the_stream_is_cut_anywhere_expect_the_engine_to_hear_the_same() {
        let events = [
            (0, MACRO_AMOUNT, 20.0),
            (5, MACRO_AMOUNT, 30.0),
            (64, MACRO_TARGET, -20.0),
            (70, MACRO_TARGET, -21.0),
            (100, MACRO_LIKE, 1.0),
            (101, MACRO_LIKE, 0.0),
            (191, MACRO_AMOUNT, 50.0),
            (192, MACRO_AMOUNT, 60.0),
            (192, MACRO_TARGET, -30.0),
            (230, MACRO_AMOUNT, 70.0),
            (231, MACRO_AMOUNT, 80.0),
        ];
        let whole = heard(&events, 512, &[]);
        assert_eq!(
            whole,
            [
                (0, MACRO_AMOUNT, 30.0f64),
                (64, MACRO_TARGET, -21.0),
                (100, MACRO_LIKE, 1.0),
                (191, MACRO_AMOUNT, 50.0),
                (192, MACRO_AMOUNT, 80.0),
                (192, MACRO_TARGET, -30.0),
            ]
            .map(|(frame, index, value)| (frame, index, value.to_bits()))
        );
        for cuts in [
            &[1, 2, 3, 64, 65, 128, 192, 193][..],
            &[100, 200, 300],
            &[63, 127, 191, 255],
            &[6, 71, 101, 192, 231],
        ] {
            assert_eq!(heard(&events, 512, cuts), whole, "{cuts:?}");
        }
        let singles: Vec<usize> = (1..512).collect();
        assert_eq!(heard(&events, 512, &singles), whole);
    }

    #[test]
    fn advance_when_the_engine_was_not_told_expect_values_kept_and_one_press_waiting() {
        let mut timeline = MacroTimeline::new();
        timeline.set(10, MACRO_AMOUNT, 33.0, true);
        for frame in [20, 100] {
            timeline.set(frame, MACRO_LIKE, 1.0, true);
            timeline.set(frame, MACRO_LIKE, 0.0, true);
        }
        timeline.advance(128, false);
        assert_eq!(timeline.base()[MACRO_AMOUNT], 33.0);
        assert_eq!(timeline.changes_before(64), [change(0, MACRO_LIKE, 1.0)]);
        timeline.advance(64, true);
        assert_eq!(timeline.changes_before(64), []);
    }

    #[test]
    fn set_when_a_trigger_stays_pressed_or_is_not_taken_expect_one_press_or_none() {
        let mut timeline = MacroTimeline::new();
        timeline.set(0, MACRO_LIKE, 1.0, false);
        timeline.set(70, MACRO_LIKE, 1.0, true);
        assert_eq!(timeline.changes_before(SLOT_FRAMES), [], "it was down before");
        timeline.set(130, MACRO_LIKE, 0.0, true);
        timeline.set(131, MACRO_LIKE, 0.9, true);
        timeline.set(200, MACRO_LIKE, 1.0, true);
        assert_eq!(timeline.changes_before(SLOT_FRAMES), [change(131, MACRO_LIKE, 1.0)]);
    }

    #[test]
    fn set_when_every_macro_moves_at_every_frame_expect_room_for_all() {
        let mut timeline = MacroTimeline::new();
        for frame in 0..QUANTA * QUANTUM_FRAMES {
            for (index, spec) in MACROS.iter().enumerate() {
                timeline.set(frame, index, if frame % 2 == 0 { spec.max } else { spec.min }, true);
            }
        }
        let posted = timeline.changes_before(SLOT_FRAMES).len();
        assert!(posted <= EVENT_CAPACITY, "{posted}");
        timeline.advance(SLOT_FRAMES, true);
        assert_eq!(timeline.base()[MACRO_AMOUNT], MACROS[MACRO_AMOUNT].min);
    }
}
