//! What a host offers: numbers for URIs, options, bounded blocks, a worker.

use std::cell::RefCell;
use std::ffi::{c_char, c_int, c_void, CStr, CString};
use std::ptr::{null, null_mut};

use attune::lv2::abi::{Feature, UridMap, URID_MAP_URI};

#[repr(C)]
struct Unmap {
    handle: *mut c_void,
    unmap: unsafe extern "C" fn(*mut c_void, u32) -> *const c_char,
}

#[repr(C)]
struct Schedule {
    handle: *mut c_void,
    schedule_work: unsafe extern "C" fn(*mut c_void, u32, *const c_void) -> c_int,
}

/// `LV2_Options_Option`; a list ends with a key of 0.
#[repr(C)]
struct OptionValue {
    context: c_int,
    subject: u32,
    key: u32,
    size: u32,
    kind: u32,
    value: *const c_void,
}

/// Numbers for URIs: the position in the list, from 1.
#[derive(Default)]
struct Uris(RefCell<Vec<CString>>);

impl Uris {
    fn number(&self, uri: &CStr) -> u32 {
        let mut known = self.0.borrow_mut();
        if let Some(at) = known.iter().position(|other| other.as_c_str() == uri) {
            return at as u32 + 1;
        }
        known.push(uri.to_owned());
        known.len() as u32
    }
}

/// Work that a plugin asked for and that is done between blocks.
pub type Requests = RefCell<Vec<Vec<u8>>>;

/// Everything that plugins keep pointers to; lives as long as the plugin.
pub struct Features {
    uris: Box<Uris>,
    pub requests: Box<Requests>,
    names: Vec<CString>,
    offered: Vec<Feature>,
    list: Vec<*const Feature>,
    owned: Vec<Box<dyn std::any::Any>>,
}

impl Features {
    pub fn new(block_frames: usize, rate_hz: f64) -> Features {
        let mut features = Features {
            uris: Box::default(),
            requests: Box::default(),
            names: Vec::new(),
            offered: Vec::new(),
            list: Vec::new(),
            owned: Vec::new(),
        };
        features.offer_uris();
        features.offer_options(block_frames as i32, rate_hz as f32);
        let handle = (&raw const *features.requests).cast_mut().cast();
        let schedule_work = schedule as unsafe extern "C" fn(*mut c_void, u32, *const c_void) -> c_int;
        features.own(
            "http://lv2plug.in/ns/ext/worker#schedule",
            Schedule { handle, schedule_work },
        );
        for promise in ["boundedBlockLength", "fixedBlockLength", "powerOf2BlockLength"] {
            features.add(&format!("http://lv2plug.in/ns/ext/buf-size#{promise}"), null_mut());
        }
        // From here on nothing is added, so nothing moves.
        features.list = features.offered.iter().map(|feature| &raw const *feature).collect();
        features.list.push(null());
        features
    }

    fn offer_uris(&mut self) {
        let handle: *mut c_void = (&raw const *self.uris).cast_mut().cast();
        self.own(
            URID_MAP_URI,
            UridMap {
                handle,
                map: Some(map_uri),
            },
        );
        self.own(
            "http://lv2plug.in/ns/ext/urid#unmap",
            Unmap {
                handle,
                unmap: unmap_uri,
            },
        );
    }

    fn offer_options(&mut self, block_frames: i32, rate_hz: f32) {
        let int = self.number("http://lv2plug.in/ns/ext/atom#Int");
        let float = self.number("http://lv2plug.in/ns/ext/atom#Float");
        let mut options = Vec::new();
        for name in ["minBlockLength", "maxBlockLength", "nominalBlockLength"] {
            let key = self.number(&format!("http://lv2plug.in/ns/ext/buf-size#{name}"));
            options.push(option(key, int, self.keep(block_frames)));
        }
        let key = self.number("http://lv2plug.in/ns/ext/buf-size#sequenceSize");
        options.push(option(key, int, self.keep(super::plugin::ATOM_BYTES as i32)));
        let key = self.number("http://lv2plug.in/ns/ext/parameters#sampleRate");
        options.push(option(key, float, self.keep(rate_hz)));
        options.push(option(0, 0, null()));
        let list = options.into_boxed_slice();
        let data = list.as_ptr().cast_mut().cast();
        self.owned.push(Box::new(list));
        self.add("http://lv2plug.in/ns/ext/options#options", data);
    }

    fn keep<T: 'static>(&mut self, value: T) -> *const c_void {
        let kept = Box::new(value);
        let address = (&raw const *kept).cast();
        self.owned.push(kept);
        address
    }

    fn own<T: 'static>(&mut self, uri: &str, data: T) {
        let address = self.keep(data).cast_mut();
        self.add(uri, address);
    }

    fn add(&mut self, uri: &str, data: *mut c_void) {
        let name = CString::new(uri).unwrap_or_default();
        self.offered.push(Feature {
            uri: name.as_ptr(),
            data,
        });
        self.names.push(name);
    }

    /// For `instantiate`.
    pub fn as_ptr(&self) -> *const *const Feature {
        self.list.as_ptr()
    }

    pub fn number(&self, uri: &str) -> u32 {
        self.uris.number(&CString::new(uri).unwrap_or_default())
    }
}

fn option(key: u32, kind: u32, value: *const c_void) -> OptionValue {
    OptionValue {
        context: 0,
        subject: 0,
        key,
        size: 4,
        kind,
        value,
    }
}

unsafe extern "C" fn map_uri(handle: *mut c_void, uri: *const c_char) -> u32 {
    // SAFETY: `handle` is the `Uris` that was passed with this function; `uri` is a C string of the plugin.
    unsafe { (*handle.cast::<Uris>()).number(CStr::from_ptr(uri)) }
}

unsafe extern "C" fn unmap_uri(handle: *mut c_void, number: u32) -> *const c_char {
    // SAFETY: as above; the strings are never moved or dropped while a plugin lives.
    let known = unsafe { (*handle.cast::<Uris>()).0.borrow() };
    let at = (number as usize).wrapping_sub(1);
    known.get(at).map_or(null(), |uri| uri.as_ptr())
}

unsafe extern "C" fn schedule(handle: *mut c_void, bytes: u32, data: *const c_void) -> c_int {
    // SAFETY: `handle` is the `Requests` that was passed with this function; `data` is good for `bytes`.
    unsafe {
        let request = if data.is_null() {
            &[]
        } else {
            std::slice::from_raw_parts(data.cast::<u8>(), bytes as usize)
        };
        (*handle.cast::<Requests>()).borrow_mut().push(request.to_vec());
    }
    0
}
