//! Factory presets as hosts find and load them: files that `./attune install` has written beside the engine, each the
//! state of a new instance that plays the preset. Main thread, and a host's indexing threads; no instance is needed.

use std::ffi::{c_char, c_void, CString};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr::{null, null_mut};

use clap_sys::ext::preset_load::clap_plugin_preset_load;
use clap_sys::factory::preset_discovery::*;
use clap_sys::plugin::clap_plugin;
use clap_sys::universal_plugin_id::clap_universal_plugin_id;
use clap_sys::version::CLAP_VERSION;

use super::entry::ID;
use super::plugin::ask;
use super::{guard, text_of};
use crate::state::LARGEST_BYTES;
use crate::supervisor::runtime::RuntimeSource;

pub static FACTORY: clap_preset_discovery_factory = clap_preset_discovery_factory {
    count: Some(count),
    get_descriptor: Some(get_descriptor),
    create: Some(create),
};

pub static LOAD: clap_plugin_preset_load = clap_plugin_preset_load {
    from_location: Some(from_location),
};

static DESCRIPTOR: clap_preset_discovery_provider_descriptor = clap_preset_discovery_provider_descriptor {
    clap_version: CLAP_VERSION,
    id: c"org.attune.enhancer.presets".as_ptr(),
    name: c"Attune presets".as_ptr(),
    vendor: c"Attune".as_ptr(),
};

struct Provider {
    clap: clap_preset_discovery_provider,
    indexer: *const clap_preset_discovery_indexer,
}

unsafe extern "C" fn count(_factory: *const clap_preset_discovery_factory) -> u32 {
    1
}

unsafe extern "C" fn get_descriptor(
    _factory: *const clap_preset_discovery_factory,
    index: u32,
) -> *const clap_preset_discovery_provider_descriptor {
    if index == 0 {
        &DESCRIPTOR
    } else {
        null()
    }
}

unsafe extern "C" fn create(
    _factory: *const clap_preset_discovery_factory,
    indexer: *const clap_preset_discovery_indexer,
    id: *const c_char,
) -> *const clap_preset_discovery_provider {
    guard(null(), || {
        // SAFETY: strings of the host and ours.
        if indexer.is_null() || unsafe { text_of(id) != text_of(DESCRIPTOR.id) } {
            return null();
        }
        let provider = Box::into_raw(Box::new(Provider {
            clap: clap_preset_discovery_provider {
                desc: &DESCRIPTOR,
                provider_data: null_mut(),
                init: Some(init),
                destroy: Some(destroy),
                get_metadata: Some(get_metadata),
                get_extension: Some(get_extension),
            },
            indexer,
        }));
        // SAFETY: just made, and nobody else has it.
        unsafe {
            (*provider).clap.provider_data = provider.cast();
            &raw const (*provider).clap
        }
    })
}

/// Says where the presets are; without an installation there are none, which is no failure.
unsafe extern "C" fn init(provider: *const clap_preset_discovery_provider) -> bool {
    guard(false, || {
        // SAFETY: made by `create`; the indexer outlives the provider.
        unsafe {
            let indexer = (*(*provider).provider_data.cast::<Provider>()).indexer;
            let filetype = clap_preset_discovery_filetype {
                name: c"Attune preset".as_ptr(),
                description: c"".as_ptr(),
                file_extension: c"attune".as_ptr(),
            };
            if !(*indexer)
                .declare_filetype
                .is_some_and(|declare| declare(indexer, &filetype))
            {
                return false;
            }
            let folder = RuntimeSource::Environment
                .clap_presets()
                .filter(|folder| folder.is_dir());
            let Some(folder) = folder.and_then(|folder| CString::new(folder.as_os_str().as_bytes()).ok()) else {
                return true;
            };
            let location = clap_preset_discovery_location {
                flags: CLAP_PRESET_DISCOVERY_IS_FACTORY_CONTENT,
                name: c"Attune".as_ptr(),
                kind: CLAP_PRESET_DISCOVERY_LOCATION_FILE,
                location: folder.as_ptr(),
            };
            (*indexer)
                .declare_location
                .is_some_and(|declare| declare(indexer, &location))
        }
    })
}

