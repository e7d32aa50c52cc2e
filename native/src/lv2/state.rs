//! LV2's state interface: the blob of `crate::state` as one property.

use std::ffi::{c_char, c_void, CStr, CString};
use std::panic::{catch_unwind, AssertUnwindSafe};

use super::abi::*;
use super::plugin::Plugin;
use crate::notice;
use crate::state::LARGEST_BYTES;

/// Property that holds the blob, of type atom:Chunk.
pub const STATE_KEY_URI: &str = "urn:attune:state#blob";
pub const ATOM_CHUNK_URI: &str = "http://lv2plug.in/ns/ext/atom#Chunk";

pub static STATE_INTERFACE: StateInterface = StateInterface {
    save: Some(save),
    restore: Some(restore),
};

/// The host's numbers for the two URIs.
#[derive(Clone, Copy)]
pub struct StateUrids {
    key: u32,
    chunk: u32,
}

impl StateUrids {
    /// `None` where the host has no urid:map.
    ///
    /// # Safety
    /// `features` must be null or a null-terminated list of LV2 features.
    pub unsafe fn from_features(features: *const *const Feature) -> Option<StateUrids> {
        if features.is_null() {
            return None;
        }
        // SAFETY: by the caller.
        unsafe {
            let mut next = features;
            while let Some(feature) = (*next).as_ref() {
                if !feature.uri.is_null() && CStr::from_ptr(feature.uri).to_bytes() == URID_MAP_URI.as_bytes() {
                    let map = feature.data.cast::<UridMap>().as_ref()?;
                    let number = |uri: &str| {
                        let uri = CString::new(uri).ok()?;
                        Some(map.map?(map.handle, uri.as_ptr() as *const c_char)).filter(|number| *number != 0)
                    };
                    return Some(StateUrids {
                        key: number(STATE_KEY_URI)?,
                        chunk: number(ATOM_CHUNK_URI)?,
                    });
                }
                next = next.add(1);
            }
        }
        None
    }
}

/// The instance, and the host's numbers from its instantiation or, failing that, from this call.
///
/// # Safety
/// `handle` must be null or a living instance, `features` as in [`StateUrids::from_features`].
unsafe fn plugin_and_urids<'a>(
    handle: Handle,
    features: *const *const Feature,
) -> Result<(&'a Plugin, StateUrids), i32> {
    // SAFETY: by the caller.
    unsafe {
        let plugin = handle.cast::<Plugin>().as_ref().ok_or(STATE_ERR_UNKNOWN)?;
        let urids = plugin.urids.or_else(|| StateUrids::from_features(features));
        Ok((plugin, urids.ok_or(STATE_ERR_NO_FEATURE)?))
    }
}

unsafe extern "C" fn save(
    handle: Handle,
    store: Option<StoreFunction>,
    store_handle: *mut c_void,
    _flags: u32,
    features: *const *const Feature,
) -> i32 {
    catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the host's handle and features.
        let (plugin, urids) = match unsafe { plugin_and_urids(handle, features) } {
            Ok(found) => found,
            Err(status) => return status,
        };
        let Some(store) = store else {
            return STATE_ERR_UNKNOWN;
        };
        let blob = plugin.instance.save();
        let flags = STATE_IS_POD | STATE_IS_PORTABLE;
        // SAFETY: the host copies the blob during the call.
        unsafe {
            store(
                store_handle,
                urids.key,
                blob.as_ptr().cast(),
                blob.len(),
                urids.chunk,
                flags,
            )
        }
    }))
    .unwrap_or(STATE_ERR_UNKNOWN)
}

/// May run while the audio thread does (state:threadSafeRestore). The macros are the host's control ports, which it
/// restores by itself.
unsafe extern "C" fn restore(
    handle: Handle,
    retrieve: Option<RetrieveFunction>,
    retrieve_handle: *mut c_void,
    _flags: u32,
    features: *const *const Feature,
) -> i32 {
    catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the host's handle and features.
        let (plugin, urids) = match unsafe { plugin_and_urids(handle, features) } {
            Ok(found) => found,
            Err(status) => return status,
        };
        let Some(retrieve) = retrieve else {
            return STATE_ERR_UNKNOWN;
        };
        let (mut bytes, mut kind, mut flags) = (0usize, 0u32, 0u32);
        // SAFETY: the result is good for `bytes` until this function returns.
        let value = unsafe { retrieve(retrieve_handle, urids.key, &mut bytes, &mut kind, &mut flags) };
        if value.is_null() {
            return STATE_ERR_NO_PROPERTY;
        }
        if kind != urids.chunk {
            notice::say("the saved state is not used: it is of a type that Attune never wrote");
            return STATE_ERR_BAD_TYPE;
        }
        // SAFETY: as above; a blob that is too large is refused by its length, so one byte more is enough.
        let blob = unsafe { std::slice::from_raw_parts(value.cast::<u8>(), bytes.min(LARGEST_BYTES + 1)) };
        if plugin.instance.restore_sound(blob) {
            STATE_SUCCESS
        } else {
            STATE_ERR_UNKNOWN
        }
    }))
    .unwrap_or(STATE_ERR_UNKNOWN)
}
