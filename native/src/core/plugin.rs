//! One plugin instance: host blocks of any size in, the same number of frames out, `latency_frames` later.

use std::sync::atomic::Ordering;
use std::sync::Arc;

use super::blend::Blend;
use super::budget::{BlockWindow, WaitBudget};
use super::dry::DryPath;
use super::engine::{Engine, Source};
use super::exchange::Post;
use super::host_macros::HostMacros;
use super::link::Link;
use super::macros::MacroEvent;
use super::mode::HostMode;
use super::pending::Pending;
use super::{chain_latency_frames, exit, LatencyMode, MAX_CHANNELS};
use crate::generated::layout::*;
use crate::generated::params::{MACRO_COUNT, MACRO_LATENCY_MODE, QUANTUM_FRAMES};
use crate::platform::{clock, scheduling};
use crate::segment::Segment;

/// Pointers of one call; null inputs are silence, null outputs are left out. Inputs and outputs may be the same.
pub struct Buffers {
    pub inputs: [*const f32; MAX_CHANNELS],
    pub outputs: [*mut f32; MAX_CHANNELS],
}

pub struct Core {
    link: Arc<Link>,
    budget: &'static WaitBudget,
    mode: HostMode,
    channels: usize,
    macros: HostMacros,
    pending: Pending,
    /// The engine has got what is being emitted.
    told: bool,
    /// Frames of this call that were read and that were written; 0 between calls.
    taken_frames: usize,
    given_frames: usize,
    blend: Blend,
    dry: DryPath,
    engine: Engine,
    window: BlockWindow,
    /// No frame has been processed since the reset.
    pristine: bool,
    /// The audio thread's scheduling is looked at once per activation.
    scheduling: Option<(i32, i32)>,
    /// The call before was part of an offline render.
    rendering: bool,
    active: bool,
    #[cfg(test)]
    pub(crate) panic_in_step: Option<StepPart>,
}

/// Where a test lets a step panic.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepPart {
    BeforeOutput,
    AfterOutput,
}

impl Core {
    /// `None` for a sample rate or channel count that Attune doesn't know. Main thread; allocates.
    pub fn new(sample_rate_hz: f64, channels: usize, mode: HostMode, budget: &'static WaitBudget) -> Option<Core> {
        let chain = chain_latency_frames(sample_rate_hz, LatencyMode::default())
            .filter(|_| (1..=MAX_CHANNELS).contains(&channels))?;
        let link = Arc::new(Link::new(sample_rate_hz, channels, chain, mode.is_surely_offline()));
        exit::watch(&link);
        Some(Core {
            budget,
            mode,
            channels,
            macros: HostMacros::new(link.clone()),
            link,
            pending: Pending::new(channels),
            told: false,
            taken_frames: 0,
            given_frames: 0,
            blend: Blend::new(channels),
            dry: DryPath::new(channels, chain),
            engine: Engine::new(channels, chain, budget),
            window: BlockWindow::new(sample_rate_hz),
            pristine: true,
            scheduling: None,
            rendering: false,
            active: false,
            #[cfg(test)]
            panic_in_step: None,
        })
    }

    pub fn link(&self) -> &Arc<Link> {
        &self.link
    }

    /// Frames that a host is told; constant while active.
    pub fn latency_frames(&self) -> usize {
        self.engine.chain_latency_frames() + self.engine.pipeline_frames() + QUANTUM_FRAMES
    }

    /// Another sample rate or channel count; deactivates. Macros and sound are kept. False, and nothing is changed, for
    /// what Attune doesn't know. Main thread; the audio thread is at rest. Allocates.
    pub fn set_format(&mut self, sample_rate_hz: f64, channels: usize) -> bool {
        self.macros.take_recalled(self.pending.frames());
        let mode = LatencyMode::of(self.macros.now(MACRO_LATENCY_MODE));
        let Some(chain) = chain_latency_frames(sample_rate_hz, mode).filter(|_| (1..=MAX_CHANNELS).contains(&channels))
        else {
            return false;
        };
        self.deactivate();
        self.channels = channels;
        self.pending = Pending::new(channels);
        self.blend = Blend::new(channels);
        self.link.set_format(sample_rate_hz, channels);
        self.make_room(mode, chain);
        self.reset();
        true
    }

