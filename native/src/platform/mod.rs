//! What the operating system gives: clock, futex, shared memory, scheduling.

pub mod clock;
pub mod futex;
pub mod memfd;
pub mod rtkit;
pub mod scheduling;

/// errno of the calling thread.
pub fn errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}
