//! One plugin instance: host blocks of any size in, the same number of frames out, `latency_frames` later.

use std::iter::Peekable;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::Duration;

use super::blend::Blend;
use super::budget::{BlockWindow, WaitBudget};
use super::dry::{DryPath, Level, Quantum};
use super::exchange::{Exchange, Outcome, Post};
use super::link::{Link, Supply};
use super::macros::{MacroEvent, MacroTimeline};
use super::mode::HostMode;
use super::pipeline::Pipeline;
use super::scrub::{copy_scrubbed, scrub};
use super::{chain_latency_frames, exit, LatencyMode, MAX_CHANNELS};
use crate::generated::layout::*;
use crate::generated::params::{MACRO_COUNT, MACRO_LATENCY_MODE, PIPELINE_FRAMES, QUANTUM_FRAMES};
use crate::notice;
use crate::platform::{clock, scheduling};
use crate::segment::{output, Segment};

/// Longest that an offline host waits for an engine to become ready, and for the answer to one block.
const READY_LIMIT_NS: i64 = 20_000_000_000;
const ANSWER_LIMIT_NS: i64 = 10_000_000_000;

/// Pointers of one call; null inputs are silence, null outputs are left out. Inputs and outputs may be the same.
pub struct Buffers {
    pub inputs: [*const f32; MAX_CHANNELS],
    pub outputs: [*mut f32; MAX_CHANNELS],
}

/// What a quantum is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Wet(u32),
    Dry,
    Silence,
}

