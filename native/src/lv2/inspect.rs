//! What tests and `attune-host` can ask an instance, through `extension_data`. Every function: any thread while the
//! instance lives.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::Ordering;

use super::abi::Handle;
use super::plugin::Instance;
use crate::generated::layout::{RESPONSE_SEQUENCE_OFFSET, SLOT_DONE_NS, SLOT_START_NS, STATE_OFFSET};
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

/// The interface; `version` is raised with every change.
#[repr(C)]
pub struct Inspect {
    pub version: u32,
    /// Process id of the engine, 0 where there is none.
    pub bridge_pid: unsafe extern "C" fn(Handle) -> i32,
    /// STATE_* of the segment in force, -1 without one.
    pub engine_state: unsafe extern "C" fn(Handle) -> i32,
    /// One of [`LATE`] to [`ENGINE_NS`], -1 for others.
    pub counter: unsafe extern "C" fn(Handle, i32) -> i64,
    /// Incarnation of the engine, 0 before the first.
    pub epoch: unsafe extern "C" fn(Handle) -> i32,
    /// Descriptor number of the segment in this process, -1 without one.
    pub memfd: unsafe extern "C" fn(Handle) -> i32,
}

pub static INSPECT: Inspect = Inspect {
    version: 1,
    bridge_pid,
    engine_state,
    counter,
    epoch,
    memfd,
};

/// # Safety
/// `handle` must be a living instance.
unsafe fn ask<T>(handle: Handle, otherwise: T, question: impl FnOnce(&Instance) -> T) -> T {
    // SAFETY: by the caller; the instance's shared parts are made for any thread.
    let Some(instance) = (unsafe { handle.cast::<Instance>().as_ref() }) else {
        return otherwise;
    };
    catch_unwind(AssertUnwindSafe(|| question(instance))).unwrap_or(otherwise)
}

unsafe extern "C" fn bridge_pid(handle: Handle) -> i32 {
    // SAFETY: by the interface.
    unsafe { ask(handle, 0, |instance| instance.link().bridge_pid.load(Ordering::Relaxed)) }
}

unsafe extern "C" fn engine_state(handle: Handle) -> i32 {
    // SAFETY: by the interface.
    unsafe {
        ask(handle, -1, |instance| {
            instance
                .link()
                .segment()
                .map_or(-1, |segment| segment.int(STATE_OFFSET).load(Ordering::Acquire))
        })
    }
}

unsafe extern "C" fn counter(handle: Handle, which: i32) -> i64 {
    // SAFETY: by the interface.
    unsafe {
        ask(handle, -1, |instance| {
            let counters = &instance.link().counters;
            let counter = match which {
                LATE => &counters.late,
                DRY => &counters.dry,
                BACKED_OFF => &counters.backed_off,
                BLOCKS => &counters.blocks,
                RESTARTS => &counters.restarts,
                SCRUBBED => &counters.scrubbed,
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

unsafe extern "C" fn epoch(handle: Handle) -> i32 {
    // SAFETY: by the interface.
    unsafe {
        ask(handle, 0, |instance| {
            instance.link().segment().map_or(0, |segment| segment.epoch() as i32)
        })
    }
}

unsafe extern "C" fn memfd(handle: Handle) -> i32 {
    // SAFETY: by the interface.
    unsafe {
        ask(handle, -1, |instance| {
            instance.link().segment().map_or(-1, |segment| segment.memfd_number())
        })
    }
}
