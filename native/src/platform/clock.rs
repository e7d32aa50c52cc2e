//! CLOCK_MONOTONIC and CPU time in nanoseconds. Any thread; the vDSO answers without a system call.

fn read(clock: libc::clockid_t) -> i64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a valid timespec that the call fills.
    unsafe { libc::clock_gettime(clock, &mut now) };
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}

/// Now on CLOCK_MONOTONIC, the same clock as Java's `System.nanoTime` on Linux.
pub fn now_ns() -> i64 {
    read(libc::CLOCK_MONOTONIC)
}

/// CPU time that the calling thread has used.
pub fn thread_cpu_ns() -> i64 {
    read(libc::CLOCK_THREAD_CPUTIME_ID)
}

/// A point or span on CLOCK_MONOTONIC as the kernel wants it.
pub fn timespec(ns: i64) -> libc::timespec {
    let ns = ns.max(0);
    libc::timespec {
        tv_sec: ns / 1_000_000_000,
        tv_nsec: ns % 1_000_000_000,
    }
}
