//! The component object's parts, and what its main thread has to say to the host.
//!
//! Who may touch what: `events` and the instance's core the audio thread, or the main thread while the component is
//! inactive; cells the main thread; atomics all. VST3 hosts call process and setProcessing on the audio thread, all else
//! on the main thread, and never process while inactive.

use std::cell::{Cell, RefCell, UnsafeCell};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::Arc;

use vst3::Steinberg::Vst::RestartFlags_::kLatencyChanged;
use vst3::Steinberg::Vst::*;
use vst3::{Class, ComPtr, ComRef, ComWrapper};

use super::events::Events;
use super::main_thread::{RunLoop, Timer};
use super::parameters::{to_normalized, to_plain};
use crate::core::link::Notice;
use crate::core::macros::MacroEvent;
use crate::core::{latency_frames, LatencyMode};
use crate::generated::params::{MACROS, MACRO_COUNT, MACRO_LATENCY_MODE};
use crate::instance::Instance;

/// What holds until the host says otherwise.
const FIRST_RATE_HZ: f64 = 48_000.0;
const FIRST_CHANNELS: usize = 2;

pub struct Plugin {
    pub(super) instance: Instance,
    pub(super) events: UnsafeCell<Events>,
    /// The controller's values, 0 to 1, as bits.
    shown: [AtomicU64; MACRO_COUNT],
    /// A person outside the host or a learner has changed what the state holds; the host doesn't know yet.
    committed: Arc<AtomicBool>,
    pub(super) rate_hz: Cell<f64>,
    pub(super) channels: Cell<usize>,
    /// The latency mode in force, between setActive(true) and setActive(false).
    active: Cell<Option<LatencyMode>>,
    /// The host was asked to restart for the mode that is wanted now.
    restart_asked: Cell<bool>,
    handler: RefCell<Option<ComPtr<IComponentHandler>>>,
    /// Of the factory's context; the component's own context may bring one too.
    run_loop: RefCell<Option<RunLoop>>,
    timer: RefCell<Option<Timer>>,
}

impl Class for Plugin {
    type Interfaces = (
        IComponent,
        IAudioProcessor,
        IProcessContextRequirements,
        IEditController,
        IUnitInfo,
    );
}

impl Plugin {
    /// Main thread; starts nothing. `None` where no instance can be made.
    pub fn new(run_loop: Option<RunLoop>) -> Option<ComWrapper<Plugin>> {
        let instance = Instance::new(FIRST_RATE_HZ, FIRST_CHANNELS)?;
        let committed = Arc::new(AtomicBool::new(false));
        let told = committed.clone();
        instance.set_listener(Some(Box::new(move |notice| match notice {
            Notice::Committed => told.store(true, Ordering::Release),
            // Every look compares the modes.
            Notice::OtherLatencyMode => {}
        })));
        Some(ComWrapper::new(Plugin {
            instance,
            events: UnsafeCell::new(Events::new()),
            shown: std::array::from_fn(|i| AtomicU64::new(to_normalized(&MACROS[i], MACROS[i].default).to_bits())),
            committed,
            rate_hz: Cell::new(FIRST_RATE_HZ),
            channels: Cell::new(FIRST_CHANNELS),
            active: Cell::new(None),
            restart_asked: Cell::new(false),
            handler: RefCell::new(None),
            run_loop: RefCell::new(run_loop),
            timer: RefCell::new(None),
        }))
    }

    /// The host's own context of this component; its run loop, if any, looks after it from now on.
    pub(super) fn begin(&self, context: Option<ComRef<vst3::Steinberg::FUnknown>>) {
        if let Some(own) = context.and_then(RunLoop::of) {
            self.run_loop.replace(Some(own));
        }
        let run_loop = self.run_loop.borrow().clone();
        // SAFETY: a COM object stays where it is, and `end` comes before it goes.
        let timer = run_loop.and_then(|run_loop| unsafe { Timer::start(run_loop, self) });
        self.timer.replace(timer);
    }

