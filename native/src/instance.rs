//! What every plugin format wraps: one instance with its core, its place with the supervisor, its state, and the guard
//! that turns a panic into delayed sound.

use std::cell::UnsafeCell;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use crate::core::budget::WaitBudget;
use crate::core::link::{Link, Notice};
use crate::core::mode::HostMode;
use crate::core::plugin::Buffers;
use crate::core::{Core, HIGHEST_RATE_HZ, LOWEST_RATE_HZ};
use crate::generated::params::MACRO_SLOT;
use crate::notice;
use crate::state::{decode, encode, holds_macros, State};
use crate::supervisor::runtime::RuntimeSource;
use crate::supervisor::Supervisor;

/// Shared by all instances of this host process, whatever their format.
static WAIT_BUDGET: WaitBudget = WaitBudget::new();

/// One instance. Who may touch what: `core` the thread that processes, or the main thread while it doesn't; `supervisor`
/// the main thread; the rest all.
pub struct Instance {
    core: UnsafeCell<Core>,
    link: Arc<Link>,
    supervisor: UnsafeCell<Option<Arc<Supervisor>>>,
    /// The host's word that it renders offline, where its format has one for that.
    told_offline: AtomicBool,
    panicked: AtomicBool,
}

impl Instance {
    /// Main thread; starts nothing. `None`, and a sentence is written, for a sample rate or channel count that Attune
    /// doesn't know, and where a host that surely renders offline can't be served.
    pub fn new(sample_rate_hz: f64, channels: usize) -> Option<Instance> {
        let mode = HostMode::of_this_process();
        if mode.is_surely_offline() {
            if let Err(sentence) = RuntimeSource::Environment.load() {
                notice::say(&format!("this offline render can't be processed: {sentence}"));
                if !mode.needs_instance() {
                    return None;
                }
                // Its supervisor will find the same, and then the render is silence.
            }
        }
        let Some(core) = Core::new(sample_rate_hz, channels, mode, &WAIT_BUDGET) else {
            say_impossible_rate(sample_rate_hz);
            return None;
        };
        Some(Instance {
            link: core.link().clone(),
            core: UnsafeCell::new(core),
            supervisor: UnsafeCell::new(None),
            told_offline: AtomicBool::new(false),
            panicked: AtomicBool::new(false),
        })
    }

    /// The host's word whether it renders offline from now on. Any thread.
    pub fn tell_offline(&self, offline: bool) {
        self.told_offline.store(offline, Ordering::Relaxed);
        self.link.expect_offline(offline);
    }

    /// What [`Instance::tell_offline`] was told last. Any thread.
    pub fn is_told_offline(&self) -> bool {
        self.told_offline.load(Ordering::Relaxed)
    }

    /// What all threads share.
    pub fn link(&self) -> &Arc<Link> {
        &self.link
    }

    /// # Safety
    /// Main thread while nothing processes, or the thread that processes; nobody else holds it meanwhile.
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn core(&self) -> &mut Core {
        // SAFETY: by the caller.
        unsafe { &mut *self.core.get() }
    }

    /// Another sample rate or channel count, for formats that say it after the instance is made; macros and sound are
    /// kept. False, and a sentence is written, where Attune doesn't know it: then all stays as it was. Allocates.
    ///
    /// # Safety
    /// Main thread, the instance is inactive.
    pub unsafe fn set_format(&self, sample_rate_hz: f64, channels: usize) -> bool {
        // SAFETY: by the caller.
        let known = unsafe { self.core() }.set_format(sample_rate_hz, channels);
        if !known {
            say_impossible_rate(sample_rate_hz);
        }
        known
    }

    /// Starts the stream afresh and asks the supervisor for an engine.
    ///
    /// # Safety
    /// Main thread, nothing processes.
    pub unsafe fn activate(&self) {
        // SAFETY: by the caller.
        unsafe {
            self.leave_supervisor();
            self.core().activate();
            let supervisor = Supervisor::of_this_process();
            if let Some(supervisor) = &supervisor {
                supervisor.attach(&self.link);
            }
            *self.supervisor.get() = supervisor;
        }
    }

    /// # Safety
    /// Main thread, nothing processes.
    pub unsafe fn deactivate(&self) {
        // SAFETY: by the caller.
        unsafe {
            self.core().deactivate();
            self.leave_supervisor();
        }
    }

    /// # Safety
    /// Main thread.
    unsafe fn leave_supervisor(&self) {
        // SAFETY: by the caller.
        if let Some(supervisor) = unsafe { (*self.supervisor.get()).take() } {
            supervisor.detach(&self.link);
        }
    }

    /// One call of the host: `body` sets macros and calls [`Core::process`]. After a panic in it, now and for good, the
    /// input passes, delayed as reported. Nothing unwinds out of here. Audio thread; allocates nothing unless it panics.
    ///
    /// # Safety
    /// One thread at a time; pointers that aren't null must be good for `frames` samples.
    pub unsafe fn process(&self, buffers: &Buffers, frames: usize, body: impl FnOnce(&mut Core)) {
        // SAFETY: by the caller.
        let core = unsafe { self.core() };
        if !self.panicked.load(Ordering::Relaxed) {
            if catch_unwind(AssertUnwindSafe(|| body(core))).is_ok() {
                return;
            }
            self.panicked.store(true, Ordering::Relaxed);
        }
        // SAFETY: by the caller.
        let _ = catch_unwind(AssertUnwindSafe(|| unsafe { core.pass_through(buffers, frames) }));
    }

    /// The state as one blob. Any thread but audio.
    pub fn save(&self) -> Vec<u8> {
        encode(&State {
            macros: self.link.macros(),
            sound: self.link.sound(),
        })
    }

    /// Puts a saved sound in force at once, also while processing; the macros in the blob are left alone, for formats
    /// whose hosts restore them. False, a sentence is written and the current sound is kept, for what isn't a state of a
    /// version known here. Any thread but audio.
    pub fn restore_sound(&self, blob: &[u8]) -> bool {
        decode_or_say(blob).map(|state| self.link.recall(state.sound)).is_some()
    }

    /// The same with the macros, for formats where the plugin owns them; triggers are not pressed by it. Of a factory
    /// preset, which has no macros, slot A plays.
    pub fn restore(&self, blob: &[u8]) -> bool {
        decode_or_say(blob)
            .map(|state| {
                let mut macros = state.macros;
                if !holds_macros(blob) {
                    macros = self.link.macros();
                    macros[MACRO_SLOT] = 0.0;
                }
                self.link.recall_macros(&macros);
                self.link.recall(state.sound);
            })
            .is_some()
    }

    /// Who passes notices on to the host, called on the supervisor's thread; after this returns, the one before isn't
    /// called any more. A notice is to be handed to the host's main thread at once and nothing else. Main thread.
    pub fn set_listener(&self, listener: Option<Box<dyn Fn(Notice) + Send + Sync>>) {
        self.link.set_listener(listener);
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.set_listener(None);
        // SAFETY: nobody else has the instance any more.
        unsafe { self.deactivate() };
    }
}

fn decode_or_say(blob: &[u8]) -> Option<State> {
    decode(blob)
        .inspect_err(|why| {
            notice::say(&format!(
                "the saved state is not used: {why}; the current sound is kept"
            ))
        })
        .ok()
}

fn say_impossible_rate(sample_rate_hz: f64) {
    notice::say(&format!(
        "a sample rate of {sample_rate_hz} Hz is not possible, allowed are {LOWEST_RATE_HZ} to {HIGHEST_RATE_HZ} Hz"
    ));
}