unsafe extern "C" fn destroy(provider: *const clap_preset_discovery_provider) {
    guard((), || {
        // SAFETY: made by `create`; the host doesn't use it again.
        unsafe {
            if let Some(interface) = provider.as_ref() {
                drop(Box::from_raw(interface.provider_data.cast::<Provider>()));
            }
        }
    });
}

unsafe extern "C" fn get_extension(
    _provider: *const clap_preset_discovery_provider,
    _id: *const c_char,
) -> *const c_void {
    null()
}

/// One preset a file, named as the file.
unsafe extern "C" fn get_metadata(
    _provider: *const clap_preset_discovery_provider,
    kind: clap_preset_discovery_location_kind,
    location: *const c_char,
    receiver: *const clap_preset_discovery_metadata_receiver,
) -> bool {
    guard(false, || {
        // SAFETY: a string and an interface of the host.
        let (path, to) = unsafe { (text_of(location), receiver.as_ref()) };
        let (Some(path), Some(to)) = (path.filter(|_| kind == CLAP_PRESET_DISCOVERY_LOCATION_FILE), to) else {
            return false;
        };
        let name = Path::new(path)
            .file_stem()
            .and_then(|stem| CString::new(stem.as_bytes()).ok());
        let Some(name) = name else {
            return false;
        };
        let plugin = clap_universal_plugin_id {
            abi: c"clap".as_ptr(),
            id: ID.as_ptr(),
        };
        // SAFETY: by the interface; all strings live through the calls.
        unsafe {
            if !to
                .begin_preset
                .is_some_and(|begin| begin(receiver, name.as_ptr(), null()))
            {
                return false;
            }
            if let Some(add) = to.add_plugin_id {
                add(receiver, &plugin);
            }
            if let Some(set) = to.set_flags {
                set(receiver, CLAP_PRESET_DISCOVERY_IS_FACTORY_CONTENT);
            }
            if let Some(add) = to.add_creator {
                add(receiver, c"Attune".as_ptr());
            }
        }
        true
    })
}

/// As the load of a state. Main thread.
unsafe extern "C" fn from_location(
    handle: *const clap_plugin,
    kind: clap_preset_discovery_location_kind,
    location: *const c_char,
    load_key: *const c_char,
) -> bool {
    // SAFETY: the host's handle and strings.
    unsafe {
        ask(handle, false, |plugin| {
            let path = text_of(location).filter(|_| kind == CLAP_PRESET_DISCOVERY_LOCATION_FILE);
            let blob = path
                .ok_or_else(|| (0, "Attune's presets are files".to_owned()))
                .and_then(read);
            let problem = match blob {
                Ok(blob) if plugin.instance.restore(&blob) => None,
                Ok(_) => Some((0, "The file is not a preset that this Attune can open".to_owned())),
                Err(problem) => Some(problem),
            };
            plugin.host.preset(kind, location, load_key, problem.as_ref());
            if problem.is_none() {
                plugin.host.rescan_values();
            }
            Some(problem.is_none())
        })
    }
}

/// Error: errno, 0 where there is none, and a sentence without full stop.
fn read(path: &str) -> Result<Vec<u8>, (i32, String)> {
    use std::io::Read;
    let mut blob = Vec::new();
    std::fs::File::open(path)
        // One byte more shows that it is too large.
        .and_then(|file| file.take(LARGEST_BYTES as u64 + 1).read_to_end(&mut blob))
        .map_err(|error| {
            (
                error.raw_os_error().unwrap_or(0),
                format!("{path} can't be read: {error}"),
            )
        })?;
    Ok(blob)
}
