//! The engine side of the exchange, for an engine that gives back its input. See the program `attune-echo`.

use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::Arc;
use std::time::Duration;

use crate::core::LatencyMode;
use crate::engine_abi::{attune_engine_complete, attune_engine_wait, QUIT};
use crate::generated::layout::*;
use crate::generated::params::{MACRO_AMOUNT, MACRO_COUNT, MACRO_LIKE, PARAM_COUNT, QUANTUM_FRAMES};
use crate::platform::{clock, memfd, scheduling};
use crate::segment::{event, input, output, slot_header, Segment};

/// Longest sleep between two heartbeats.
const BEAT_MS: i32 = 250;

#[derive(Clone, Copy, Debug)]
pub struct EchoConfig {
    /// Gain that is applied.
    pub gain: f32,
    /// Gain that is published; NaN for the one that is applied.
    pub published_gain: f32,
    /// Ceiling that is published; 0 for none.
    pub ceiling: f32,
    /// Time that every exchange takes besides.
    pub delay_us: u64,
    /// Time that every quantum is computed on besides: an engine as busy as the real one.
    pub busy_us_per_quantum: f64,
    /// Every so many exchanges one takes 50 ms; 0 for never.
    pub late_every: u64,
    /// Instances that are taken.
    pub instances: usize,
    /// The macro Amount is a gain besides, 100 % for 1, from the frame on at which it changes.
    pub follow_amount: bool,
    /// Every press of Like is a committed change.
    pub commit_likes: bool,
    /// The incarnation that lives and is ready, but answers nothing; 0 for none.
    pub mute_epoch: u32,
    /// The incarnation that lives and is never ready; 0 for none.
    pub warming_epoch: u32,
}

impl Default for EchoConfig {
    fn default() -> EchoConfig {
        EchoConfig {
            gain: 1.0,
            published_gain: f32::NAN,
            ceiling: 0.0,
            delay_us: 0,
            busy_us_per_quantum: 0.0,
            late_every: 0,
            instances: 8,
            follow_amount: false,
            commit_likes: false,
            mute_epoch: 0,
            warming_epoch: 0,
        }
    }
}

/// One attached instance and its thread.
pub struct Echo {
    segment: Segment,
    quit: AtomicBool,
    config: EchoConfig,
}

impl Echo {
    /// Checks and maps the segment and starts its thread; on refusal says why in the segment, where it can.
    pub fn attach(memfd: OwnedFd, epoch: u32, config: EchoConfig, full: bool) -> Option<Arc<Echo>> {
        if memfd::size_of(memfd.as_raw_fd()) != Ok(SEGMENT_BYTES as i64) {
            refuse_size(&memfd);
            return None;
        }
        let sealed = memfd::is_sealed(memfd.as_raw_fd());
        let segment = Segment::over(memfd, epoch).ok()?;
        let refusal = match check(&segment) {
            REFUSED_NOTHING if !sealed => REFUSED_SEALS,
            REFUSED_NOTHING if full => REFUSED_FULL,
            other => other,
        };
        if refusal != REFUSED_NOTHING {
            segment.int(REFUSAL_OFFSET).store(refusal as i32, Ordering::Release);
            segment.int(STATE_OFFSET).store(STATE_DEAD as i32, Ordering::Release);
            return None;
        }
        let echo = Arc::new(Echo {
            segment,
            quit: AtomicBool::new(false),
            config,
        });
        let theirs = echo.clone();
        std::thread::Builder::new()
            .name(format!("echo-{epoch}"))
            .spawn(move || theirs.run())
            .ok()?;
        Some(echo)
    }

    /// The thread leaves at its next look.
    pub fn quit(&self) {
        self.quit.store(true, Ordering::Release);
    }

    fn run(&self) {
        let segment = &self.segment;
        segment
            .int(ENGINE_PID_OFFSET)
            .store(std::process::id() as i32, Ordering::Relaxed);
        segment.set_float(CEILING_OFFSET, self.config.ceiling);
        let channels = segment.int(CHANNELS_OFFSET).load(Ordering::Relaxed) as usize;
        let latency = segment.int(LATENCY_OFFSET).load(Ordering::Relaxed) as usize;
        let mut delay = Delay::new(channels, latency);
        let mut unmeasured = latency;
        let mut recall_taken = 0;
        self.take_recall(&mut recall_taken);
        self.beat();
        let warms_for_ever = segment.epoch() == self.config.warming_epoch;
        let state = if warms_for_ever { STATE_WARMING } else { STATE_READY };
        segment.int(STATE_OFFSET).store(state as i32, Ordering::Release);
        let mut answered: i32 = 0;
        let mut exchanges = 0u64;
        loop {
            // SAFETY: the address is this segment's own.
            let newest = unsafe { attune_engine_wait(segment.address(), answered, BEAT_MS) };
            self.beat();
            if newest == QUIT || self.quit.load(Ordering::Acquire) {
                return;
            }
            self.follow_scheduling();
            self.take_recall(&mut recall_taken);
            if newest < 0 {
                continue;
            }
            if segment.epoch() == self.config.mute_epoch {
                answered = newest as u32 as i32;
            }
            while answered != newest as u32 as i32 {
                answered = answered.wrapping_add(1);
                exchanges += 1;
                self.dawdle(exchanges);
                self.publish_gain(answered as u32, &mut unmeasured);
                self.answer(answered as u32, &mut delay);
            }
        }
    }

