//! What an instance's audio thread, the host's main thread and the supervisor share.

use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::calls::CallTimes;
use super::counters::Counters;
use super::hazard::{HazardPointer, Held};
use super::incarnations::{Incarnations, Recalled};
use super::shared_macros::SharedMacros;
use crate::generated::layout::*;
use crate::generated::params::{MACROS, MACRO_COUNT, MACRO_LATENCY_MODE};
use crate::log;
use crate::platform::futex;
use crate::segment::{Identity, Segment};
use crate::sound::Sound;

/// Where the engine of an instance stands, as the supervisor knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Supply {
    /// Not attached to an engine process yet.
    Waiting = 0,
    /// A segment was passed to an engine process.
    Attached = 1,
    /// No engine can be started, or it refused; a sentence was written.
    Failed = 2,
}

/// What a host should hear of, from the supervisor's thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// What the state holds was changed by a person outside the host, or by a learner (then once a minute at most).
    Committed,
    /// The macro `latency_mode` is not the one in force: that takes a deactivate and an activate. Once for each change.
    OtherLatencyMode,
}

type Listener = Box<dyn Fn(Notice) + Send + Sync>;

pub struct Link {
    pub instance: u32,
    /// Bits of a double. As the next two: fixed while active.
    sample_rate_hz: AtomicU64,
    channels: AtomicUsize,
    chain_latency_frames: AtomicUsize,
    host_name: String,
    pub counters: Counters,
    pub calls: CallTimes,
    /// What was counted has been told.
    accounted: AtomicBool,
    /// The host renders offline, as far as it has shown: the audio thread knows with every call, before the first one the
    /// program and the host's word count.
    pub offline: AtomicBool,
    surely_offline: bool,
    /// The audio thread has rendered offline since the last live look.
    pub bounced: AtomicBool,
    /// The audio thread has passed dry sound because no engine was ready.
    pub started_dry: AtomicBool,
    /// CLOCK_MONOTONIC of the last call of the audio thread.
    pub last_run_ns: AtomicI64,
    pub bridge_pid: AtomicI32,
    macros: SharedMacros,
    /// Value of the macro `latency_mode` that is in force, bits of a double.
    latency_mode: AtomicU64,
    listener: Mutex<Option<Listener>>,
    supply: AtomicI32,
    in_force: HazardPointer,
    incarnations: Mutex<Incarnations>,
}

static NEXT_INSTANCE: AtomicU32 = AtomicU32::new(1);

impl Link {
    /// `surely_offline` where the program says it.
    pub fn new(sample_rate_hz: f64, channels: usize, chain_latency_frames: usize, surely_offline: bool) -> Link {
        Link {
            instance: NEXT_INSTANCE.fetch_add(1, Ordering::Relaxed),
            sample_rate_hz: AtomicU64::new(sample_rate_hz.to_bits()),
            channels: AtomicUsize::new(channels),
            chain_latency_frames: AtomicUsize::new(chain_latency_frames),
            host_name: super::mode::host_name(),
            counters: Counters::default(),
            calls: CallTimes::default(),
            accounted: AtomicBool::new(false),
            offline: AtomicBool::new(surely_offline),
            surely_offline,
            bounced: AtomicBool::new(false),
            started_dry: AtomicBool::new(false),
            last_run_ns: AtomicI64::new(0),
            bridge_pid: AtomicI32::new(0),
            macros: SharedMacros::new(),
            latency_mode: AtomicU64::new(MACROS[MACRO_LATENCY_MODE].default.to_bits()),
            listener: Mutex::new(None),
            supply: AtomicI32::new(Supply::Waiting as i32),
            in_force: HazardPointer::default(),
            incarnations: Mutex::new(Incarnations::new()),
        }
    }

    /// Latency of the chain that the next engine is to have. Main thread, before [`Link::activate`].
    pub fn set_chain_latency_frames(&self, frames: usize) {
        self.chain_latency_frames.store(frames, Ordering::Relaxed);
    }

    /// What the next engine is to play. Main thread, before [`Link::activate`].
    pub fn set_format(&self, sample_rate_hz: f64, channels: usize) {
        self.sample_rate_hz.store(sample_rate_hz.to_bits(), Ordering::Relaxed);
        self.channels.store(channels, Ordering::Relaxed);
    }

