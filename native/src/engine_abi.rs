//! C functions for the engine process (Java binds them with JNA direct mapping) and for any other engine.
//!
//! Every function catches panics and reports them as [`PANICKED`]. Negative results below -1000 are `-1000 - errno`.
//! "Any thread" means: no state is shared between calls except what the arguments name. None of them allocates.

use std::ffi::{c_char, CStr};
use std::os::fd::IntoRawFd;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicI32, AtomicI64, Ordering};

use crate::generated::build::{RELEASE, TABLES};
use crate::generated::layout::*;
use crate::platform::{clock, errno, futex, memfd, rtkit, scheduling};
use crate::wire;

/// Raised with every incompatible change of this file.
pub const ABI_VERSION: i32 = 2;
/// Nothing came in time.
pub const TIMEOUT: i32 = -1;
/// [`attune_receive`], [`attune_send`]: the other side is gone.
pub const CLOSED: i32 = -2;
/// [`attune_receive`]: a whole message without a descriptor; the message is filled.
pub const NO_DESCRIPTOR: i32 = -3;
/// [`attune_receive`]: a message that is too long or too short; nothing of it can be used.
pub const MALFORMED: i32 = -4;
/// [`attune_map`]: the file's size is not the one expected.
pub const WRONG_SIZE: i32 = -5;
/// [`attune_map`]: the file is not sealed against changes of its size.
pub const NOT_SEALED: i32 = -6;
/// An argument that cannot be (null, negative length).
pub const MISUSE: i32 = -7;
/// A bug in this library; nothing was done, or only half.
pub const PANICKED: i32 = -99;
/// [`attune_engine_wait`]: the shim asks the engine thread to leave.
pub const QUIT: i64 = -2;

fn guarded<T: From<i32>>(body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| T::from(PANICKED))
}

fn os_error(errno: i32) -> i32 {
    -1000 - errno
}

/// [`ABI_VERSION`]. Any thread.
#[no_mangle]
pub extern "C" fn attune_abi_version() -> i32 {
    ABI_VERSION
}

/// [`RELEASE`] of this library. Any thread.
#[no_mangle]
pub extern "C" fn attune_release() -> i32 {
    RELEASE as i32
}

/// [`TABLES`] of this library. Any thread.
#[no_mangle]
pub extern "C" fn attune_tables() -> i32 {
    TABLES as i32
}

/// Waits for one message on the control socket and copies it to `message`, which has room for `len` ≥ 32 bytes. Returns
/// the descriptor that came with it (now the caller's to close), [`NO_DESCRIPTOR`], [`TIMEOUT`], [`CLOSED`],
/// [`MALFORMED`] or -1000 - errno. `timeout_ms` < 0 waits for ever. One thread at a time per socket.
///
/// # Safety
/// `message` must point to `len` writable bytes.
#[no_mangle]
pub unsafe extern "C" fn attune_receive(sock: i32, message: *mut u8, len: i32, timeout_ms: i32) -> i32 {
    guarded(|| {
        if message.is_null() || (len as i64) < wire::MESSAGE_BYTES as i64 {
            return MISUSE;
        }
        // SAFETY: the caller promises `len` writable bytes.
        let buffer = unsafe { std::slice::from_raw_parts_mut(message, len as usize) };
        match wire::receive(sock, buffer, timeout_ms) {
            Ok(wire::Received::Message(Some(fd))) => fd.into_raw_fd(),
            Ok(wire::Received::Message(None)) => NO_DESCRIPTOR,
            Ok(wire::Received::Timeout) => TIMEOUT,
            Ok(wire::Received::Closed) => CLOSED,
            Ok(wire::Received::Malformed) => MALFORMED,
            Err(errno) => os_error(errno),
        }
    })
}

