//! How long callbacks may wait for engines: for each of the host's threads a pool of wall-clock time, refilled by the
//! frames that run in it. Instances that a host calls one after the other share one callback's time; those that it runs
//! in threads of their own, or on workers, share only with what runs in the same thread, since each thread has its own deadline.

use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use crate::generated::params::QUANTUM_FRAMES;

/// Share of the time that frames represent which may be spent waiting.
const SHARE: f64 = 0.6;
/// A wait shorter than this can't succeed: the engine isn't even woken.
const SHORTEST_WAIT_NS: i64 = 15_000;
/// Tries of a contended update before it is dropped; the pool is an estimate, the audio thread isn't.
const UPDATE_TRIES: usize = 8;
/// Threads whose numbers fall on the same pool share it: less time to wait for them, no harm.
const POOLS_LOG2: u32 = 8;

/// Time of one thread.
struct Pool {
    balance_ns: AtomicI64,
    /// Instances whose last block ran here.
    instances: AtomicU32,
}

/// All pools of a host process.
pub struct WaitBudget {
    pools: [Pool; 1 << POOLS_LOG2],
}

impl Default for WaitBudget {
    fn default() -> WaitBudget {
        WaitBudget::new()
    }
}

impl WaitBudget {
    pub const fn new() -> WaitBudget {
        WaitBudget {
            pools: [const {
                Pool {
                    balance_ns: AtomicI64::new(0),
                    instances: AtomicU32::new(0),
                }
            }; 1 << POOLS_LOG2],
        }
    }

    fn pool(&self, thread: usize) -> &Pool {
        // Fibonacci hashing: addresses of threads differ in their middle bits
        let place = (thread as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - POOLS_LOG2);
        &self.pools[place as usize]
    }

    /// Begins a wait. The thread that was named to [`BlockWindow::refill`].
    pub fn begin(&self, thread: usize) -> Wait<'_> {
        let pool = self.pool(thread);
        let balance_ns = pool.balance_ns.load(Ordering::Relaxed);
        Wait {
            pool,
            allowed_ns: if balance_ns < SHORTEST_WAIT_NS { 0 } else { balance_ns },
        }
    }
}

impl Pool {
    /// Adds the share of one instance, never above `cap_ns`. Audio threads.
    fn refill(&self, time_ns: f64, cap_ns: i64) {
        let share_ns = (SHARE * time_ns / self.instances.load(Ordering::Relaxed).max(1) as f64) as i64;
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
}

/// A wait that is going on; [`Wait::end`] pays for it.
pub struct Wait<'a> {
    pool: &'a Pool,
    pub allowed_ns: i64,
}

impl Wait<'_> {
    pub fn end(self, spent_ns: i64) {
        self.pool.balance_ns.fetch_sub(spent_ns.max(0), Ordering::Relaxed);
    }
}

/// Where one instance draws its time: with the thread that played it last.
#[derive(Default)]
pub struct Seat {
    thread: Option<usize>,
}

impl Seat {
    /// A block runs in `thread`. Audio thread.
    fn take(&mut self, thread: usize, budget: &WaitBudget) {
        if self.thread != Some(thread) {
            self.leave(budget);
            budget.pool(thread).instances.fetch_add(1, Ordering::Relaxed);
            self.thread = Some(thread);
        }
    }

    /// No more blocks. Main thread; the audio thread is at rest.
    pub fn leave(&mut self, budget: &WaitBudget) {
        if let Some(thread) = self.thread.take() {
            budget.pool(thread).instances.fetch_sub(1, Ordering::Relaxed);
        }
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

    /// Frames arrive in `thread`: its pool grows by their share, up to one quantum's or one host block's worth.
    pub fn refill(&mut self, frames: usize, seat: &mut Seat, thread: usize, budget: &WaitBudget) {
        seat.take(thread, budget);
        self.largest_now = self.largest_now.max(frames);
        self.seen_frames += frames;
        if self.seen_frames >= self.window_frames {
            self.largest_before = self.largest_now;
            self.largest_now = frames;
            self.seen_frames = 0;
        }
        budget.pool(thread).refill(
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

    struct Instance {
        window: BlockWindow,
        seat: Seat,
    }

    impl Instance {
        fn new() -> Instance {
            Instance {
                window: BlockWindow::new(48_000.0),
                seat: Seat::default(),
            }
        }

        /// Plays a block and waits as long as it may.
        fn play(&mut self, frames: usize, thread: usize, budget: &WaitBudget) -> i64 {
            self.window.refill(frames, &mut self.seat, thread, budget);
            let wait = budget.begin(thread);
            let allowed_ns = wait.allowed_ns;
            wait.end(allowed_ns);
            allowed_ns
        }
    }

    #[test]
    fn budget_when_host_calls_single_frames_expect_one_quantum_saved_up() {
        let budget = WaitBudget::new();
        let mut instance = Instance::new();
        for _ in 0..64 {
            instance.window.refill(1, &mut instance.seat, 1, &budget);
        }
        let wait = budget.begin(1);
        assert!((wait.allowed_ns - 800_000).abs() < 100, "{}", wait.allowed_ns);
        wait.end(0);
        for _ in 0..1_000 {
            instance.window.refill(1, &mut instance.seat, 1, &budget);
        }
        assert!(budget.begin(1).allowed_ns <= 800_000);
    }

    #[test]
    fn budget_when_instances_run_in_turn_expect_one_block_shared() {
        let budget = WaitBudget::new();
        let mut instances: Vec<_> = (0..4).map(|_| Instance::new()).collect();
        instances.iter_mut().for_each(|one| one.seat.take(1, &budget));
        let spent_ns: i64 = instances.iter_mut().map(|one| one.play(480, 1, &budget)).sum();
        assert!((spent_ns - 6_000_000).abs() < 100, "{spent_ns}");
    }

    #[test]
    fn budget_when_each_instance_has_a_thread_expect_a_block_for_each() {
        let budget = WaitBudget::new();
        for thread in 1..=4 {
            let allowed_ns = Instance::new().play(480, thread, &budget);
            assert!((allowed_ns - 6_000_000).abs() < 100, "{allowed_ns}");
        }
    }

    #[test]
    fn budget_when_instances_move_to_another_thread_or_leave_expect_it_shared_by_those_that_are_there() {
        let budget = WaitBudget::new();
        let mut instances: Vec<_> = (0..4).map(|_| Instance::new()).collect();
        instances.iter_mut().for_each(|one| one.seat.take(1, &budget));
        instances[0].play(480, 2, &budget);
        instances[1].seat.leave(&budget);
        let shared_ns = instances[2].play(480, 1, &budget);
        assert!((shared_ns - 3_000_000).abs() < 100, "{shared_ns}");
        let alone_ns = instances[0].play(480, 2, &budget);
        assert!((alone_ns - 6_000_000).abs() < 100, "{alone_ns}");
    }
}