    pub fn sample_rate_hz(&self) -> f64 {
        f64::from_bits(self.sample_rate_hz.load(Ordering::Relaxed))
    }

    pub fn is_offline(&self) -> bool {
        self.offline.load(Ordering::Relaxed)
    }

    /// The host's word on what comes next. Main thread; the audio thread's next call counts more.
    pub fn expect_offline(&self, offline: bool) {
        self.offline.store(offline || self.surely_offline, Ordering::Relaxed);
    }

    /// Whether the audio thread has called at all.
    pub fn has_run(&self) -> bool {
        self.last_run_ns.load(Ordering::Relaxed) != 0
    }

    /// A panic elsewhere leaves plain values behind, so a poisoned lock is as good as any.
    fn incarnations(&self) -> MutexGuard<'_, Incarnations> {
        self.incarnations.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Audio thread.
    pub fn tell_macro(&self, index: usize, value: f64) {
        self.macros.set(index, value);
    }

    /// One macro as the host has it. Any thread.
    pub fn macro_value(&self, index: usize) -> f64 {
        self.macros.value(index)
    }

    /// A host's recall of macros, in force from the audio thread's next call or the next activation on. Any thread but
    /// audio.
    pub fn recall_macros(&self, values: &[f64; MACRO_COUNT]) {
        let _one_writer = self.incarnations();
        self.macros.recall(values);
    }

    /// What [`Link::recall_macros`] has brought since `taken`, which is kept up to date; nothing while it is being
    /// written. Audio thread.
    pub fn take_recalled_macros(&self, taken: &mut u32) -> Option<[f64; MACRO_COUNT]> {
        self.macros.take_recalled(taken)
    }

    /// Main thread, at activation.
    pub fn set_latency_mode(&self, value: f64) {
        self.latency_mode.store(value.to_bits(), Ordering::Relaxed);
    }

    /// Whether the host has set another latency mode than the one in force.
    pub fn wants_other_latency_mode(&self) -> bool {
        self.macro_value(MACRO_LATENCY_MODE) != f64::from_bits(self.latency_mode.load(Ordering::Relaxed))
    }

    /// Who passes notices on to the host. After this returns, the one before isn't called any more. Main thread.
    pub fn set_listener(&self, listener: Option<Listener>) {
        *self.listener.lock().unwrap_or_else(PoisonError::into_inner) = listener;
    }

    /// Supervisor.
    pub fn tell(&self, notice: Notice) {
        if let Some(listener) = &*self.listener.lock().unwrap_or_else(PoisonError::into_inner) {
            listener(notice);
        }
    }

    /// Any thread.
    pub fn macros(&self) -> [f64; MACRO_COUNT] {
        self.macros.all()
    }

    pub fn supply(&self) -> Supply {
        match self.supply.load(Ordering::Acquire) {
            1 => Supply::Attached,
            2 => Supply::Failed,
            _ => Supply::Waiting,
        }
    }

    pub fn set_supply(&self, supply: Supply) {
        self.supply.store(supply as i32, Ordering::Release);
    }

