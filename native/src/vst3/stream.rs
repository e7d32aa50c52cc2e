//! A host's stream: every call may read or write less than asked for.

use std::ffi::c_void;

use vst3::ComRef;
use vst3::Steinberg::{kResultOk, IBStream, IBStreamTrait};

use crate::state::LARGEST_BYTES;

const PART_BYTES: usize = 4_096;

/// All that is left in the stream; one byte more than the largest state where there is more, which is refused by its
/// length. `None` without a stream.
///
/// # Safety
/// `stream` must be null or a host's stream.
pub unsafe fn read(stream: *mut IBStream) -> Option<Vec<u8>> {
    // SAFETY: by the caller.
    let stream = unsafe { ComRef::from_raw(stream) }?;
    let mut bytes = Vec::new();
    let mut part = [0u8; PART_BYTES];
    while bytes.len() <= LARGEST_BYTES {
        let wanted = PART_BYTES.min(LARGEST_BYTES + 1 - bytes.len());
        let mut got = 0;
        // SAFETY: the part has room for what is wanted.
        let result = unsafe { stream.read(part.as_mut_ptr().cast::<c_void>(), wanted as i32, &mut got) };
        if result != kResultOk || got <= 0 {
            break;
        }
        bytes.extend_from_slice(&part[..(got as usize).min(wanted)]);
    }
    Some(bytes)
}

/// Whether all bytes were written.
///
/// # Safety
/// `stream` must be null or a host's stream.
pub unsafe fn write(stream: *mut IBStream, bytes: &[u8]) -> bool {
    // SAFETY: by the caller.
    let Some(stream) = (unsafe { ComRef::from_raw(stream) }) else {
        return false;
    };
    let mut rest = bytes;
    while !rest.is_empty() {
        let part = rest.len().min(i32::MAX as usize);
        let mut done = 0;
        // SAFETY: a stream only reads what it is given to write.
        let result = unsafe { stream.write(rest.as_ptr().cast_mut().cast::<c_void>(), part as i32, &mut done) };
        if result != kResultOk || done <= 0 {
            return false;
        }
        rest = &rest[(done as usize).min(part)..];
    }
    true
}