    fn answer(&self, sequence: u32, delay: &mut Delay) {
        let segment = &self.segment;
        let header = slot_header(sequence);
        segment
            .long(header + SLOT_START_NS)
            .store(clock::now_ns(), Ordering::Relaxed);
        let flags = segment.int(header + SLOT_FLAGS).load(Ordering::Relaxed) as u32;
        if delay.begins_anew(flags) {
            delay.clear();
        }
        let frames = segment.int(header + SLOT_FRAMES_FIELD).load(Ordering::Relaxed);
        if frames > 0 && frames as usize <= SLOT_FRAMES && (frames as usize).is_multiple_of(QUANTUM_FRAMES) {
            self.compute(frames as usize);
            delay.process(segment, sequence, frames as usize, self.config.gain);
            if self.config.commit_likes {
                let likes = events_of(segment, sequence, MACRO_LIKE).count() as i64;
                segment.long(COMMITS_OFFSET).fetch_add(likes, Ordering::Relaxed);
            }
            if self.config.follow_amount {
                apply_amount(segment, sequence, frames as usize);
            }
            let quanta = frames as i64 / QUANTUM_FRAMES as i64;
            segment
                .long(PROCESSED_QUANTA_OFFSET)
                .fetch_add(quanta, Ordering::Relaxed);
        }
        // SAFETY: the address is this segment's own.
        unsafe { attune_engine_complete(segment.address(), sequence as i32) };
    }

    /// As the real engine: its gain is known once a first input has come through, until then 1 is published.
    fn publish_gain(&self, sequence: u32, unmeasured_frames: &mut usize) {
        if *unmeasured_frames == 0 {
            return;
        }
        let frames = self.segment.int(slot_header(sequence) + SLOT_FRAMES_FIELD);
        *unmeasured_frames = unmeasured_frames.saturating_sub(frames.load(Ordering::Relaxed).max(0) as usize);
        if *unmeasured_frames == 0 {
            let EchoConfig {
                gain, published_gain, ..
            } = self.config;
            let published = if published_gain.is_nan() { gain } else { published_gain };
            self.segment.set_float(BROADBAND_GAIN_OFFSET, published);
        }
    }

    fn compute(&self, frames: usize) {
        let quanta = (frames / QUANTUM_FRAMES) as f64;
        let end_ns = clock::now_ns() + (self.config.busy_us_per_quantum * quanta * 1_000.0) as i64;
        while clock::now_ns() < end_ns {
            std::hint::spin_loop();
        }
    }

