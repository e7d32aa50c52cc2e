//! One exchange segment: typed access to the layout of `generated::layout` in a sealed memfd.
//!
//! Whose field it is says the layout: one writer per line. Fields are read and written as relaxed atomics; order comes
//! from REQUEST_SEQUENCE, RESPONSE_SEQUENCE and the two sequence locks.

use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::sync::atomic::{fence, AtomicBool, AtomicI32, AtomicI64, AtomicU32, AtomicU64, Ordering};

use crate::generated::layout::*;
use crate::generated::params::{MACRO_COUNT, PARAM_COUNT, QUANTUM_FRAMES};
use crate::platform::memfd::{self, Mapping};
use crate::sound::{Override, Sound};

/// How often a reader of a sequence lock tries before it keeps what it knows.
const LOCK_READ_TRIES: usize = 64;

/// What the shim writes once, before anyone else sees the segment.
pub struct Identity<'a> {
    pub sample_rate_hz: f64,
    pub channels: usize,
    /// Latency of the chain alone, without the shim's quantum.
    pub chain_latency_frames: usize,
    pub instance: u32,
    pub epoch: u32,
    pub offline: bool,
    pub host_name: &'a str,
}

/// Offsets of one of the two areas that hold a [`Sound`] under a sequence lock.
struct SoundArea {
    lock: usize,
    leveler_gain: usize,
    sound_version: usize,
    override_mask: usize,
    sets: usize,
    override_values: usize,
    override_host: usize,
}

const RECALL: SoundArea = SoundArea {
    lock: RECALL_LOCK_OFFSET,
    leveler_gain: RECALL_LEVELER_GAIN_OFFSET,
    sound_version: RECALL_SOUND_VERSION_OFFSET,
    override_mask: RECALL_OVERRIDE_MASK_OFFSET,
    sets: RECALL_SETS_OFFSET,
    override_values: RECALL_OVERRIDE_VALUES_OFFSET,
    override_host: RECALL_OVERRIDE_HOST_OFFSET,
};

const EFFECTIVE: SoundArea = SoundArea {
    lock: EFFECTIVE_LOCK_OFFSET,
    leveler_gain: EFFECTIVE_LEVELER_GAIN_OFFSET,
    sound_version: EFFECTIVE_SOUND_VERSION_OFFSET,
    override_mask: EFFECTIVE_OVERRIDE_MASK_OFFSET,
    sets: EFFECTIVE_SETS_OFFSET,
    override_values: EFFECTIVE_OVERRIDE_VALUES_OFFSET,
    override_host: EFFECTIVE_OVERRIDE_HOST_OFFSET,
};

/// Offset of a slot's header.
pub fn slot_header(sequence: u32) -> usize {
    SLOT_HEADERS_OFFSET + sequence as usize % SLOTS * SLOT_HEADER_BYTES
}

/// Offset of a slot's input samples of one channel.
pub fn input(sequence: u32, channel: usize) -> usize {
    AUDIO_OFFSET + sequence as usize % SLOTS * SLOT_AUDIO_BYTES + channel * CHANNEL_BYTES
}

/// Offset of a slot's output samples of one channel.
pub fn output(sequence: u32, channel: usize) -> usize {
    input(sequence, MAX_CHANNELS + channel)
}

/// Offset of a slot's k-th change of a macro.
pub fn event(sequence: u32, k: usize) -> usize {
    debug_assert!(k < EVENT_CAPACITY);
    EVENTS_OFFSET + sequence as usize % SLOTS * SLOT_EVENTS_BYTES + k * EVENT_BYTES
}

pub struct Segment {
    mapping: Mapping,
    memfd: OwnedFd,
    epoch: u32,
    /// The engine of this incarnation is gone for good; known in this process only.
    lost: AtomicBool,
}