/// Sends one message of `len` bytes without waiting. Returns 0, [`TIMEOUT`] when the socket's buffer is full,
/// [`CLOSED`] or -1000 - errno. Any thread. Stays as it is for ever: an engine of another build says hello with it.
///
/// # Safety
/// `message` must point to `len` readable bytes.
#[no_mangle]
pub unsafe extern "C" fn attune_send(sock: i32, message: *const u8, len: i32) -> i32 {
    guarded(|| {
        if message.is_null() || len <= 0 {
            return MISUSE;
        }
        // SAFETY: the caller promises `len` readable bytes.
        let bytes = unsafe { std::slice::from_raw_parts(message, len as usize) };
        match wire::send(sock, bytes, None) {
            Ok(()) => 0,
            Err(libc::EAGAIN) => TIMEOUT,
            Err(libc::EPIPE | libc::ECONNRESET) => CLOSED,
            Err(errno) => os_error(errno),
        }
    })
}

/// Maps a segment: checks that the file has exactly `expected_bytes` and can't change its size, then maps it shared,
/// touches every page and locks them (best effort). Returns the address (> 0) or [`WRONG_SIZE`], [`NOT_SEALED`],
/// -1000 - errno. The descriptor stays the caller's. Any thread.
#[no_mangle]
pub extern "C" fn attune_map(fd: i32, expected_bytes: i64) -> i64 {
    guarded(|| {
        match memfd::size_of(fd) {
            Err(errno) => return os_error(errno) as i64,
            Ok(bytes) if bytes != expected_bytes || bytes <= 0 => return WRONG_SIZE as i64,
            Ok(_) => {}
        }
        if !memfd::is_sealed(fd) {
            return NOT_SEALED as i64;
        }
        match memfd::map(fd, expected_bytes as usize) {
            Ok(address) => address as i64,
            Err(errno) => os_error(errno) as i64,
        }
    })
}

/// Ends a mapping of [`attune_map`]. Returns 0 or -1000 - errno. No thread may use the memory any more.
///
/// # Safety
/// `address` and `bytes` must be those of [`attune_map`].
#[no_mangle]
pub unsafe extern "C" fn attune_unmap(address: i64, bytes: i64) -> i32 {
    guarded(|| {
        if address <= 0 || bytes <= 0 {
            return MISUSE;
        }
        // SAFETY: the caller promises its own mapping.
        match unsafe { libc::munmap(address as *mut libc::c_void, bytes as usize) } {
            0 => 0,
            _ => os_error(errno()),
        }
    })
}

/// # Safety
/// `address` must be a mapped segment and `offset` an aligned int inside it.
unsafe fn int_at<'a>(address: i64, offset: usize) -> &'a AtomicI32 {
    // SAFETY: by the caller.
    unsafe { &*((address as *const u8).add(offset) as *const AtomicI32) }
}

/// Waits until the shim has posted a sequence other than `last_sequence` (load-acquire: the slot is then readable).
/// Returns the newest sequence as an unsigned 32-bit number, -1 after `timeout_ms`, or -2 when the thread is to leave.
/// Sequences between `last_sequence` and the newest are posted and untouched too: the shim never reuses the slot of a
/// sequence that isn't answered, so an engine that is behind finds them all and takes them in order.
/// The engine thread of this segment only.
///
/// # Safety
/// `address` must come from [`attune_map`] of a whole segment.
#[no_mangle]
pub unsafe extern "C" fn attune_engine_wait(address: i64, last_sequence: i32, timeout_ms: i32) -> i64 {
    guarded(|| {
        // SAFETY: by the caller; both offsets are aligned ints of the layout.
        let (request, quit) = unsafe { (int_at(address, REQUEST_SEQUENCE_OFFSET), int_at(address, QUIT_OFFSET)) };
        let mut deadline_ns = None;
        loop {
            if quit.load(Ordering::Acquire) != 0 {
                return QUIT;
            }
            let sequence = request.load(Ordering::Acquire);
            if sequence != last_sequence {
                return sequence as u32 as i64;
            }
            let now_ns = clock::now_ns();
            let deadline_ns = *deadline_ns.get_or_insert(now_ns + timeout_ms.max(0) as i64 * 1_000_000);
            if now_ns >= deadline_ns {
                return TIMEOUT as i64;
            }
            futex::wait_until(request, last_sequence, deadline_ns);
        }
    })
}