    /// Lets go of everything of the host. Silent where nothing is held.
    pub(super) fn end(&self) {
        self.deactivate();
        drop(self.timer.take());
        drop(self.handler.take());
        drop(self.run_loop.take());
    }

    pub(super) fn set_handler(&self, handler: Option<ComPtr<IComponentHandler>>) {
        drop(self.handler.replace(handler));
    }

    pub(super) fn is_active(&self) -> bool {
        self.active.get().is_some()
    }

    pub(super) fn activate(&self) {
        self.deactivate();
        // What the host has told the controller alone counts too, now that it disturbs no automation.
        let link = self.instance.link();
        link.recall_macros(&link.macros());
        // SAFETY: main thread, the host doesn't process while inactive.
        unsafe { self.instance.activate() };
        self.active.set(Some(self.wanted_mode()));
        self.restart_asked.set(false);
    }

    pub(super) fn deactivate(&self) {
        if self.active.take().is_some() {
            // SAFETY: main thread, the host doesn't process any more.
            unsafe { self.instance.deactivate() };
        }
    }

    /// Rate and channels of the next activation. False, and all stays, where Attune doesn't know them or while active.
    pub(super) fn set_format(&self, rate_hz: f64, channels: usize) -> bool {
        // SAFETY: main thread, inactive.
        let known = !self.is_active() && unsafe { self.instance.set_format(rate_hz, channels) };
        if known {
            self.rate_hz.set(rate_hz);
            self.channels.set(channels);
        }
        known
    }

    /// Of the activation in force, or of the next one.
    pub(super) fn latency_frames(&self) -> u32 {
        let mode = self.active.get().unwrap_or_else(|| self.wanted_mode());
        latency_frames(self.rate_hz.get(), mode).unwrap_or(0) as u32
    }

    fn wanted_mode(&self) -> LatencyMode {
        LatencyMode::of(self.instance.link().macro_value(MACRO_LATENCY_MODE))
    }

    /// A controller's value, 0 to 1.
    pub(super) fn shown(&self, index: usize) -> f64 {
        f64::from_bits(self.shown[index].load(Ordering::Relaxed))
    }

    /// The host tells the controller a value. A change while active comes to the audio thread with its frame, through
    /// process; what is told here counts for the state and from the next activation on.
    pub(super) fn show(&self, index: usize, normalized: f64) {
        self.shown[index].store(normalized.to_bits(), Ordering::Relaxed);
        let plain = to_plain(&MACROS[index], normalized);
        self.instance.link().tell_macro(index, plain);
    }

    /// The controller follows what was played. Audio thread.
    pub(super) fn follow(&self, events: &[MacroEvent]) {
        for event in events {
            self.show_plain(event.index, event.value);
        }
    }

    /// The controller shows what a state has brought.
    pub(super) fn show_all(&self, values: &[f64; MACRO_COUNT]) {
        for (index, value) in values.iter().enumerate() {
            self.show_plain(index, *value);
        }
    }

    fn show_plain(&self, index: usize, value: f64) {
        let normalized = to_normalized(&MACROS[index], value);
        self.shown[index].store(normalized.to_bits(), Ordering::Relaxed);
    }

    /// Tells the host, once each, that another latency waits for a restart and that the state has changed. Main thread;
    /// the host may call back from within.
    pub(super) fn look(&self) {
        let Some(handler) = self.handler.borrow().clone() else {
            return;
        };
        let other = self.active.get().is_some_and(|mode| mode != self.wanted_mode());
        if self.restart_asked.replace(other) != other && other {
            // SAFETY: the host's handler, on its main thread.
            unsafe { handler.restartComponent(kLatencyChanged) };
        }
        if let Some(handler) = handler.cast::<IComponentHandler2>() {
            if self.committed.swap(false, Ordering::Acquire) {
                // SAFETY: as above.
                unsafe { handler.setDirty(1) };
            }
        }
    }
}

impl Drop for Plugin {
    /// For hosts that release a component without terminating it.
    fn drop(&mut self) {
        self.end();
    }
}
