//! One plugin instance: host blocks of any size in, the same number of frames out, `latency_frames` later. Here its life;
//! what happens in a call of the host stands in [`process`].

mod process;

use std::sync::Arc;

use super::blend::Blend;
use super::budget::{BlockWindow, Seat, WaitBudget};
use super::dry::DryPath;
use super::engine::Engine;
use super::host_macros::HostMacros;
use super::link::Link;
use super::mode::HostMode;
use super::pending::Pending;
use super::{chain_latency_frames, exit, LatencyMode, MAX_CHANNELS};
use crate::generated::params::{MACRO_COUNT, MACRO_LATENCY_MODE, QUANTUM_FRAMES};

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
    seat: Seat,
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
            seat: Seat::default(),
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
            self.seat.leave(self.budget);
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
}

impl Drop for Core {
    fn drop(&mut self) {
        self.deactivate();
        self.link.log_counters();
    }
}