pub struct Core {
    link: Arc<Link>,
    budget: &'static WaitBudget,
    mode: HostMode,
    channels: usize,
    chain_latency_frames: usize,
    /// In the safe latency mode.
    pipeline: Option<Pipeline>,
    macros: MacroTimeline,
    /// Recalled macros of the link that were taken.
    recalled_taken: u32,
    /// Triggers count: not in the first call, where a host brings back what it had, and not offline.
    takes_presses: bool,
    /// Input that waits for a full quantum.
    pending: [Vec<f32>; MAX_CHANNELS],
    pending_frames: usize,
    /// Frames of `pending` that are in the dry path already: what is left to do where a panic ends a step.
    emitted_frames: usize,
    /// The engine has got what is being emitted.
    told: bool,
    /// Frames of this call that were read and that were written; 0 between calls.
    taken_frames: usize,
    given_frames: usize,
    blend: Blend,
    dry: DryPath,
    wet: Quantum,
    exchange: Exchange,
    window: BlockWindow,
    /// Frames posted without a gap; the engine's output means something once it is past its own latency.
    unbroken_frames: usize,
    /// No frame has been processed since the reset.
    pristine: bool,
    /// The audio thread's scheduling is looked at once per activation.
    scheduling: Option<(i32, i32)>,
    scheduling_told: u32,
    /// The call before was part of an offline render.
    rendering: bool,
    offline_failed: bool,
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
        let link = Arc::new(Link::new(sample_rate_hz, channels, chain));
        link.offline.store(mode.is_surely_offline(), Ordering::Relaxed);
        exit::watch(&link);
        Some(Core {
            link,
            budget,
            mode,
            channels,
            chain_latency_frames: chain,
            pipeline: None,
            macros: MacroTimeline::new(),
            recalled_taken: 0,
            takes_presses: false,
            pending: std::array::from_fn(|_| vec![0.0; SLOT_FRAMES + QUANTUM_FRAMES]),
            pending_frames: 0,
            emitted_frames: 0,
            told: false,
            taken_frames: 0,
            given_frames: 0,
            blend: Blend::new(channels),
            dry: DryPath::new(channels, chain),
            wet: [[0.0; QUANTUM_FRAMES]; MAX_CHANNELS],
            exchange: Exchange::default(),
            window: BlockWindow::new(sample_rate_hz),
            unbroken_frames: 0,
            pristine: true,
            scheduling: None,
            scheduling_told: 0,
            rendering: false,
            offline_failed: false,
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
        self.chain_latency_frames + self.pipeline_frames() + QUANTUM_FRAMES
    }

    fn pipeline_frames(&self) -> usize {
        self.pipeline.as_ref().map_or(0, |_| PIPELINE_FRAMES)
    }

    /// Another sample rate or channel count; deactivates. Macros and sound are kept. False, and nothing is changed, for
    /// what Attune doesn't know. Main thread; the audio thread is at rest. Allocates.
    pub fn set_format(&mut self, sample_rate_hz: f64, channels: usize) -> bool {
        self.take_recalled_macros();
        let mode = LatencyMode::of(self.macros.now(MACRO_LATENCY_MODE));
        let Some(chain) = chain_latency_frames(sample_rate_hz, mode).filter(|_| (1..=MAX_CHANNELS).contains(&channels))
        else {
            return false;
        };
        self.deactivate();
        self.channels = channels;
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
        self.take_recalled_macros();
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
        if chain != self.chain_latency_frames || mode.pipeline_frames() != self.pipeline_frames() {
            self.make_room(mode, chain);
        }
    }

    /// What depends on the latency. Allocates.
    fn make_room(&mut self, mode: LatencyMode, chain: usize) {
        let pipelined = mode.pipeline_frames() > 0;
        self.chain_latency_frames = chain;
        self.pipeline = pipelined.then(|| Pipeline::new(self.link.sample_rate_hz(), self.channels, chain));
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
        self.exchange = Exchange::default();
        self.window = BlockWindow::new(self.link.sample_rate_hz());
        self.scheduling = None;
        self.scheduling_told = 0;
        self.takes_presses = false;
        self.rendering = false;
    }

    /// Forgets all sound of the past: a new stream begins with the next frame. Audio thread, or main thread while it is
    /// at rest; allocates nothing.
    pub fn restart(&mut self) {
        self.begin_stream();
        self.exchange.restart();
    }

    /// The next frame is the first: nothing of what sounded before is left. So a render that a host begins in the middle
    /// of live sound (LV2's freewheeling) is the same every time, wherever its blocks stood; the engine begins anew by
    /// itself where live posts are followed by offline ones.
    fn begin_stream(&mut self) {
        self.pending_frames = 0;
        self.emitted_frames = 0;
        self.told = false;
        self.blend.reset();
        self.dry.reset();
        if let Some(pipeline) = &mut self.pipeline {
            pipeline.reset();
        }
        self.unbroken_frames = 0;
        self.pristine = true;
        self.offline_failed = false;
        self.macros.reset();
    }

    /// Whether the offline render that goes on has lost its engine: it is silence from there on and must not be used,
    /// and the host is owed an error wherever its format has one. The next render tries again. Audio thread.
    pub fn has_failed(&self) -> bool {
        self.rendering && self.offline_failed
    }

    fn take_recalled_macros(&mut self) {
        if let Some(values) = self.link.take_recalled_macros(&mut self.recalled_taken) {
            self.recall_macros(&values);
        }
    }

    /// Value of a macro as the host has it, from the next frame on; clamped. The number is below `MACRO_COUNT`. Audio
    /// thread, before [`Core::process`], or main thread while it is at rest.
    pub fn set_macro(&mut self, index: usize, value: f64) {
        self.place_macro(self.pending_frames, index, value);
    }

    /// All macros as a host's recall has them; presses nothing. Main thread; the audio thread is at rest.
    pub fn recall_macros(&mut self, values: &[f64; MACRO_COUNT]) {
        let takes_presses = std::mem::replace(&mut self.takes_presses, false);
        for (index, value) in values.iter().enumerate() {
            self.set_macro(index, *value);
        }
        self.takes_presses = takes_presses;
    }

    fn place_macro(&mut self, pending_frame: usize, index: usize, value: f64) {
        let value = self.macros.set(pending_frame, index, value, self.takes_presses);
        self.link.tell_macro(index, value);
    }

    /// Places the events of the next `frames` frames of this call, which are not pending yet. A host that doesn't sort
    /// its events gets them in its own order all the same.
    fn place_events(&mut self, events: &mut Peekable<impl Iterator<Item = MacroEvent>>, frames: usize) {
        let end = self.taken_frames + frames;
        let mut at = self.pending_frames;
        while let Some(event) = events.next_if(|event| event.offset_frames < end) {
            at = at.max(self.pending_frames + event.offset_frames.saturating_sub(self.taken_frames));
            if event.index < MACRO_COUNT {
                self.place_macro(at, event.index, event.value);
            }
        }
    }

    /// Events at or past the end of the block: from the next frame on.
    fn place_late_events(&mut self, events: impl Iterator<Item = MacroEvent>) {
        for event in events.filter(|event| event.index < MACRO_COUNT) {
            self.place_macro(self.pending_frames, event.index, event.value);
        }
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
        self.take_recalled_macros();
        let (policy, priority) = *self.scheduling.get_or_insert_with(scheduling::current);
        let offline = self.mode.is_offline(freewheeling, scheduling::is_real_time(policy));
        self.link.offline.store(offline, Ordering::Relaxed);
        if offline {
            self.takes_presses = false;
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
            self.place_events(&mut events, part);
            // SAFETY: by the caller; given_frames + part ≤ frames.
            unsafe { self.take(buffers, part) };
            self.step(offline, (policy, priority));
            // SAFETY: as above. All inputs of this part are read by now, so outputs may lie over them.
            unsafe { self.give(buffers, part) };
        }
        self.place_late_events(events);
        self.taken_frames = 0;
        self.given_frames = 0;
        self.takes_presses = !offline;
        if !offline && frames > 0 {
            self.link
                .calls
                .count(clock::now_ns() - begin_ns, self.window.block_ns());
        }
    }

    /// # Safety
    /// As [`Core::process`].
    unsafe fn take(&mut self, buffers: &Buffers, frames: usize) {
        let from = self.taken_frames;
        let mut scrubbed = 0;
        for channel in 0..self.channels {
            let target = &mut self.pending[channel][self.pending_frames..self.pending_frames + frames];
            let source = buffers.inputs[channel];
            if source.is_null() {
                target.fill(0.0);
            } else {
                // SAFETY: by the caller.
                scrubbed += copy_scrubbed(unsafe { std::slice::from_raw_parts(source.add(from), frames) }, target);
            }
        }
        self.pending_frames += frames;
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
        let frames = self.pending_frames / QUANTUM_FRAMES * QUANTUM_FRAMES;
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
            held = self.await_ready(link);
            match held.as_deref() {
                Some(segment) => {
                    self.tell_scheduling(segment, scheduling);
                    self.exchange(segment, frames, true)
                }
                None => Source::Silence,
            }
        } else {
            held = link.hold();
            if let Some(segment) = held.as_deref() {
                // Also while it isn't ready: then its thread has its priority before the first post.
                self.tell_scheduling(segment, scheduling);
            }
            match held.as_deref().filter(|segment| segment.is_ready()) {
                Some(segment) => self.exchange(segment, frames, false),
                None => {
                    self.unbroken_frames = 0;
                    if let Some(pipeline) = &mut self.pipeline {
                        pipeline.skip(frames);
                    }
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
        self.macros.advance(self.emitted_frames, self.told);
        self.told = false;
        for channel in 0..self.channels {
            self.pending[channel].copy_within(self.emitted_frames..self.pending_frames, 0);
        }
        self.pending_frames -= self.emitted_frames;
        self.emitted_frames = 0;
    }

    /// Posts all full quanta and waits for the answer: live as long as the budget allows, offline patiently.
    fn exchange(&mut self, segment: &Segment, frames: usize, offline: bool) -> Source {
        self.prepare(segment);
        let post = Post {
            samples: &self.pending,
            channels: self.channels,
            frames,
            macros: self.macros.base(),
            changes: self.macros.changes_before(frames),
            offline,
        };
        let exchange = &mut self.exchange;
        let outcome = match (&mut self.pipeline, offline) {
            (None, true) => exchange.offline(segment, &post, ANSWER_LIMIT_NS),
            (Some(pipeline), true) => pipeline.offline(exchange, segment, &post, ANSWER_LIMIT_NS),
            (pipeline, false) => {
                let wait = self.budget.begin();
                let before_ns = clock::now_ns();
                let outcome = match pipeline {
                    None => exchange.live(segment, &post, wait.allowed_ns),
                    Some(pipeline) => pipeline.live(exchange, segment, &post, wait.allowed_ns),
                };
                wait.end(clock::now_ns() - before_ns);
                outcome
            }
        };
        self.told = matches!(outcome, Outcome::Answered(_) | Outcome::Late);
        match outcome {
            Outcome::Answered(sequence) => Source::Wet(sequence),
            _ if offline => {
                self.fail_offline("the engine stopped answering");
                Source::Silence
            }
            _ => {
                self.miss(outcome, frames);
                Source::Dry
            }
        }
    }

    /// A live block without an answer: counted, and whether the engine's history goes on without a gap.
    fn miss(&mut self, outcome: Outcome, frames: usize) {
        let counters = &self.link.counters;
        let counter = if outcome == Outcome::BackedOff {
            &counters.backed_off
        } else {
            &counters.late
        };
        counter.fetch_add(1, Ordering::Relaxed);
        self.unbroken_frames = if outcome == Outcome::Late {
            self.unbroken_frames + frames
        } else {
            0
        };
    }

    /// What must be right before a post: history counted from the first one.
    fn prepare(&mut self, segment: &Segment) {
        if self.pristine || self.exchange.is_fresh(segment) {
            // The engine starts without history, and so does the host's stream if nothing was played yet.
            self.unbroken_frames = if self.pristine { self.chain_latency_frames } else { 0 };
            if let Some(pipeline) = &mut self.pipeline {
                pipeline.begin(self.unbroken_frames);
                if self.pristine {
                    pipeline.begin_wet();
                }
            }
            if self.pristine {
                self.blend.begin_wet();
            }
        }
    }

    /// How the audio thread runs, once for each incarnation of the engine.
    fn tell_scheduling(&mut self, segment: &Segment, (policy, priority): (i32, i32)) {
        if self.scheduling_told != segment.epoch() {
            segment.int(HOST_PRIORITY_OFFSET).store(priority, Ordering::Relaxed);
            segment.int(HOST_POLICY_OFFSET).store(policy, Ordering::Release);
            self.scheduling_told = segment.epoch();
        }
    }

    /// Whether the engine has got frames that a new one would not know.
    fn has_history(&self) -> bool {
        match &self.pipeline {
            Some(pipeline) => pipeline.has_history(),
            None => self.unbroken_frames > 0,
        }
    }

    /// Offline: waits, bounded, until an engine is ready. `None` means that this render has failed.
    fn await_ready<'a>(&mut self, link: &'a Link) -> Option<super::link::Held<'a>> {
        if self.offline_failed {
            return None;
        }
        let limit_ns = clock::now_ns() + READY_LIMIT_NS;
        loop {
            match link.hold() {
                Some(held) if held.is_ready() => {
                    if self.has_history() && self.exchange.is_fresh(&held) {
                        self.fail_offline("the engine was lost in the middle of the render");
                        return None;
                    }
                    return Some(held);
                }
                _ => {}
            }
            if link.supply() == Supply::Failed {
                self.fail_offline("no engine can be started");
                return None;
            }
            if clock::now_ns() >= limit_ns {
                self.fail_offline("no engine became ready within 20 s");
                return None;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn fail_offline(&mut self, why: &str) {
        self.offline_failed = true;
        notice::say(&format!(
            "{why}; this offline render is silent from here on, do not use it"
        ));
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
            let level = match (source, segment, &mut self.pipeline) {
                // What is due came earlier, whatever became of this post.
                (Source::Wet(_) | Source::Dry, _, Some(pipeline)) => pipeline.next(&mut self.wet),
                (Source::Wet(sequence), Some(segment), None) => self.fetch_wet(segment, sequence, from),
                _ => None,
            };
            let wet = level.is_some();
            if !wet && self.blend.is_wet() && source != Source::Silence {
                self.blend.end_wet(&self.dry);
            }
            if let Some(level) = level.filter(|_| self.blend.is_all_wet()) {
                // Not while the dry sound is heard: an engine that has just started publishes 1 until it has measured.
                self.dry.follow(level);
            }
            self.dry.advance(&self.pending, from);
            self.emitted_frames = from + QUANTUM_FRAMES;
            match source {
                Source::Silence => self.blend.push_silence(),
                _ if wet => self.blend.push_wet(&self.wet, &self.dry),
                _ => self.blend.push_dry(&self.dry),
            }
            all_wet &= wet;
        }
        all_wet
    }

    /// Reads one answered quantum; `None` while the engine's output is still that of an empty or broken history.
    fn fetch_wet(&mut self, segment: &Segment, sequence: u32, from: usize) -> Option<Level> {
        let settled = self.unbroken_frames >= self.chain_latency_frames;
        self.unbroken_frames = self.unbroken_frames.saturating_add(QUANTUM_FRAMES);
        if settled {
            for channel in 0..self.channels {
                segment.read_samples(output(sequence, channel) + from * 4, &mut self.wet[channel]);
                scrub(&mut self.wet[channel]);
            }
        }
        settled.then(|| Level::of(segment))
    }

    /// After a panic: the input, delayed as reported, and nothing that could panic again on the way to the engine. In
    /// the call that has panicked it finishes what was begun: each frame is read once and written once.
    ///
    /// # Safety
    /// As [`Core::process`].
    pub unsafe fn pass_through(&mut self, buffers: &Buffers, frames: usize) {
        self.drop_emitted();
        if let Some(pipeline) = &mut self.pipeline {
            pipeline.forget();
        }
        while self.given_frames < frames {
            let mut part = self.taken_frames - self.given_frames;
            if part == 0 {
                part = (frames - self.given_frames).min(SLOT_FRAMES);
                // SAFETY: by the caller.
                unsafe { self.take(buffers, part) };
            }
            // Of a part that a panic has cut short, some quanta may be queued already.
            self.blend
                .complete(part + QUANTUM_FRAMES - self.pending_frames, &self.dry);
            self.emit(Source::Dry, self.pending_frames / QUANTUM_FRAMES * QUANTUM_FRAMES, None);
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
