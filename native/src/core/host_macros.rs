//! The macros as a host sets them: one by one, with the events of a block, by a recall. Audio thread, or main thread while
//! it is at rest; allocates only in [`HostMacros::new`].

use std::iter::Peekable;
use std::sync::Arc;

use super::link::Link;
use super::macros::{Change, MacroEvent, MacroTimeline};
use crate::generated::params::MACRO_COUNT;

pub struct HostMacros {
    link: Arc<Link>,
    timeline: MacroTimeline,
    /// Recalled macros of the link that were taken.
    recalled_taken: u32,
    /// Triggers count: not in the first call, where a host brings back what it had, and not offline.
    takes_presses: bool,
}

impl HostMacros {
    pub fn new(link: Arc<Link>) -> HostMacros {
        HostMacros {
            link,
            timeline: MacroTimeline::new(),
            recalled_taken: 0,
            takes_presses: false,
        }
    }

    /// The newest value.
    pub fn now(&self, index: usize) -> f64 {
        self.timeline.now(index)
    }

    /// In force at the first pending frame.
    pub fn base(&self) -> &[f64; MACRO_COUNT] {
        self.timeline.base()
    }

    /// After it, before pending frame `frames`.
    pub fn changes_before(&self, frames: usize) -> &[Change] {
        self.timeline.changes_before(frames)
    }

    /// The first `frames` pending frames are past; `told` where the engine has got them.
    pub fn advance(&mut self, frames: usize, told: bool) {
        self.timeline.advance(frames, told);
    }

    /// A stream begins.
    pub fn begin_stream(&mut self) {
        self.timeline.reset();
    }

    /// Whether triggers count from now on.
    pub fn take_presses(&mut self, takes: bool) {
        self.takes_presses = takes;
    }

    /// Offline nothing is pressed, and what was is forgotten.
    pub fn forget_presses(&mut self) {
        self.takes_presses = false;
        self.timeline.forget_presses();
    }

    /// What the host has recalled since the last call, from pending frame `at` on.
    pub fn take_recalled(&mut self, at: usize) {
        if let Some(values) = self.link.take_recalled_macros(&mut self.recalled_taken) {
            self.recall(at, &values);
        }
    }

    /// All macros from pending frame `at` on; presses nothing.
    pub fn recall(&mut self, at: usize, values: &[f64; MACRO_COUNT]) {
        let takes_presses = std::mem::replace(&mut self.takes_presses, false);
        for (index, value) in values.iter().enumerate() {
            self.set(at, index, *value);
        }
        self.takes_presses = takes_presses;
    }

    /// A value from pending frame `at` on; clamped. The number is below `MACRO_COUNT`.
    pub fn set(&mut self, at: usize, index: usize, value: f64) {
        let value = self.timeline.set(at, index, value, self.takes_presses);
        self.link.tell_macro(index, value);
    }

    /// Places the events before frame `end` of the host's block, whose frame `begin` is going to be pending frame `pending`.
    /// A host that doesn't sort its events gets them in its own order all the same.
    pub fn place(
        &mut self,
        events: &mut Peekable<impl Iterator<Item = MacroEvent>>,
        begin: usize,
        end: usize,
        pending: usize,
    ) {
        let mut at = pending;
        while let Some(event) = events.next_if(|event| event.offset_frames < end) {
            at = at.max(pending + event.offset_frames.saturating_sub(begin));
            if event.index < MACRO_COUNT {
                self.set(at, event.index, event.value);
            }
        }
    }

    /// Events at or past the end of the block: from the next frame on, which is going to be pending frame `pending`.
    pub fn place_late(&mut self, events: impl Iterator<Item = MacroEvent>, pending: usize) {
        for event in events.filter(|event| event.index < MACRO_COUNT) {
            self.set(pending, event.index, event.value);
        }
    }
}
