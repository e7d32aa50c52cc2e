//! The macros as all threads of an instance see them: what the host has set, and what a recall brings, under a sequence
//! lock.

use std::sync::atomic::{fence, AtomicU32, AtomicU64, Ordering};

use crate::generated::params::{MACROS, MACRO_COUNT};

pub struct SharedMacros {
    /// As the host has them, bits of doubles. Written by the audio thread, for saving.
    values: [AtomicU64; MACRO_COUNT],
    /// Of a host's recall that the audio thread hasn't taken yet. The lock is odd while they are written.
    lock: AtomicU32,
    recalled: [AtomicU64; MACRO_COUNT],
}

impl SharedMacros {
    pub fn new() -> SharedMacros {
        SharedMacros {
            values: std::array::from_fn(|i| AtomicU64::new(MACROS[i].default.to_bits())),
            lock: AtomicU32::new(0),
            recalled: std::array::from_fn(|_| AtomicU64::new(0)),
        }
    }

    /// Audio thread, or a recall.
    pub fn set(&self, index: usize, value: f64) {
        self.values[index].store(value.to_bits(), Ordering::Relaxed);
    }

    /// Any thread.
    pub fn value(&self, index: usize) -> f64 {
        f64::from_bits(self.values[index].load(Ordering::Relaxed))
    }

    /// Any thread.
    pub fn all(&self) -> [f64; MACRO_COUNT] {
        std::array::from_fn(|i| self.value(i))
    }

    /// A host's recall. One writer at a time.
    pub fn recall(&self, values: &[f64; MACRO_COUNT]) {
        let before = self.lock.load(Ordering::Relaxed);
        self.lock.store(before | 1, Ordering::Relaxed);
        fence(Ordering::Release);
        for (index, value) in values.iter().enumerate() {
            self.recalled[index].store(value.to_bits(), Ordering::Relaxed);
            self.set(index, *value);
        }
        self.lock.store((before | 1).wrapping_add(1), Ordering::Release);
    }

    /// What [`SharedMacros::recall`] has brought since `taken`, which is kept up to date; nothing while it is being
    /// written. Audio thread.
    pub fn take_recalled(&self, taken: &mut u32) -> Option<[f64; MACRO_COUNT]> {
        let before = self.lock.load(Ordering::Acquire);
        if before == *taken || before & 1 != 0 {
            return None;
        }
        let values = std::array::from_fn(|i| f64::from_bits(self.recalled[i].load(Ordering::Relaxed)));
        fence(Ordering::Acquire);
        if self.lock.load(Ordering::Relaxed) != before {
            return None;
        }
        *taken = before;
        Some(values)
    }
}