    fn dawdle(&self, exchanges: u64) {
        if self.config.delay_us > 0 {
            std::thread::sleep(Duration::from_micros(self.config.delay_us));
        }
        if self.config.late_every > 0 && exchanges.is_multiple_of(self.config.late_every) {
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn beat(&self) {
        self.segment
            .long(HEARTBEAT_OFFSET)
            .store(clock::now_ns(), Ordering::Relaxed);
    }

    /// As the real engine: one below the host's audio thread, where the system allows it.
    fn follow_scheduling(&self) {
        let segment = &self.segment;
        if segment.int(ENGINE_POLICY_OFFSET).load(Ordering::Relaxed) >= 0 {
            return;
        }
        let policy = segment.int(HOST_POLICY_OFFSET).load(Ordering::Relaxed);
        if policy < 0 {
            return;
        }
        let priority = segment.int(HOST_PRIORITY_OFFSET).load(Ordering::Relaxed);
        let _ = if scheduling::is_real_time(policy) {
            scheduling::set(policy, (priority - 1).max(1))
        } else {
            scheduling::set(libc::SCHED_OTHER, 0)
        };
        let (policy, priority) = scheduling::current();
        segment.int(ENGINE_PRIORITY_OFFSET).store(priority, Ordering::Relaxed);
        segment
            .int(ENGINE_POLICY_OFFSET)
            .store(policy.max(0), Ordering::Relaxed);
    }

    /// Publishes a recalled sound as the effective one.
    fn take_recall(&self, taken: &mut i32) {
        if self.segment.int(RECALL_LOCK_OFFSET).load(Ordering::Acquire) == *taken {
            return;
        }
        if let Some((sound, lock)) = self.segment.read_recall() {
            self.segment.write_effective(&sound.clamped(), 0);
            *taken = lock;
        }
    }
}

/// Frames and values of one macro's changes in a slot.
fn events_of(segment: &Segment, sequence: u32, index: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
    let count = segment
        .int(slot_header(sequence) + SLOT_EVENT_COUNT)
        .load(Ordering::Relaxed);
    (0..count.clamp(0, EVENT_CAPACITY as i32) as usize)
        .map(move |k| event(sequence, k))
        .filter(move |at| segment.int(at + EVENT_MACRO).load(Ordering::Relaxed) == index as i32)
        .map(|at| {
            let frame = segment.int(at + EVENT_FRAME).load(Ordering::Relaxed);
            (
                frame.clamp(0, SLOT_FRAMES as i32) as usize,
                segment.double(at + EVENT_VALUE),
            )
        })
}

fn apply_amount(segment: &Segment, sequence: u32, frames: usize) {
    let mut changes = vec![(
        0,
        segment.double(slot_header(sequence) + SLOT_MACROS + MACRO_AMOUNT * 8),
    )];
    changes.extend(events_of(segment, sequence, MACRO_AMOUNT).filter(|(frame, _)| *frame < frames));
    changes.push((frames, 0.0));
    let mut part = vec![0.0; frames];
    for channel in 0..segment.int(CHANNELS_OFFSET).load(Ordering::Relaxed) as usize {
        segment.read_samples(output(sequence, channel), &mut part);
        for pair in changes.windows(2) {
            let gain = (pair[0].1 / 100.0) as f32;
            part[pair[0].0..pair[1].0].iter_mut().for_each(|sample| *sample *= gain);
        }
        segment.write_samples(output(sequence, channel), &part);
    }
}

/// Says REFUSED_SIZE in a file of another size, where it has room for that.
fn refuse_size(memfd: &OwnedFd) {
    let room = memfd::size_of(memfd.as_raw_fd()).is_ok_and(|bytes| bytes >= SLOT_HEADERS_OFFSET as i64);
    if !room || !memfd::is_sealed(memfd.as_raw_fd()) {
        return;
    }
    if let Ok(mapping) = memfd::Mapping::new(memfd, SLOT_HEADERS_OFFSET) {
        // SAFETY: aligned ints inside the mapping, which nobody can shrink.
        unsafe {
            let int = |offset| &*mapping.address().add(offset).cast::<AtomicI32>();
            int(REFUSAL_OFFSET).store(REFUSED_SIZE as i32, Ordering::Release);
            int(STATE_OFFSET).store(STATE_DEAD as i32, Ordering::Release);
        }
    }
}

/// Why this segment can't be taken.
fn check(segment: &Segment) -> u32 {
    let int = |offset| segment.int(offset).load(Ordering::Acquire);
    let rate_hz = segment.double(SAMPLE_RATE_OFFSET);
    if int(MAGIC_OFFSET) != MAGIC as i32 {
        REFUSED_MAGIC
    } else if int(VERSION_OFFSET) != VERSION as i32 {
        REFUSED_VERSION
    } else if segment.long(SIZE_OFFSET).load(Ordering::Relaxed) != SEGMENT_BYTES as i64 {
        REFUSED_SIZE
    } else if int(QUANTUM_OFFSET) != QUANTUM_FRAMES as i32
        || !(1..=MAX_CHANNELS as i32).contains(&int(CHANNELS_OFFSET))
        || int(PARAM_COUNT_OFFSET) != PARAM_COUNT as i32
        || int(MACRO_COUNT_OFFSET) != MACRO_COUNT as i32
        || ![LatencyMode::Quality, LatencyMode::Live]
            .map(|mode| crate::core::chain_latency_frames(rate_hz, mode).map(|frames| frames as i32))
            .contains(&Some(int(LATENCY_OFFSET)))
    {
        REFUSED_FORMAT
    } else {
        REFUSED_NOTHING
    }
}

/// A delay line per channel.
struct Delay {
    lines: Vec<Vec<f32>>,
    position: usize,
    part: Vec<f32>,
    offline: bool,
}

impl Delay {
    fn new(channels: usize, frames: usize) -> Delay {
        Delay {
            lines: vec![vec![0.0; frames]; channels],
            position: 0,
            part: vec![0.0; SLOT_FRAMES],
            offline: false,
        }
    }

    /// Whether a post with these flags is the first of a stream: a start, or an offline render behind live sound.
    fn begins_anew(&mut self, flags: u32) -> bool {
        let offline = flags & FLAG_OFFLINE != 0;
        let renders = offline && !self.offline;
        self.offline = offline;
        renders || flags & FLAG_START != 0
    }

    fn clear(&mut self) {
        self.lines.iter_mut().for_each(|line| line.fill(0.0));
    }

    fn process(&mut self, segment: &Segment, sequence: u32, frames: usize, gain: f32) {
        let start = self.position;
        for (channel, line) in self.lines.iter_mut().enumerate() {
            let part = &mut self.part[..frames];
            segment.read_samples(input(sequence, channel), part);
            self.position = start;
            for sample in part.iter_mut() {
                let delayed = std::mem::replace(&mut line[self.position], *sample);
                *sample = delayed * gain;
                self.position = (self.position + 1) % line.len();
            }
            segment.write_samples(output(sequence, channel), part);
        }
    }
}