/// Answers `sequence`: stamps the slot's SLOT_DONE_NS, store-releases its SLOT_DONE_SEQUENCE, which is what the shim
/// believes, and RESPONSE_SEQUENCE, and wakes the shim. Everything the engine wrote before is then visible to the shim.
/// Sequences are answered in order. The engine thread only.
///
/// # Safety
/// `address` must come from [`attune_map`] of a whole segment.
#[no_mangle]
pub unsafe extern "C" fn attune_engine_complete(address: i64, sequence: i32) {
    guarded(|| {
        let header = SLOT_HEADERS_OFFSET + (sequence as u32 as usize % SLOTS) * SLOT_HEADER_BYTES;
        // SAFETY: by the caller; all offsets are aligned fields of the layout.
        unsafe {
            let done_ns = &*((address as *const u8).add(header + SLOT_DONE_NS) as *const AtomicI64);
            done_ns.store(clock::now_ns(), Ordering::Relaxed);
            int_at(address, header + SLOT_DONE_SEQUENCE).store(sequence, Ordering::Release);
            let response = int_at(address, RESPONSE_SEQUENCE_OFFSET);
            response.store(sequence, Ordering::Release);
            futex::wake(response);
        }
        0
    });
}

/// A new sealed, fully allocated memfd for the engine's own segments; `name` is a zero-terminated string for /proc.
/// Returns the descriptor (close-on-exec, the caller's) or -1000 - errno. Any thread.
///
/// # Safety
/// `name` must be a zero-terminated string.
#[no_mangle]
pub unsafe extern "C" fn attune_segment_create(bytes: i64, name: *const u8) -> i32 {
    guarded(|| {
        if bytes <= 0 || name.is_null() {
            return MISUSE;
        }
        // SAFETY: by the caller.
        let name = unsafe { CStr::from_ptr(name as *const c_char) };
        match memfd::create_sealed(name, bytes as usize) {
            Ok(fd) => fd.into_raw_fd(),
            Err(errno) => os_error(errno),
        }
    })
}

#[cfg(target_arch = "x86_64")]
mod denormals {
    const FLUSH_TO_ZERO: u32 = 1 << 15;
    const DENORMALS_ARE_ZERO: u32 = 1 << 6;

    pub fn get() -> i32 {
        let mut control: u32 = 0;
        // SAFETY: stores the control register into a local.
        unsafe { std::arch::asm!("stmxcsr [{}]", in(reg) &mut control, options(nostack)) };
        control as i32
    }

    pub fn set(on: bool) {
        let bits = FLUSH_TO_ZERO | DENORMALS_ARE_ZERO;
        let control = if on { get() as u32 | bits } else { get() as u32 & !bits };
        // SAFETY: only the two denormal bits of a valid value change.
        unsafe { std::arch::asm!("ldmxcsr [{}]", in(reg) &control, options(nostack)) };
    }

    pub fn is_on() -> bool {
        get() as u32 & (FLUSH_TO_ZERO | DENORMALS_ARE_ZERO) == FLUSH_TO_ZERO | DENORMALS_ARE_ZERO
    }
}

#[cfg(target_arch = "aarch64")]
mod denormals {
    const FLUSH_TO_ZERO: u64 = 1 << 24;

    pub fn get() -> i32 {
        let control: u64;
        // SAFETY: reads the floating-point control register.
        unsafe { std::arch::asm!("mrs {}, fpcr", out(reg) control, options(nostack)) };
        control as i32
    }