impl Segment {
    /// A new segment, identity written. Error: errno.
    pub fn create(identity: &Identity) -> Result<Segment, i32> {
        let memfd = memfd::create_sealed(c"attune-exchange", SEGMENT_BYTES)?;
        let segment = Segment::over(memfd, identity.epoch)?;
        segment.write_identity(identity);
        Ok(segment)
    }

    /// A segment made by someone else, already checked for size and seals. Error: errno.
    pub fn over(memfd: OwnedFd, epoch: u32) -> Result<Segment, i32> {
        let mapping = Mapping::new(&memfd, SEGMENT_BYTES)?;
        Ok(Segment {
            mapping,
            memfd,
            epoch,
            lost: AtomicBool::new(false),
        })
    }

    fn write_identity(&self, identity: &Identity) {
        self.int(VERSION_OFFSET).store(VERSION as i32, Ordering::Relaxed);
        self.long(SIZE_OFFSET).store(SEGMENT_BYTES as i64, Ordering::Relaxed);
        self.set_double(SAMPLE_RATE_OFFSET, identity.sample_rate_hz);
        self.int(QUANTUM_OFFSET).store(QUANTUM_FRAMES as i32, Ordering::Relaxed);
        self.int(CHANNELS_OFFSET)
            .store(identity.channels as i32, Ordering::Relaxed);
        self.int(LATENCY_OFFSET)
            .store(identity.chain_latency_frames as i32, Ordering::Relaxed);
        self.int(PARAM_COUNT_OFFSET)
            .store(PARAM_COUNT as i32, Ordering::Relaxed);
        self.int(MACRO_COUNT_OFFSET)
            .store(MACRO_COUNT as i32, Ordering::Relaxed);
        self.int(HOST_PID_OFFSET)
            .store(std::process::id() as i32, Ordering::Relaxed);
        self.int(INSTANCE_OFFSET)
            .store(identity.instance as i32, Ordering::Relaxed);
        self.int(EPOCH_OFFSET).store(identity.epoch as i32, Ordering::Relaxed);
        self.int(OFFLINE_OFFSET)
            .store(identity.offline as i32, Ordering::Relaxed);
        self.int(HOST_POLICY_OFFSET).store(-1, Ordering::Relaxed);
        self.int(ENGINE_POLICY_OFFSET).store(-1, Ordering::Relaxed);
        self.set_float(BROADBAND_GAIN_OFFSET, 1.0);
        for (i, byte) in truncated_utf8(identity.host_name, 63).bytes().enumerate() {
            // SAFETY: i < 63, inside the 64 bytes of the host's name; nobody else has the segment yet.
            unsafe { self.mapping.address().add(HOST_NAME_OFFSET + i).write(byte) };
        }
        // Last: a segment without magic is not finished.
        self.int(MAGIC_OFFSET).store(MAGIC as i32, Ordering::Release);
    }

    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    pub fn memfd(&self) -> BorrowedFd<'_> {
        self.memfd.as_fd()
    }

    pub fn memfd_number(&self) -> RawFd {
        self.memfd.as_raw_fd()
    }

    pub fn address(&self) -> i64 {
        self.mapping.address() as i64
    }

    /// Says that the engine is gone; the audio thread sees it at its next look.
    pub fn mark_lost(&self) {
        self.lost.store(true, Ordering::Release);
    }

    pub fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Acquire)
    }

    pub fn is_ready(&self) -> bool {
        !self.is_lost() && self.int(STATE_OFFSET).load(Ordering::Acquire) == STATE_READY as i32
    }

    /// Whether the engine has answered this very sequence: then what it has written for it is seen.
    pub fn is_answered(&self, sequence: u32) -> bool {
        let done = self.int(slot_header(sequence) + SLOT_DONE_SEQUENCE);
        done.load(Ordering::Acquire) == sequence as i32
    }

    /// The newest sequence with an answer among the last `count` up to `posted`, at most SLOTS. Slots say it; what an
    /// engine says in RESPONSE_SEQUENCE alone, too early or for what nobody has posted, counts for nothing.
    pub fn newest_answered(&self, posted: u32, count: u32) -> Option<u32> {
        (0..count.min(SLOTS as u32))
            .map(|back| posted.wrapping_sub(back))
            .find(|sequence| self.is_answered(*sequence))
    }

    /// Changes of the sound that the engine has committed.
    pub fn commits(&self) -> i64 {
        self.long(COMMITS_OFFSET).load(Ordering::Relaxed)
    }

    pub fn int(&self, offset: usize) -> &AtomicI32 {
        debug_assert!(offset + 4 <= SEGMENT_BYTES && offset.is_multiple_of(4));
        // SAFETY: an aligned int of the layout inside the mapping, which lives as long as self.
        unsafe { &*self.mapping.address().add(offset).cast::<AtomicI32>() }
    }

    pub fn long(&self, offset: usize) -> &AtomicI64 {
        debug_assert!(offset + 8 <= SEGMENT_BYTES && offset.is_multiple_of(8));
        // SAFETY: an aligned long of the layout inside the mapping, which lives as long as self.
        unsafe { &*self.mapping.address().add(offset).cast::<AtomicI64>() }
    }

    fn double_bits(&self, offset: usize) -> &AtomicU64 {
        debug_assert!(offset + 8 <= SEGMENT_BYTES && offset.is_multiple_of(8));
        // SAFETY: an aligned double of the layout inside the mapping, which lives as long as self.
        unsafe { &*self.mapping.address().add(offset).cast::<AtomicU64>() }
    }

    fn float_bits(&self, offset: usize) -> &AtomicU32 {
        debug_assert!(offset + 4 <= SEGMENT_BYTES && offset.is_multiple_of(4));
        // SAFETY: an aligned float of the layout inside the mapping, which lives as long as self.
        unsafe { &*self.mapping.address().add(offset).cast::<AtomicU32>() }
    }

    pub fn double(&self, offset: usize) -> f64 {
        f64::from_bits(self.double_bits(offset).load(Ordering::Relaxed))
    }

    pub fn set_double(&self, offset: usize, value: f64) {
        self.double_bits(offset).store(value.to_bits(), Ordering::Relaxed);
    }

    pub fn float(&self, offset: usize) -> f32 {
        f32::from_bits(self.float_bits(offset).load(Ordering::Relaxed))
    }

    pub fn set_float(&self, offset: usize, value: f32) {
        self.float_bits(offset).store(value.to_bits(), Ordering::Relaxed);
    }

    /// Copies samples into a slot that the other side doesn't hold.
    pub fn write_samples(&self, offset: usize, samples: &[f32]) {
        debug_assert!(offset >= AUDIO_OFFSET && offset + samples.len() * 4 <= SEGMENT_BYTES);
        // SAFETY: inside the audio area of the mapping; the exchange gives the slot to one side at a time.
        unsafe {
            let target = self.mapping.address().add(offset).cast::<f32>();
            std::ptr::copy_nonoverlapping(samples.as_ptr(), target, samples.len());
        }
    }

    /// Copies samples out of a slot that the other side has handed over.
    pub fn read_samples(&self, offset: usize, samples: &mut [f32]) {
        debug_assert!(offset >= AUDIO_OFFSET && offset + samples.len() * 4 <= SEGMENT_BYTES);
        // SAFETY: inside the audio area of the mapping; a broken engine could give odd samples, but no odd memory.
        unsafe {
            let source = self.mapping.address().add(offset).cast::<f32>();
            std::ptr::copy_nonoverlapping(source, samples.as_mut_ptr(), samples.len());
        }
    }

    /// Shim: hands the engine a sound. One writer at a time.
    pub fn write_recall(&self, sound: &Sound, exact: bool) {
        self.write_sound(&RECALL, sound, Some((RECALL_EXACT_OFFSET, exact as i32)));
    }

    /// Engine: the sound to take, and the lock value that names it; `None` while it is being written.
    pub fn read_recall(&self) -> Option<(Sound, i32)> {
        self.read_sound(&RECALL)
    }

    /// Engine: publishes what plays. One writer.
    pub fn write_effective(&self, sound: &Sound, slot: i32) {
        self.write_sound(&EFFECTIVE, sound, Some((EFFECTIVE_SLOT_OFFSET, slot)));
    }

    /// Shim: what the engine last published, clamped; `None` where it never did or keeps writing.
    pub fn read_effective(&self) -> Option<Sound> {
        let (sound, lock) = self.read_sound(&EFFECTIVE)?;
        (lock != 0).then(|| sound.clamped())
    }

    /// Changes with everything the engine publishes; 0 before the first time.
    pub fn effective_lock(&self) -> i32 {
        self.int(EFFECTIVE_LOCK_OFFSET).load(Ordering::Acquire)
    }

    fn write_sound(&self, area: &SoundArea, sound: &Sound, also: Option<(usize, i32)>) {
        let lock = self.int(area.lock);
        let before = lock.load(Ordering::Relaxed) & !1;
        lock.store(before | 1, Ordering::Relaxed);
        fence(Ordering::Release);
        if let Some((offset, value)) = also {
            self.int(offset).store(value, Ordering::Relaxed);
        }
        self.set_double(area.leveler_gain, sound.leveler_gain_db);
        self.int(area.sound_version)
            .store(sound.sound_version as i32, Ordering::Relaxed);
        for (s, set) in sound.sets.iter().enumerate() {
            for (i, value) in set.iter().enumerate() {
                self.set_double(area.sets + (s * PARAM_CAPACITY + i) * 8, *value);
            }
        }
        self.write_overrides(area, sound);
        lock.store(before.wrapping_add(2), Ordering::Release);
    }

    fn write_overrides(&self, area: &SoundArea, sound: &Sound) {
        let mut mask = 0;
        for (i, entry) in sound.overrides.iter().enumerate() {
            if let Some(of) = entry {
                mask |= 1 << i;
                self.set_double(area.override_values + i * 8, of.value);
                self.set_double(area.override_host + i * 8, of.host_value);
            }
        }
        self.int(area.override_mask).store(mask, Ordering::Relaxed);
    }

    fn read_overrides(&self, area: &SoundArea, sound: &mut Sound) {
        let mask = self.int(area.override_mask).load(Ordering::Relaxed);
        for (i, entry) in sound.overrides.iter_mut().enumerate() {
            *entry = (mask & 1 << i != 0).then(|| Override {
                value: self.double(area.override_values + i * 8),
                host_value: self.double(area.override_host + i * 8),
            });
        }
    }

    fn read_sound(&self, area: &SoundArea) -> Option<(Sound, i32)> {
        let lock = self.int(area.lock);
        for _ in 0..LOCK_READ_TRIES {
            let before = lock.load(Ordering::Acquire);
            if before & 1 == 0 {
                let mut sound = Sound {
                    sets: [[0.0; PARAM_COUNT]; PARAM_SETS],
                    overrides: [None; MACRO_COUNT],
                    leveler_gain_db: 0.0,
                    sound_version: 0,
                };
                sound.leveler_gain_db = self.double(area.leveler_gain);
                sound.sound_version = self.int(area.sound_version).load(Ordering::Relaxed) as u32;
                for (s, set) in sound.sets.iter_mut().enumerate() {
                    for (i, value) in set.iter_mut().enumerate() {
                        *value = self.double(area.sets + (s * PARAM_CAPACITY + i) * 8);
                    }
                }
                self.read_overrides(area, &mut sound);
                fence(Ordering::Acquire);
                if lock.load(Ordering::Relaxed) == before {
                    return Some((sound, before));
                }
            }
            std::thread::yield_now();
        }
        None
    }
}

fn truncated_utf8(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