    /// The segment in force, safe from being unmapped while the result lives. Audio thread; at most one at a time.
    pub fn hold(&self) -> Option<Held<'_>> {
        self.in_force.hold()
    }

    /// The segment in force. Main thread, supervisor.
    pub fn segment(&self) -> Option<Arc<Segment>> {
        self.incarnations().segment.clone()
    }

    /// Main thread, before the instance is given to a supervisor.
    pub fn activate(&self) {
        self.incarnations().active = true;
        self.bounced.store(false, Ordering::Relaxed);
        self.set_supply(Supply::Waiting);
    }

    /// Main thread, with the audio thread at rest: the engine thread leaves, what it last played is kept.
    pub fn deactivate(&self) {
        let mut incarnations = self.incarnations();
        incarnations.active = false;
        self.capture(&mut incarnations);
        if let Some(segment) = &incarnations.segment {
            segment.int(QUIT_OFFSET).store(1, Ordering::Release);
            futex::wake(segment.int(REQUEST_SEQUENCE_OFFSET));
        }
        self.replace(&mut incarnations, None);
    }

    /// What the instance went through, for whoever looks into bridge.log: once, at its end or its host's. Main thread.
    pub fn log_counters(&self) {
        if self.counters.has_played() && !self.accounted.swap(true, Ordering::Relaxed) {
            log::line(&format!(
                "Instance {} of {} ends: {}; {}.",
                self.instance, self.host_name, self.counters, self.calls
            ));
        }
    }

    /// A fresh segment for the next incarnation, holding the sound that played last; `None` where the instance isn't
    /// active any more. The audio thread doesn't see it before [`Link::offer`]. Supervisor. Error: errno.
    pub fn next_segment(&self) -> Result<Option<Arc<Segment>>, i32> {
        let mut incarnations = self.incarnations();
        if !incarnations.active {
            return Ok(None);
        }
        self.capture(&mut incarnations);
        incarnations.epoch += 1;
        let segment = Segment::create(&Identity {
            sample_rate_hz: self.sample_rate_hz(),
            channels: self.channels.load(Ordering::Relaxed),
            chain_latency_frames: self.chain_latency_frames.load(Ordering::Relaxed),
            instance: self.instance,
            epoch: incarnations.epoch,
            offline: self.is_offline(),
            host_name: &self.host_name,
        })?;
        segment.write_recall(&incarnations.sound, true);
        let restarts = self.counters.restarts.load(Ordering::Relaxed) as i64;
        segment.long(RESTARTS_OFFSET).store(restarts, Ordering::Relaxed);
        Ok(Some(Arc::new(segment)))
    }

    /// Puts a segment in force, or none. Supervisor.
    pub fn offer(&self, segment: Option<Arc<Segment>>) {
        let mut incarnations = self.incarnations();
        if let Some(segment) = segment.filter(|_| incarnations.active) {
            // A recall may have come since the segment was made.
            if !segment
                .read_recall()
                .is_some_and(|(sound, _)| sound == incarnations.sound)
            {
                segment.write_recall(&incarnations.sound, true);
            }
            incarnations.recalled = Some(Recalled::at_start());
            self.replace(&mut incarnations, Some(segment));
        } else {
            self.capture(&mut incarnations);
            self.replace(&mut incarnations, None);
        }
    }

    fn replace(&self, incarnations: &mut Incarnations, segment: Option<Arc<Segment>>) {
        let old = std::mem::replace(&mut incarnations.segment, segment);
        if let Some(old) = &old {
            incarnations.last_commits = (old.epoch(), old.commits());
        }
        self.in_force.offer(incarnations.segment.as_ref());
        incarnations.retired.extend(old);
        self.release_retired(incarnations);
    }

    /// Changes committed by the engine of this incarnation, also where it is the last one and is gone. Supervisor.
    pub fn commits(&self, epoch: u32) -> Option<i64> {
        let incarnations = self.incarnations();
        match &incarnations.segment {
            Some(segment) if segment.epoch() == epoch => Some(segment.commits()),
            _ => Some(incarnations.last_commits)
                .filter(|last| last.0 == epoch)
                .map(|last| last.1),
        }
    }

    fn release_retired(&self, incarnations: &mut Incarnations) {
        incarnations.retired.retain(|segment| self.in_force.is_held(segment));
    }

    /// Now and then: lets go of segments nobody holds, keeps what the engine published. Supervisor.
    pub fn refresh(&self) {
        let mut incarnations = self.incarnations();
        self.release_retired(&mut incarnations);
        self.capture(&mut incarnations);
    }

    /// A host's recall: in force at once where an engine runs, kept for the next one where not. Any thread but audio.
    pub fn recall(&self, sound: Sound) {
        let mut incarnations = self.incarnations();
        incarnations.sound = sound.clamped();
        incarnations.hand_over();
    }

    /// Keeps what the engine has published. A bounce doesn't change the leveler's remembered gain, and when a host is
    /// live again the engine goes back to it: the session sounds the same after a bounce.
    fn capture(&self, incarnations: &mut Incarnations) {
        let offline = self.is_offline();
        let returned = !offline && self.bounced.swap(false, Ordering::Relaxed);
        incarnations.capture_effective(offline || returned);
        if returned {
            incarnations.hand_over();
        }
    }

    /// What plays, or would play: for saving. Any thread but audio.
    pub fn sound(&self) -> Sound {
        let mut incarnations = self.incarnations();
        self.capture(&mut incarnations);
        incarnations.sound.clone()
    }
}