    pub fn set(on: bool) {
        let control = if on {
            get() as u32 as u64 | FLUSH_TO_ZERO
        } else {
            get() as u32 as u64 & !FLUSH_TO_ZERO
        };
        // SAFETY: only the flush bit of a valid value changes.
        unsafe { std::arch::asm!("msr fpcr, {}", in(reg) control, options(nostack)) };
    }

    pub fn is_on() -> bool {
        get() as u32 as u64 & FLUSH_TO_ZERO != 0
    }
}

/// Switches flush-to-zero and denormals-are-zero of the *calling thread* on (1) or off (0); in Java it sticks for the
/// rest of the thread's life. Returns the control register as it was (MXCSR or FPCR).
#[no_mangle]
pub extern "C" fn attune_set_denormals(on: i32) -> i32 {
    let before = denormals::get();
    denormals::set(on != 0);
    before
}

/// 1 when both flush-to-zero and denormals-are-zero are on in the calling thread, else 0.
#[no_mangle]
pub extern "C" fn attune_get_denormals() -> i32 {
    denormals::is_on() as i32
}

/// Sets scheduling policy (0 other, 1 FIFO, 2 RR) and priority of the *calling thread*, with SCHED_RESET_ON_FORK.
/// Returns the policy then in force or -1000 - errno (-1001: not permitted).
#[no_mangle]
pub extern "C" fn attune_set_scheduling(policy: i32, priority: i32) -> i32 {
    guarded(|| match scheduling::set(policy, priority) {
        Ok(()) => scheduling::current().0,
        Err(errno) => os_error(errno),
    })
}

/// Threads that compile, as HotSpot names them, and the one that gives them work.
const BACKGROUND: [&str; 3] = ["C1 Compiler", "C2 Compiler", "attune-warm-up"];
/// A tenth of the share of a normal thread where both want the same core; alone on it, all of it.
const BACKGROUND_NICE: i32 = 10;

/// From now on the compilers and the warm-up of this JVM give way to threads of normal priority that play. There is no way
/// back without privileges. Returns how many threads there were. Any thread but one that plays; reads /proc.
#[no_mangle]
pub extern "C" fn attune_give_way() -> i32 {
    guarded(|| scheduling::renice(&BACKGROUND, BACKGROUND_NICE))
}

/// Number of the calling thread, as the system knows it. Any thread.
#[no_mangle]
pub extern "C" fn attune_thread_id() -> i64 {
    // SAFETY: takes nothing and can't fail.
    unsafe { libc::syscall(libc::SYS_gettid) }
}

/// Asks rtkit to make a thread of this process SCHED_RR, and bounds for how long real-time threads of this process may
/// compute without a pause, as rtkit demands. Returns the priority asked for (1 or more), [`MISUSE`], or [`CLOSED`] where
/// there is no rtkit or it refuses. Waits for its answer, a second at most: a control thread only.
#[no_mangle]
pub extern "C" fn attune_realtime_kit(thread_id: i64, priority: i32) -> i32 {
    guarded(|| {
        if thread_id <= 0 || priority <= 0 {
            return MISUSE;
        }
        rtkit::make_real_time(thread_id, priority).unwrap_or(CLOSED)
    })
}

/// Closes a descriptor that came from this library. Returns 0 or -1000 - errno.
#[no_mangle]
pub extern "C" fn attune_close(fd: i32) -> i32 {
    // SAFETY: closing is the caller's right: the descriptor was handed over to it.
    match unsafe { libc::close(fd) } {
        0 => 0,
        _ => os_error(errno()),
    }
}

/// CLOCK_MONOTONIC in nanoseconds. Any thread.
#[no_mangle]
pub extern "C" fn attune_now_ns() -> i64 {
    clock::now_ns()
}

/// CPU time of the calling thread in nanoseconds.
#[no_mangle]
pub extern "C" fn attune_thread_cpu_ns() -> i64 {
    clock::thread_cpu_ns()
}
