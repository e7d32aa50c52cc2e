//! What tests and `attune-host` can ask an instance, through what each format has for extensions. Every function: any
//! thread while the instance lives.

use std::ffi::c_void;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::Ordering;

use crate::generated::layout::{RESPONSE_SEQUENCE_OFFSET, SLOT_DONE_NS, SLOT_START_NS, STATE_OFFSET};
use crate::instance::Instance;
use crate::segment::slot_header;

pub const INSPECT_URI: &str = "urn:attune:ext#inspect";

pub const LATE: i32 = 0;
pub const DRY: i32 = 1;
pub const BACKED_OFF: i32 = 2;
pub const BLOCKS: i32 = 3;
pub const RESTARTS: i32 = 4;
pub const SCRUBBED: i32 = 5;
/// Time in ns that the engine needed for the last exchange it answered; no counter, but asked the same way.
pub const ENGINE_NS: i32 = 6;
/// Offline renders that must not be used.
pub const LOST_RENDERS: i32 = 7;

/// What a format's handle of an instance is.
pub trait Wraps {
    /// # Safety
    /// `handle` must be null or a handle of this format, of a living instance.
    unsafe fn instance<'a>(handle: *mut c_void) -> Option<&'a Instance>;
}

/// The interface; `version` is raised with every change.
#[repr(C)]
pub struct Inspect {
    pub version: u32,
    /// Process id of the engine, 0 where there is none.
    pub bridge_pid: unsafe extern "C" fn(*mut c_void) -> i32,
    /// STATE_* of the segment in force, -1 without one.
    pub engine_state: unsafe extern "C" fn(*mut c_void) -> i32,
    /// One of [`LATE`] to [`LOST_RENDERS`], -1 for others.
    pub counter: unsafe extern "C" fn(*mut c_void, i32) -> i64,
    /// Incarnation of the engine, 0 before the first.
    pub epoch: unsafe extern "C" fn(*mut c_void) -> i32,
    /// Descriptor number of the segment in this process, -1 without one.
    pub memfd: unsafe extern "C" fn(*mut c_void) -> i32,
}

impl Inspect {
    /// The interface for the handles of one format.
    pub const fn of<W: Wraps>() -> Inspect {
        Inspect {
            version: 1,
            bridge_pid: bridge_pid::<W>,
            engine_state: engine_state::<W>,
            counter: counter::<W>,
            epoch: epoch::<W>,
            memfd: memfd::<W>,
        }
    }
}

/// # Safety
/// `handle` must be a living instance.
unsafe fn ask<W: Wraps, T>(handle: *mut c_void, otherwise: T, question: impl FnOnce(&Instance) -> T) -> T {
    // SAFETY: by the caller; the instance's shared parts are made for any thread.
    let Some(instance) = (unsafe { W::instance(handle) }) else {
        return otherwise;
    };
    catch_unwind(AssertUnwindSafe(|| question(instance))).unwrap_or(otherwise)
}

unsafe extern "C" fn bridge_pid<W: Wraps>(handle: *mut c_void) -> i32 {
    // SAFETY: by the interface.
    unsafe { ask::<W, _>(handle, 0, |instance| instance.link().bridge_pid.load(Ordering::Relaxed)) }
}

unsafe extern "C" fn engine_state<W: Wraps>(handle: *mut c_void) -> i32 {
    // SAFETY: by the interface.
    unsafe {
        ask::<W, _>(handle, -1, |instance| {
            instance
                .link()
                .segment()
                .map_or(-1, |segment| segment.int(STATE_OFFSET).load(Ordering::Acquire))
        })
    }
}

unsafe extern "C" fn counter<W: Wraps>(handle: *mut c_void, which: i32) -> i64 {
    // SAFETY: by the interface.
    unsafe {
        ask::<W, _>(handle, -1, |instance| {
            let counters = &instance.link().counters;
            let counter = match which {
                LATE => &counters.late,
                DRY => &counters.dry,
                BACKED_OFF => &counters.backed_off,
                BLOCKS => &counters.blocks,
                RESTARTS => &counters.restarts,
                SCRUBBED => &counters.scrubbed,
                LOST_RENDERS => &counters.lost_renders,
                ENGINE_NS => return engine_ns(instance),
                _ => return -1,
            };
            counter.load(Ordering::Relaxed) as i64
        })
    }
}

fn engine_ns(instance: &Instance) -> i64 {
    instance.link().segment().map_or(-1, |segment| {
        let answered = segment.int(RESPONSE_SEQUENCE_OFFSET).load(Ordering::Acquire) as u32;
        let header = slot_header(answered);
        let done_ns = segment.long(header + SLOT_DONE_NS).load(Ordering::Relaxed);
        done_ns - segment.long(header + SLOT_START_NS).load(Ordering::Relaxed)
    })
}

unsafe extern "C" fn epoch<W: Wraps>(handle: *mut c_void) -> i32 {
    // SAFETY: by the interface.
    unsafe {
        ask::<W, _>(handle, 0, |instance| {
            instance.link().segment().map_or(0, |segment| segment.epoch() as i32)
        })
    }
}

unsafe extern "C" fn memfd<W: Wraps>(handle: *mut c_void) -> i32 {
    // SAFETY: by the interface.
    unsafe {
        ask::<W, _>(handle, -1, |instance| {
            instance.link().segment().map_or(-1, |segment| segment.memfd_number())
        })
    }
}
