//! One call of the host: input in, quanta through the engine or the dry path, output out. Audio thread.

use std::sync::atomic::Ordering;
use std::sync::Arc;

#[cfg(test)]
use super::StepPart;
use super::{Buffers, Core};
use crate::core::engine::Source;
use crate::core::exchange::Post;
use crate::core::link::Link;
use crate::core::macros::MacroEvent;
use crate::generated::layout::*;
use crate::generated::params::QUANTUM_FRAMES;
use crate::platform::{clock, scheduling};
use crate::segment::Segment;

impl Core {
    /// Audio thread. Never waits past its budget when live; allocates nothing, takes no lock, does no I/O (but for
    /// the one sentence when an offline render has failed). Events are sorted by their offset; those at or past the
    /// end of the block count from the next frame on.
    ///
    /// # Safety
    /// Pointers that aren't null must be good for `frames` samples.
    pub unsafe fn process(&mut self, buffers: &Buffers, frames: usize, events: &[MacroEvent], freewheeling: bool) {
        // SAFETY: by the caller.
        unsafe { self.process_events(buffers, frames, events.iter().copied(), freewheeling) };
    }

    /// [`Core::process`] with events from wherever the host keeps them.
    ///
    /// # Safety
    /// As [`Core::process`].
    pub unsafe fn process_events(
        &mut self,
        buffers: &Buffers,
        frames: usize,
        events: impl Iterator<Item = MacroEvent>,
        freewheeling: bool,
    ) {
        self.macros.take_recalled(self.pending.frames());
        let (policy, priority) = *self.scheduling.get_or_insert_with(scheduling::current);
        let offline = self.mode.is_offline(freewheeling, scheduling::is_real_time(policy));
        self.link.offline.store(offline, Ordering::Relaxed);
        if offline {
            self.macros.forget_presses();
            self.link.bounced.store(true, Ordering::Relaxed);
            if !self.rendering {
                self.begin_stream();
            }
        }
        self.rendering = offline;
        let begin_ns = clock::now_ns();
        self.link.last_run_ns.store(begin_ns, Ordering::Relaxed);
        if frames > 0 {
            self.window
                .refill(frames, &mut self.seat, scheduling::thread(), self.budget);
        }
        let mut events = events.peekable();
        while self.given_frames < frames {
            let part = (frames - self.given_frames).min(SLOT_FRAMES);
            self.macros.place(
                &mut events,
                self.taken_frames,
                self.taken_frames + part,
                self.pending.frames(),
            );
            // SAFETY: by the caller; given_frames + part ≤ frames.
            unsafe { self.take(buffers, part) };
            self.step(offline, (policy, priority));
            // SAFETY: as above. All inputs of this part are read by now, so outputs may lie over them.
            unsafe { self.give(buffers, part) };
        }
        self.macros.place_late(events, self.pending.frames());
        self.taken_frames = 0;
        self.given_frames = 0;
        self.macros.take_presses(!offline);
        if !offline && frames > 0 {
            self.link
                .calls
                .count(clock::now_ns() - begin_ns, self.window.block_ns());
        }
    }

    /// # Safety
    /// As [`Core::process`].
    unsafe fn take(&mut self, buffers: &Buffers, frames: usize) {
        // SAFETY: by the caller.
        let scrubbed = unsafe { self.pending.take(&buffers.inputs, self.taken_frames, frames) };
        self.taken_frames += frames;
        if scrubbed > 0 {
            self.link.counters.scrubbed.fetch_add(scrubbed, Ordering::Relaxed);
        }
    }

    /// # Safety
    /// As [`Core::process`].
    unsafe fn give(&mut self, buffers: &Buffers, frames: usize) {
        let from = self.given_frames;
        for channel in 0..self.channels {
            let target = buffers.outputs[channel];
            if !target.is_null() {
                let source = self.blend.front(channel, frames);
                // SAFETY: by the caller.
                unsafe { std::ptr::copy_nonoverlapping(source.as_ptr(), target.add(from), frames) };
            }
        }
        self.blend.fetched(frames);
        self.given_frames += frames;
    }

