//! What the plugin asks of its host, and what waits for the host's main thread.

use std::ffi::{c_char, CStr, CString};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use clap_sys::ext::latency::{clap_host_latency, CLAP_EXT_LATENCY};
use clap_sys::ext::params::{clap_host_params, CLAP_EXT_PARAMS, CLAP_PARAM_RESCAN_VALUES};
use clap_sys::ext::preset_load::{clap_host_preset_load, CLAP_EXT_PRESET_LOAD};
use clap_sys::ext::state::{clap_host_state, CLAP_EXT_STATE};
use clap_sys::factory::preset_discovery::clap_preset_discovery_location_kind;
use clap_sys::host::clap_host;

use crate::core::link::Notice;

/// The host's interface; lives as long as the plugin. Methods of the main thread, but for [`Host::listener`]'s result.
#[derive(Clone)]
pub struct Host {
    raw: *const clap_host,
    waiting: Arc<Waiting>,
}

/// For the next call of `on_main_thread`.
#[derive(Default)]
struct Waiting {
    dirty: AtomicBool,
    restart: AtomicBool,
}

// SAFETY: other threads only call what the interface allows on any thread (request_callback).
unsafe impl Send for Host {}
// SAFETY: as above.
unsafe impl Sync for Host {}

impl Host {
    /// # Safety
    /// `raw` must be a host's interface and outlive all copies of the result.
    pub unsafe fn new(raw: *const clap_host) -> Host {
        Host {
            raw,
            waiting: Arc::default(),
        }
    }

    /// Takes notices on any thread and asks for the main one.
    pub fn listener(&self) -> Box<dyn Fn(Notice) + Send + Sync> {
        let host = self.clone();
        Box::new(move |notice| {
            let waiting = match notice {
                Notice::Committed => &host.waiting.dirty,
                Notice::OtherLatencyMode => &host.waiting.restart,
            };
            waiting.store(true, Ordering::Release);
            host.request_callback();
        })
    }

    fn request_callback(&self) {
        // SAFETY: by `new`; any thread may call it.
        unsafe {
            if let Some(request) = (*self.raw).request_callback {
                request(self.raw);
            }
        }
    }

    /// Does what waits for the main thread.
    pub fn on_main_thread(&self) {
        if self.waiting.dirty.swap(false, Ordering::Acquire) {
            self.mark_dirty();
        }
        if self.waiting.restart.swap(false, Ordering::Acquire) {
            // SAFETY: by `new`.
            unsafe {
                if let Some(request) = (*self.raw).request_restart {
                    request(self.raw);
                }
            }
        }
    }

    fn mark_dirty(&self) {
        // SAFETY: the extension has this type.
        let state = unsafe { self.extension::<clap_host_state>(CLAP_EXT_STATE) };
        if let Some(mark) = state.and_then(|state| state.mark_dirty) {
            // SAFETY: by `new`; main thread.
            unsafe { mark(self.raw) };
        }
    }

    /// All values may have changed, by a recall.
    pub fn rescan_values(&self) {
        // SAFETY: the extension has this type.
        let params = unsafe { self.extension::<clap_host_params>(CLAP_EXT_PARAMS) };
        if let Some(rescan) = params.and_then(|params| params.rescan) {
            // SAFETY: by `new`; main thread.
            unsafe { rescan(self.raw, CLAP_PARAM_RESCAN_VALUES) };
        }
    }

    /// What became of a preset: loaded, or a problem as errno and sentence.
    ///
    /// # Safety
    /// Both strings must be null or C strings.
    pub unsafe fn preset(
        &self,
        kind: clap_preset_discovery_location_kind,
        location: *const c_char,
        load_key: *const c_char,
        problem: Option<&(i32, String)>,
    ) {
        // SAFETY: the extension has this type; the rest by `new` and the caller; main thread.
        unsafe {
            let Some(presets) = self.extension::<clap_host_preset_load>(CLAP_EXT_PRESET_LOAD) else {
                return;
            };
            match (problem, presets.loaded, presets.on_error) {
                (None, Some(loaded), _) => loaded(self.raw, kind, location, load_key),
                (Some((errno, sentence)), _, Some(on_error)) => {
                    let sentence = CString::new(sentence.as_bytes()).unwrap_or_default();
                    on_error(self.raw, kind, location, load_key, *errno, sentence.as_ptr());
                }
                _ => {}
            }
        }
    }

    /// Only while the plugin is being activated.
    pub fn latency_changed(&self) {
        // SAFETY: the extension has this type.
        let latency = unsafe { self.extension::<clap_host_latency>(CLAP_EXT_LATENCY) };
        if let Some(changed) = latency.and_then(|latency| latency.changed) {
            // SAFETY: by `new`; main thread.
            unsafe { changed(self.raw) };
        }
    }

    /// # Safety
    /// `T` must be the type of the extension `id`.
    unsafe fn extension<T>(&self, id: &CStr) -> Option<&T> {
        // SAFETY: by `new` and the caller; extensions live as long as the host's interface.
        unsafe { ((*self.raw).get_extension?)(self.raw, id.as_ptr()).cast::<T>().as_ref() }
    }
}
