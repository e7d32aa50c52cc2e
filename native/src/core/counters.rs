//! What an instance counts, and tells at its end.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

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

impl Counters {
    pub fn has_played(&self) -> bool {
        self.blocks.load(Ordering::Relaxed) > 0
    }
}

impl fmt::Display for Counters {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        write!(
            f,
            "{} blocks, {} late, {} dry, {} not waited for, {} restarts, {} samples scrubbed",
            of(&self.blocks),
            of(&self.late),
            of(&self.dry),
            of(&self.backed_off),
            of(&self.restarts),
            of(&self.scrubbed)
        )
    }
}
