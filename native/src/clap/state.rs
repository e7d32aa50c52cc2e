//! State: the blob of `crate::state`, macros included, through streams that may read and write short. Main thread.

use clap_sys::ext::state::clap_plugin_state;
use clap_sys::plugin::clap_plugin;
use clap_sys::stream::{clap_istream, clap_ostream};

use super::plugin::ask;
use crate::state::LARGEST_BYTES;

/// Asked for in one read.
const CHUNK_BYTES: usize = 16 * 1024;

pub static STATE: clap_plugin_state = clap_plugin_state {
    save: Some(save),
    load: Some(load),
};

unsafe extern "C" fn save(handle: *const clap_plugin, stream: *const clap_ostream) -> bool {
    // SAFETY: the host's handle and stream.
    unsafe { ask(handle, false, |plugin| Some(write_all(stream, &plugin.instance.save()))) }
}

/// # Safety
/// `stream` must be null or a host's stream.
unsafe fn write_all(stream: *const clap_ostream, mut bytes: &[u8]) -> bool {
    // SAFETY: by the caller.
    let Some(write) = (unsafe { stream.as_ref() }).and_then(|stream| stream.write) else {
        return false;
    };
    while !bytes.is_empty() {
        // SAFETY: by the caller; the bytes live through the call.
        let written = unsafe { write(stream, bytes.as_ptr().cast(), bytes.len() as u64) };
        match usize::try_from(written).ok().and_then(|written| bytes.get(written..)) {
            Some(rest) if written > 0 => bytes = rest,
            _ => return false,
        }
    }
    true
}

/// Also while the audio thread runs: what it loads is in force from the next block on.
unsafe extern "C" fn load(handle: *const clap_plugin, stream: *const clap_istream) -> bool {
    // SAFETY: the host's handle and stream.
    unsafe {
        ask(handle, false, |plugin| {
            let blob = read_all(stream)?;
            if !plugin.instance.restore(&blob) {
                return None;
            }
            plugin.host.rescan_values();
            Some(true)
        })
    }
}

/// All bytes; of a blob that is too large, as many as it takes to see that.
///
/// # Safety
/// `stream` must be null or a host's stream.
unsafe fn read_all(stream: *const clap_istream) -> Option<Vec<u8>> {
    // SAFETY: by the caller.
    let read = unsafe { stream.as_ref() }?.read?;
    let mut blob = Vec::new();
    let mut chunk = vec![0u8; CHUNK_BYTES];
    while blob.len() <= LARGEST_BYTES {
        // SAFETY: by the caller; the chunk lives through the call.
        let count = unsafe { read(stream, chunk.as_mut_ptr().cast(), chunk.len() as u64) };
        if count == 0 {
            break;
        }
        blob.extend_from_slice(chunk.get(..usize::try_from(count).ok()?)?);
    }
    Some(blob)
}
