//! What a host finds in the library: the entry, the factory, the one descriptor.

use std::ffi::{c_char, c_void, CStr};
use std::ptr::null;

use clap_sys::entry::clap_plugin_entry;
use clap_sys::factory::plugin_factory::{clap_plugin_factory, CLAP_PLUGIN_FACTORY_ID};
use clap_sys::factory::preset_discovery::{CLAP_PRESET_DISCOVERY_FACTORY_ID, CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT};
use clap_sys::host::clap_host;
use clap_sys::plugin::{clap_plugin, clap_plugin_descriptor};
use clap_sys::plugin_features::*;
use clap_sys::version::{clap_version_is_compatible, CLAP_VERSION};

use super::plugin::Plugin;
use super::{guard, presets, text_of};
use crate::generated::params::CLAP_ID;

/// The symbol that every CLAP host looks up.
#[no_mangle]
#[allow(non_upper_case_globals)]
pub static clap_entry: clap_plugin_entry = clap_plugin_entry {
    clap_version: CLAP_VERSION,
    init: Some(init),
    deinit: Some(deinit),
    get_factory: Some(get_factory),
};

pub const ID: &CStr = c"org.attune.enhancer";

struct Features([*const c_char; 7]);

// SAFETY: constant pointers to static strings.
unsafe impl Sync for Features {}

static FEATURES: Features = Features([
    CLAP_PLUGIN_FEATURE_AUDIO_EFFECT.as_ptr(),
    CLAP_PLUGIN_FEATURE_RESTORATION.as_ptr(),
    CLAP_PLUGIN_FEATURE_MIXING.as_ptr(),
    CLAP_PLUGIN_FEATURE_MASTERING.as_ptr(),
    CLAP_PLUGIN_FEATURE_STEREO.as_ptr(),
    CLAP_PLUGIN_FEATURE_MONO.as_ptr(),
    null(),
]);

static VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");

pub static DESCRIPTOR: clap_plugin_descriptor = clap_plugin_descriptor {
    clap_version: CLAP_VERSION,
    id: ID.as_ptr(),
    name: c"Attune".as_ptr(),
    vendor: c"Attune".as_ptr(),
    url: c"".as_ptr(),
    manual_url: c"".as_ptr(),
    support_url: c"".as_ptr(),
    version: VERSION.as_ptr().cast(),
    description: c"Enhances speech and music, and learns from you how it should sound.".as_ptr(),
    features: FEATURES.0.as_ptr(),
};

static FACTORY: clap_plugin_factory = clap_plugin_factory {
    get_plugin_count: Some(get_plugin_count),
    get_plugin_descriptor: Some(get_plugin_descriptor),
    create_plugin: Some(create_plugin),
};

/// Starts nothing: a host may be scanning.
unsafe extern "C" fn init(_path: *const c_char) -> bool {
    debug_assert!(ID.to_bytes() == CLAP_ID.as_bytes());
    true
}

/// The library stays mapped (`-z nodelete`), so that the supervisor's thread may outlive this.
unsafe extern "C" fn deinit() {}

unsafe extern "C" fn get_factory(id: *const c_char) -> *const c_void {
    // SAFETY: a string of the host.
    let id = unsafe { text_of(id) }.map_or(&[][..], str::as_bytes);
    if id == CLAP_PLUGIN_FACTORY_ID.to_bytes() {
        (&raw const FACTORY).cast()
    } else if id == CLAP_PRESET_DISCOVERY_FACTORY_ID.to_bytes()
        || id == CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT.to_bytes()
    {
        (&raw const presets::FACTORY).cast()
    } else {
        null()
    }
}

unsafe extern "C" fn get_plugin_count(_factory: *const clap_plugin_factory) -> u32 {
    1
}

unsafe extern "C" fn get_plugin_descriptor(
    _factory: *const clap_plugin_factory,
    index: u32,
) -> *const clap_plugin_descriptor {
    if index == 0 {
        &DESCRIPTOR
    } else {
        null()
    }
}

unsafe extern "C" fn create_plugin(
    _factory: *const clap_plugin_factory,
    host: *const clap_host,
    id: *const c_char,
) -> *const clap_plugin {
    guard(null(), || {
        // SAFETY: a string and the interface of the host; the latter outlives the plugin.
        unsafe {
            let compatible = host
                .as_ref()
                .is_some_and(|host| clap_version_is_compatible(host.clap_version));
            if !compatible || text_of(id) != Some(CLAP_ID) {
                return null();
            }
            Plugin::create(host)
        }
    })
}
