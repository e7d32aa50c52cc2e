//! What an instance's audio thread, the host's main thread and the supervisor share.

use std::ops::Deref;
use std::ptr::null_mut;
use std::sync::atomic::{
    fence, AtomicBool, AtomicI32, AtomicI64, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering,
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::calls::CallTimes;
use crate::generated::layout::*;
use crate::generated::params::{MACROS, MACRO_COUNT, MACRO_LATENCY_MODE};
use crate::log;
use crate::platform::futex;
use crate::segment::{Identity, Segment};
use crate::sound::Sound;

/// Counters of one instance over all incarnations of its engine. Written by the audio thread (restarts: supervisor).
#[derive(Default)]
pub struct Counters {
    /// Exchanges whose answer came after the deadline or not at all.
    pub late: AtomicU64,
    /// Exchanges that played dry sound, for any reason.
    pub dry: AtomicU64,
    /// Exchanges for which the engine wasn't waited for any more.
    pub backed_off: AtomicU64,
    /// All exchanges.
    pub blocks: AtomicU64,
    /// Samples taken out on entry.
    pub scrubbed: AtomicU64,
    /// Offline renders that went on without their engine.
    pub lost_renders: AtomicU64,
    /// Engines started after the first.
    pub restarts: AtomicU64,
}

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

struct Control {
    active: bool,
    epoch: u32,
    segment: Option<Arc<Segment>>,
    /// Segments that the audio thread may still hold.
    retired: Vec<Arc<Segment>>,
    /// Epoch of the segment that was in force last, and the changes that its engine had committed in the end.
    last_commits: (u32, i64),
    sound: Sound,
    /// A recall that the engine may not have taken yet: until then it publishes another sound.
    recalled: Option<Recalled>,
}

/// Where the engine stood at a recall.
struct Recalled {
    effective_lock: i32,
    posted: i32,
}

impl Recalled {
    /// What comes after the recall that was just written: a post that was made while it was being written may have
    /// been answered without it.
    fn written_to(segment: &Segment) -> Recalled {
        // The write is seen by whoever sees a later post.
        fence(Ordering::SeqCst);
        Recalled {
            effective_lock: segment.effective_lock(),
            posted: segment.int(REQUEST_SEQUENCE_OFFSET).load(Ordering::Acquire),
        }
    }

    /// A post made after the recall was answered, and something was published since.
    fn is_taken(&self, segment: &Segment) -> bool {
        let answered = segment.int(RESPONSE_SEQUENCE_OFFSET).load(Ordering::Acquire);
        answered.wrapping_sub(self.posted) > 0 && segment.effective_lock() != self.effective_lock
    }
}

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
    /// The macros as the host has them, bits of doubles. Written by the audio thread, for saving.
    macros: [AtomicU64; MACRO_COUNT],
    /// Macros of a host's recall that the audio thread hasn't taken yet. The lock is odd while they are written.
    recalled_lock: AtomicU32,
    recalled_macros: [AtomicU64; MACRO_COUNT],
    /// Value of the macro `latency_mode` that is in force, bits of a double.
    latency_mode: AtomicU64,
    listener: Mutex<Option<Listener>>,
    supply: AtomicI32,
    offered: AtomicPtr<Segment>,
    held: AtomicPtr<Segment>,
    control: Mutex<Control>,
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
            macros: std::array::from_fn(|i| AtomicU64::new(MACROS[i].default.to_bits())),
            recalled_lock: AtomicU32::new(0),
            recalled_macros: std::array::from_fn(|_| AtomicU64::new(0)),
            latency_mode: AtomicU64::new(MACROS[MACRO_LATENCY_MODE].default.to_bits()),
            listener: Mutex::new(None),
            supply: AtomicI32::new(Supply::Waiting as i32),
            offered: AtomicPtr::new(null_mut()),
            held: AtomicPtr::new(null_mut()),
            control: Mutex::new(Control {
                active: false,
                epoch: 0,
                segment: None,
                retired: Vec::new(),
                last_commits: (0, 0),
                sound: Sound::default(),
                recalled: None,
            }),
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
    fn control(&self) -> MutexGuard<'_, Control> {
        self.control.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Audio thread.
    pub fn tell_macro(&self, index: usize, value: f64) {
        self.macros[index].store(value.to_bits(), Ordering::Relaxed);
    }

    /// One macro as the host has it. Any thread.
    pub fn macro_value(&self, index: usize) -> f64 {
        f64::from_bits(self.macros[index].load(Ordering::Relaxed))
    }

    /// A host's recall of macros, in force from the audio thread's next call or the next activation on. Any thread but
    /// audio.
    pub fn recall_macros(&self, values: &[f64; MACRO_COUNT]) {
        let _one_writer = self.control();
        let before = self.recalled_lock.load(Ordering::Relaxed);
        self.recalled_lock.store(before | 1, Ordering::Relaxed);
        fence(Ordering::Release);
        for (index, value) in values.iter().enumerate() {
            self.recalled_macros[index].store(value.to_bits(), Ordering::Relaxed);
            self.tell_macro(index, *value);
        }
        self.recalled_lock
            .store((before | 1).wrapping_add(1), Ordering::Release);
    }

    /// What [`Link::recall_macros`] has brought since `taken`, which is kept up to date; nothing while it is being
    /// written. Audio thread.
    pub fn take_recalled_macros(&self, taken: &mut u32) -> Option<[f64; MACRO_COUNT]> {
        let before = self.recalled_lock.load(Ordering::Acquire);
        if before == *taken || before & 1 != 0 {
            return None;
        }
        let values = std::array::from_fn(|i| f64::from_bits(self.recalled_macros[i].load(Ordering::Relaxed)));
        fence(Ordering::Acquire);
        if self.recalled_lock.load(Ordering::Relaxed) != before {
            return None;
        }
        *taken = before;
        Some(values)
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
        std::array::from_fn(|i| f64::from_bits(self.macros[i].load(Ordering::Relaxed)))
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
        // A hazard pointer: what is announced in `held` while `offered` still shows it won't be unmapped.
        for _ in 0..4 {
            let segment = self.offered.load(Ordering::SeqCst);
            self.held.store(segment, Ordering::SeqCst);
            if self.offered.load(Ordering::SeqCst) == segment {
                if segment.is_null() {
                    return None;
                }
                return Some(Held { link: self, segment });
            }
        }
        self.held.store(null_mut(), Ordering::Release);
        None
    }

    /// The segment in force. Main thread, supervisor.
    pub fn segment(&self) -> Option<Arc<Segment>> {
        self.control().segment.clone()
    }

    /// Main thread, before the instance is given to a supervisor.
    pub fn activate(&self) {
        self.control().active = true;
        self.bounced.store(false, Ordering::Relaxed);
        self.set_supply(Supply::Waiting);
    }

    /// Main thread, with the audio thread at rest: the engine thread leaves, what it last played is kept.
    pub fn deactivate(&self) {
        let mut control = self.control();
        control.active = false;
        self.capture(&mut control);
        if let Some(segment) = &control.segment {
            segment.int(QUIT_OFFSET).store(1, Ordering::Release);
            futex::wake(segment.int(REQUEST_SEQUENCE_OFFSET));
        }
        self.replace(&mut control, None);
    }

    /// What the instance went through, for whoever looks into bridge.log: once, at its end or its host's. Main thread.
    pub fn log_counters(&self) {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let counters = &self.counters;
        if of(&counters.blocks) > 0 && !self.accounted.swap(true, Ordering::Relaxed) {
            log::line(&format!(
                "Instance {} of {} ends: {} blocks, {} late, {} dry, {} not waited for, {} restarts, {} samples \
                 scrubbed; {}.",
                self.instance,
                self.host_name,
                of(&counters.blocks),
                of(&counters.late),
                of(&counters.dry),
                of(&counters.backed_off),
                of(&counters.restarts),
                of(&counters.scrubbed),
                self.calls
            ));
        }
    }

    /// A fresh segment for the next incarnation, holding the sound that played last; `None` where the instance isn't
    /// active any more. The audio thread doesn't see it before [`Link::offer`]. Supervisor. Error: errno.
    pub fn next_segment(&self) -> Result<Option<Arc<Segment>>, i32> {
        let mut control = self.control();
        if !control.active {
            return Ok(None);
        }
        self.capture(&mut control);
        control.epoch += 1;
        let segment = Segment::create(&Identity {
            sample_rate_hz: self.sample_rate_hz(),
            channels: self.channels.load(Ordering::Relaxed),
            chain_latency_frames: self.chain_latency_frames.load(Ordering::Relaxed),
            instance: self.instance,
            epoch: control.epoch,
            offline: self.is_offline(),
            host_name: &self.host_name,
        })?;
        segment.write_recall(&control.sound, true);
        let restarts = self.counters.restarts.load(Ordering::Relaxed) as i64;
        segment.long(RESTARTS_OFFSET).store(restarts, Ordering::Relaxed);
        Ok(Some(Arc::new(segment)))
    }

    /// Puts a segment in force, or none. Supervisor.
    pub fn offer(&self, segment: Option<Arc<Segment>>) {
        let mut control = self.control();
        if let Some(segment) = segment.filter(|_| control.active) {
            // A recall may have come since the segment was made.
            if !segment.read_recall().is_some_and(|(sound, _)| sound == control.sound) {
                segment.write_recall(&control.sound, true);
            }
            control.recalled = Some(Recalled {
                effective_lock: 0,
                posted: 0,
            });
            self.replace(&mut control, Some(segment));
        } else {
            self.capture(&mut control);
            self.replace(&mut control, None);
        }
    }

    fn replace(&self, control: &mut Control, segment: Option<Arc<Segment>>) {
        let pointer = segment
            .as_ref()
            .map_or(null_mut(), |segment| Arc::as_ptr(segment).cast_mut());
        let old = std::mem::replace(&mut control.segment, segment);
        if let Some(old) = &old {
            control.last_commits = (old.epoch(), old.commits());
        }
        self.offered.store(pointer, Ordering::SeqCst);
        control.retired.extend(old);
        self.release_retired(control);
    }

    /// Changes committed by the engine of this incarnation, also where it is the last one and is gone. Supervisor.
    pub fn commits(&self, epoch: u32) -> Option<i64> {
        let control = self.control();
        match &control.segment {
            Some(segment) if segment.epoch() == epoch => Some(segment.commits()),
            _ => Some(control.last_commits)
                .filter(|last| last.0 == epoch)
                .map(|last| last.1),
        }
    }

    fn release_retired(&self, control: &mut Control) {
        let held = self.held.load(Ordering::SeqCst);
        control
            .retired
            .retain(|segment| Arc::as_ptr(segment).cast_mut() == held);
    }

    /// Now and then: lets go of segments nobody holds, keeps what the engine published. Supervisor.
    pub fn refresh(&self) {
        let mut control = self.control();
        self.release_retired(&mut control);
        self.capture(&mut control);
    }

    /// A host's recall: in force at once where an engine runs, kept for the next one where not. Any thread but audio.
    pub fn recall(&self, sound: Sound) {
        let mut control = self.control();
        control.sound = sound.clamped();
        control.hand_over();
    }

    /// Keeps what the engine has published. A bounce doesn't change the leveler's remembered gain, and when a host is
    /// live again the engine goes back to it: the session sounds the same after a bounce.
    fn capture(&self, control: &mut Control) {
        let offline = self.is_offline();
        let returned = !offline && self.bounced.swap(false, Ordering::Relaxed);
        control.capture_effective(offline || returned);
        if returned {
            control.hand_over();
        }
    }

    /// What plays, or would play: for saving. Any thread but audio.
    pub fn sound(&self) -> Sound {
        let mut control = self.control();
        self.capture(&mut control);
        control.sound.clone()
    }
}