    /// Sends all full quanta through the engine, in one exchange.
    fn step(&mut self, offline: bool, scheduling: (i32, i32)) {
        let frames = self.pending.full_frames();
        if frames == 0 {
            return;
        }
        #[cfg(test)]
        assert_ne!(self.panic_in_step, Some(StepPart::BeforeOutput), "injected");
        // The link outlives this step; a second handle would touch its reference count.
        let link: *const Link = Arc::as_ptr(&self.link);
        // SAFETY: self.link isn't replaced while self lives.
        let link = unsafe { &*link };
        let held;
        let source = if offline {
            held = self.engine.await_ready(link);
            match held.as_deref() {
                Some(segment) => {
                    self.engine.tell_scheduling(segment, scheduling);
                    self.exchange(segment, frames, true)
                }
                None => Source::Silence,
            }
        } else {
            held = link.hold();
            if let Some(segment) = held.as_deref() {
                // Also while it isn't ready: then its thread has its priority before the first post.
                self.engine.tell_scheduling(segment, scheduling);
            }
            match held.as_deref().filter(|segment| segment.is_ready()) {
                Some(segment) => self.exchange(segment, frames, false),
                None => {
                    self.engine.skip(frames);
                    if !link.started_dry.load(Ordering::Relaxed) {
                        link.started_dry.store(true, Ordering::Relaxed);
                    }
                    Source::Dry
                }
            }
        };
        let all_wet = self.emit(source, frames, held.as_deref());
        #[cfg(test)]
        assert_ne!(self.panic_in_step, Some(StepPart::AfterOutput), "injected");
        self.count(all_wet, held.as_deref());
        drop(held);
        self.drop_emitted();
        self.pristine = false;
    }

    fn drop_emitted(&mut self) {
        self.macros.advance(self.pending.emitted_frames, self.told);
        self.told = false;
        self.pending.drop_emitted();
    }

    /// Posts all full quanta.
    fn exchange(&mut self, segment: &Segment, frames: usize, offline: bool) -> Source {
        if self.pristine {
            self.blend.begin_wet();
        }
        let post = Post {
            samples: &self.pending.samples,
            channels: self.channels,
            frames,
            macros: self.macros.base(),
            changes: self.macros.changes_before(frames),
            offline,
        };
        let (source, told) = self.engine.exchange(segment, &post, self.pristine, &self.link.counters);
        self.told = told;
        source
    }

    fn count(&self, all_wet: bool, segment: Option<&Segment>) {
        let counters = &self.link.counters;
        let blocks = counters.blocks.fetch_add(1, Ordering::Relaxed) + 1;
        if !all_wet {
            counters.dry.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(segment) = segment {
            let tell = |offset, value: u64| segment.long(offset).store(value as i64, Ordering::Relaxed);
            tell(HOST_BLOCKS_OFFSET, blocks);
            tell(LATE_BLOCKS_OFFSET, counters.late.load(Ordering::Relaxed));
            tell(DRY_BLOCKS_OFFSET, counters.dry.load(Ordering::Relaxed));
            tell(BACKED_OFF_BLOCKS_OFFSET, counters.backed_off.load(Ordering::Relaxed));
            tell(HOST_SCRUBBED_OFFSET, counters.scrubbed.load(Ordering::Relaxed));
        }
    }

    /// Turns the pending quanta into queued output. Returns whether the engine's sound was used in all of it.
    fn emit(&mut self, source: Source, frames: usize, segment: Option<&Segment>) -> bool {
        let mut all_wet = true;
        for from in (0..frames).step_by(QUANTUM_FRAMES) {
            let level = self.engine.fetch(source, segment, from);
            let wet = level.is_some();
            if !wet && self.blend.is_wet() && source != Source::Silence {
                self.blend.end_wet(&self.dry);
            }
            if let Some(level) = level.filter(|_| self.blend.is_all_wet()) {
                // Not while the dry sound is heard: an engine that has just started publishes 1 until it has measured.
                self.dry.follow(level);
            }
            self.dry.advance(&self.pending.samples, from);
            self.pending.emitted_frames = from + QUANTUM_FRAMES;
            match source {
                Source::Silence => self.blend.push_silence(),
                _ if wet => self.blend.push_wet(self.engine.wet(), &self.dry),
                _ => self.blend.push_dry(&self.dry),
            }
            all_wet &= wet;
        }
        all_wet
    }

    /// After a panic: the input, delayed as reported, and nothing that could panic again on the way to the engine. In
    /// the call that has panicked it finishes what was begun: each frame is read once and written once.
    ///
    /// # Safety
    /// As [`Core::process`].
    pub unsafe fn pass_through(&mut self, buffers: &Buffers, frames: usize) {
        self.drop_emitted();
        self.engine.forget_answers();
        while self.given_frames < frames {
            let mut part = self.taken_frames - self.given_frames;
            if part == 0 {
                part = (frames - self.given_frames).min(SLOT_FRAMES);
                // SAFETY: by the caller.
                unsafe { self.take(buffers, part) };
            }
            // Of a part that a panic has cut short, some quanta may be queued already.
            self.blend
                .complete(part + QUANTUM_FRAMES - self.pending.frames(), &self.dry);
            self.emit(Source::Dry, self.pending.full_frames(), None);
            self.drop_emitted();
            // SAFETY: by the caller.
            unsafe { self.give(buffers, part) };
        }
        self.taken_frames = 0;
        self.given_frames = 0;
    }
}
