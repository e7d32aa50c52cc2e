//! How long a host's live calls took, for the line that an instance leaves in bridge.log.

use std::fmt;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Live calls of one instance. Written by its audio thread, read while that is at rest.
#[derive(Default)]
pub struct CallTimes {
    calls: AtomicU64,
    /// Calls that took longer than their block lasts.
    late: AtomicU64,
    longest_ns: AtomicI64,
    /// Time of the block of the longest call.
    longest_block_ns: AtomicI64,
}

impl CallTimes {
    /// A call of a host whose blocks last `block_ns`. Audio thread.
    pub fn count(&self, took_ns: i64, block_ns: i64) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        if took_ns > block_ns {
            self.late.fetch_add(1, Ordering::Relaxed);
        }
        if took_ns > self.longest_ns.load(Ordering::Relaxed) {
            self.longest_ns.store(took_ns, Ordering::Relaxed);
            self.longest_block_ns.store(block_ns, Ordering::Relaxed);
        }
    }
}

/// As in "longest live call 1.93 ms of 2.67 ms, 0 of 1500 calls late".
impl fmt::Display for CallTimes {
    fn fmt(&self, text: &mut fmt::Formatter) -> fmt::Result {
        let calls = self.calls.load(Ordering::Relaxed);
        if calls == 0 {
            return text.write_str("no live call");
        }
        let ms = |of: &AtomicI64| of.load(Ordering::Relaxed) as f64 / 1e6;
        write!(
            text,
            "longest live call {:.2} ms of {:.2} ms, {} of {calls} calls late",
            ms(&self.longest_ns),
            ms(&self.longest_block_ns),
            self.late.load(Ordering::Relaxed)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn call_times_when_one_call_takes_longer_than_its_block_expect_it_named_and_counted() {
        let times = CallTimes::default();
        assert_eq!(times.to_string(), "no live call");
        times.count(1_930_000, 2_670_000);
        times.count(1_000_000, 5_330_000);
        assert_eq!(
            times.to_string(),
            "longest live call 1.93 ms of 2.67 ms, 0 of 2 calls late"
        );
        times.count(5_400_000, 5_330_000);
        assert_eq!(
            times.to_string(),
            "longest live call 5.40 ms of 5.33 ms, 1 of 3 calls late"
        );
    }
}