impl Control {
    /// Gives the running engine the sound.
    fn hand_over(&mut self) {
        if let Some(segment) = &self.segment {
            segment.write_recall(&self.sound, true);
            self.recalled = Some(Recalled::written_to(segment));
        }
    }

    /// Keeps what the engine has published, the leveler's gain only where it isn't frozen.
    fn capture_effective(&mut self, gain_frozen: bool) {
        let Some(segment) = &self.segment else { return };
        if self
            .recalled
            .as_ref()
            .is_some_and(|recalled| !recalled.is_taken(segment))
        {
            return;
        }
        if let Some(sound) = segment.read_effective() {
            let remembered_db = self.sound.leveler_gain_db;
            self.sound = sound;
            if gain_frozen {
                self.sound.leveler_gain_db = remembered_db;
            }
            self.recalled = None;
        }
    }
}

/// A segment that can't go away while this lives.
pub struct Held<'a> {
    link: &'a Link,
    segment: *const Segment,
}

impl Deref for Held<'_> {
    type Target = Segment;

    fn deref(&self) -> &Segment {
        // SAFETY: announced in `held`: the owner keeps the Arc until that changes.
        unsafe { &*self.segment }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.link.held.store(null_mut(), Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recall_when_a_post_of_before_is_answered_expect_not_taken_until_a_later_one_is() {
        let link = Link::new(48_000.0, 1, 1216, false);
        link.activate();
        let segment = link.next_segment().unwrap().unwrap();
        let post_and_answer = |sequence: i32| {
            segment.write_effective(&Sound::default(), 0);
            segment.int(RESPONSE_SEQUENCE_OFFSET).store(sequence, Ordering::Release);
        };
        // Made while the recall was being written: the engine may answer it with what it played before.
        segment.int(REQUEST_SEQUENCE_OFFSET).store(1, Ordering::Release);
        let recalled = Recalled::written_to(&segment);
        post_and_answer(1);
        assert!(!recalled.is_taken(&segment));
        segment.int(REQUEST_SEQUENCE_OFFSET).store(2, Ordering::Release);
        post_and_answer(2);
        assert!(recalled.is_taken(&segment));
    }
}
