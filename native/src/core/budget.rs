//! How long callbacks may wait for engines: one pool of wall-clock time per host process, refilled by the frames that
//! run. A host that calls its instances one after the other shares one callback's time between them; a host that runs
//! them in parallel is charged once for time that passes once.

use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use crate::generated::params::QUANTUM_FRAMES;

/// Share of the time that frames represent which may be spent waiting.
const SHARE: f64 = 0.6;
/// A wait shorter than this can't succeed: the engine isn't even woken.
const SHORTEST_WAIT_NS: i64 = 15_000;
/// Tries of a contended update before it is dropped; the pool is an estimate, the audio thread isn't.
const UPDATE_TRIES: usize = 8;

#[derive(Default)]
pub struct WaitBudget {
    balance_ns: AtomicI64,
    active: AtomicU32,
    waiting: AtomicU32,
    /// When a wait last began or ended: time up to then is paid.
    paid_until_ns: AtomicI64,
}

impl WaitBudget {
    pub const fn new() -> WaitBudget {
        WaitBudget {
            balance_ns: AtomicI64::new(0),
            active: AtomicU32::new(0),
            waiting: AtomicU32::new(0),
            paid_until_ns: AtomicI64::new(0),
        }
    }

    /// An instance is activated. Main thread.
    pub fn join(&self) {
        self.active.fetch_add(1, Ordering::Relaxed);
    }

    /// An instance is deactivated. Main thread.
    pub fn leave(&self) {
        self.active.fetch_sub(1, Ordering::Relaxed);
    }

    /// Adds `share` of one instance, never above `cap_ns`. Audio threads.
    fn refill(&self, time_ns: f64, cap_ns: i64) {
        let share_ns = (SHARE * time_ns / self.active.load(Ordering::Relaxed).max(1) as f64) as i64;
        for _ in 0..UPDATE_TRIES {
            let balance = self.balance_ns.load(Ordering::Relaxed);
            let next = (balance + share_ns).min(cap_ns.max(balance));
            if self
                .balance_ns
                .compare_exchange_weak(balance, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
            {
                return;
            }
        }
    }

    /// Begins a wait. Audio threads.
    pub fn begin(&self, now_ns: i64) -> Wait<'_> {
        // before it counts as waiting, so that no other thread pays for the time in which nobody waited
        if self.waiting.load(Ordering::Acquire) == 0 {
            self.paid_until_ns.fetch_max(now_ns, Ordering::Relaxed);
        }
        if self.waiting.fetch_add(1, Ordering::AcqRel) > 0 {
            self.pay(now_ns);
        }
        let balance_ns = self.balance_ns.load(Ordering::Relaxed);
        Wait {
            budget: self,
            allowed_ns: if balance_ns < SHORTEST_WAIT_NS { 0 } else { balance_ns },
        }
    }

    /// Pays for the time since any wait last began or ended: what several threads wait at the same time is paid once.
    fn pay(&self, now_ns: i64) {
        let since_ns = self.paid_until_ns.fetch_max(now_ns, Ordering::Relaxed);
        self.balance_ns.fetch_sub((now_ns - since_ns).max(0), Ordering::Relaxed);
    }
}

/// A wait that is going on; [`Wait::end`] pays for it.
pub struct Wait<'a> {
    budget: &'a WaitBudget,
    pub allowed_ns: i64,
}

impl Wait<'_> {
    pub fn end(self, now_ns: i64) {
        self.budget.pay(now_ns);
    }
}

impl Drop for Wait<'_> {
    /// A panic ends a wait as well.
    fn drop(&mut self) {
        self.budget.waiting.fetch_sub(1, Ordering::Release);
    }
}

/// One instance's view: how large the host's blocks are. Audio thread.
pub struct BlockWindow {
    ns_per_frame: f64,
    window_frames: usize,
    seen_frames: usize,
    largest_now: usize,
    largest_before: usize,
}

impl BlockWindow {
    /// Remembers the largest block of the last one to two seconds.
    pub fn new(sample_rate_hz: f64) -> BlockWindow {
        BlockWindow {
            ns_per_frame: 1e9 / sample_rate_hz,
            window_frames: sample_rate_hz as usize,
            seen_frames: 0,
            largest_now: 0,
            largest_before: 0,
        }
    }

    /// Frames arrive: the pool grows by their share, up to one quantum's or one host block's worth.
    pub fn refill(&mut self, frames: usize, budget: &WaitBudget) {
        self.largest_now = self.largest_now.max(frames);
        self.seen_frames += frames;
        if self.seen_frames >= self.window_frames {
            self.largest_before = self.largest_now;
            self.largest_now = frames;
            self.seen_frames = 0;
        }
        budget.refill(
            frames as f64 * self.ns_per_frame,
            (SHARE * self.block_ns() as f64) as i64,
        );
    }

    /// Time of the host's largest block of late, at least of a quantum: what it gives to a call, even where it cuts a
    /// block into several calls.
    pub fn block_ns(&self) -> i64 {
        let largest = self.largest_now.max(self.largest_before).max(QUANTUM_FRAMES);
        (largest as f64 * self.ns_per_frame) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budget_when_host_calls_single_frames_expect_one_quantum_saved_up() {
        let budget = WaitBudget::new();
        budget.join();
        let mut window = BlockWindow::new(48_000.0);
        for _ in 0..64 {
            window.refill(1, &budget);
        }
        let wait = budget.begin(0);
        assert!((wait.allowed_ns - 800_000).abs() < 100, "{}", wait.allowed_ns);
        wait.end(0);
        for _ in 0..1_000 {
            window.refill(1, &budget);
        }
        assert!(budget.begin(0).allowed_ns <= 800_000);
    }

    #[test]
    fn budget_when_instances_run_in_turn_expect_one_block_shared() {
        let budget = WaitBudget::new();
        let mut windows: Vec<_> = (0..4).map(|_| BlockWindow::new(48_000.0)).collect();
        windows.iter().for_each(|_| budget.join());
        let begun_ns = 5_000_000_000;
        let mut now_ns = begun_ns;
        for window in &mut windows {
            window.refill(480, &budget);
            let wait = budget.begin(now_ns);
            now_ns += wait.allowed_ns;
            wait.end(now_ns);
        }
        let spent_ns = now_ns - begun_ns;
        assert!((spent_ns - 6_000_000).abs() < 100, "{spent_ns}");
    }

    #[test]
    fn budget_when_many_wait_at_the_same_time_expect_that_time_paid_once() {
        let budget = WaitBudget::new();
        let mut windows: Vec<_> = (0..24).map(|_| BlockWindow::new(48_000.0)).collect();
        windows.iter().for_each(|_| budget.join());
        windows.iter_mut().for_each(|window| window.refill(480, &budget));
        let full_ns = budget.begin(0).allowed_ns;
        // each begins 10 us after the one before, and all have their answers 1 ms after the first began
        let waits: Vec<_> = (0..24).map(|i| budget.begin(i * 10_000)).collect();
        waits.into_iter().for_each(|wait| wait.end(1_000_000));
        let left_ns = budget.begin(1_000_000).allowed_ns;
        assert_eq!(full_ns - left_ns, 1_000_000);
    }
}
