//! Futexes shared between processes (no FUTEX_PRIVATE_FLAG).

use std::sync::atomic::AtomicI32;

use super::clock::timespec;

/// Sleeps while `word` is `expected`, at most until `deadline_ns` on CLOCK_MONOTONIC. May return early for no reason.
pub fn wait_until(word: &AtomicI32, expected: i32, deadline_ns: i64) {
    let deadline = timespec(deadline_ns);
    // SAFETY: `word` is alive and aligned for the whole call, `deadline` too.
    unsafe {
        libc::syscall(
            libc::SYS_futex,
            word.as_ptr(),
            libc::FUTEX_WAIT_BITSET,
            expected,
            &deadline as *const libc::timespec,
            std::ptr::null::<u32>(),
            libc::FUTEX_BITSET_MATCH_ANY,
        );
    }
}

/// Wakes everyone who waits on `word`.
pub fn wake(word: &AtomicI32) {
    // SAFETY: `word` is alive and aligned for the whole call.
    unsafe {
        libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE, i32::MAX);
    }
}