    pub fn channels(&self) -> usize {
        self.channels
    }

    /// Main thread; the audio thread is at rest. Takes the macro `latency_mode`, which is not looked at while active.
    /// The caller gives the link to a supervisor afterwards. Allocates.
    pub fn activate(&mut self) {
        if self.active {
            self.deactivate();
        }
        self.macros.take_recalled(self.pending.frames());
        self.take_latency_mode();
        self.reset();
        self.budget.join();
        self.link.activate();
        self.active = true;
    }

    fn take_latency_mode(&mut self) {
        self.link.set_latency_mode(self.macros.now(MACRO_LATENCY_MODE));
        let mode = LatencyMode::of(self.macros.now(MACRO_LATENCY_MODE));
        let Some(chain) = chain_latency_frames(self.link.sample_rate_hz(), mode) else {
            return;
        };
        let engine = &self.engine;
        if chain != engine.chain_latency_frames() || mode.pipeline_frames() != engine.pipeline_frames() {
            self.make_room(mode, chain);
        }
    }

    /// What depends on the latency. Allocates.
    fn make_room(&mut self, mode: LatencyMode, chain: usize) {
        self.engine
            .make_room(self.link.sample_rate_hz(), self.channels, mode, chain);
        self.dry = DryPath::new(self.channels, chain + mode.pipeline_frames());
        self.link.set_chain_latency_frames(chain);
    }

    /// Main thread; the audio thread is at rest.
    pub fn deactivate(&mut self) {
        if self.active {
            self.budget.leave();
            self.link.deactivate();
            self.active = false;
        }
    }

    pub fn is_active(&self) -> bool {
        self.active
    }

    fn reset(&mut self) {
        self.restart();
        self.engine.reset();
        self.window = BlockWindow::new(self.link.sample_rate_hz());
        self.scheduling = None;
        self.macros.take_presses(false);
        self.rendering = false;
    }

    /// Forgets all sound of the past: a new stream begins with the next frame. Audio thread, or main thread while it is
    /// at rest; allocates nothing.
    pub fn restart(&mut self) {
        self.begin_stream();
        self.engine.restart();
    }

    /// The next frame is the first: nothing of what sounded before is left. So a render that a host begins in the middle
    /// of live sound (LV2's freewheeling) is the same every time, wherever its blocks stood; the engine begins anew by
    /// itself where live posts are followed by offline ones.
    fn begin_stream(&mut self) {
        self.pending.reset();
        self.told = false;
        self.blend.reset();
        self.dry.reset();
        self.engine.begin_stream();
        self.pristine = true;
        self.macros.begin_stream();
    }

    /// Whether the offline render that goes on has lost its engine: it is silence from there on and must not be used,
    /// and the host is owed an error wherever its format has one. The next render tries again. Audio thread.
    pub fn has_failed(&self) -> bool {
        self.rendering && self.engine.has_failed()
    }

    /// Value of a macro as the host has it, from the next frame on; clamped. The number is below `MACRO_COUNT`. Audio
    /// thread, before [`Core::process`], or main thread while it is at rest.
    pub fn set_macro(&mut self, index: usize, value: f64) {
        self.macros.set(self.pending.frames(), index, value);
    }

    /// All macros as a host's recall has them; presses nothing. Main thread; the audio thread is at rest.
    pub fn recall_macros(&mut self, values: &[f64; MACRO_COUNT]) {
        self.macros.recall(self.pending.frames(), values);
    }

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
            self.window.refill(frames, self.budget);
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

impl Drop for Core {
    fn drop(&mut self) {
        self.deactivate();
        self.link.log_counters();
    }
}
