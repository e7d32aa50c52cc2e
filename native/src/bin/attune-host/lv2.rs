//! The plugin through its C interface, loaded as any host loads it.

use std::cell::RefCell;
use std::ffi::{c_char, c_void, CStr, CString};
use std::path::Path;
use std::ptr::null_mut;

use attune::inspect::{Inspect, INSPECT_URI};
use attune::lv2::abi::*;
use attune::lv2::ports::{self, Port};
use attune::lv2::{ATOM_CHUNK_URI, STATE_KEY_URI};
use libloading::os::unix::{Library, Symbol, RTLD_LOCAL, RTLD_NOW};

/// An instantiated plugin. The audio thread is the thread that owns it.
pub struct Plugin {
    descriptor: &'static Descriptor,
    handle: Handle,
    channels: usize,
    /// Values of all ports that aren't audio; the plugin has their addresses.
    controls: Box<[f32]>,
    inspect: Option<&'static Inspect>,
    state: Option<&'static StateInterface>,
    active: bool,
    _uris: Box<Uris>,
    _library: Library,
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

unsafe extern "C" fn map_uri(handle: *mut c_void, uri: *const c_char) -> u32 {
    // SAFETY: `handle` is the `Uris` that was passed with this function; `uri` is a C string of the plugin.
    unsafe { (*handle.cast::<Uris>()).number(CStr::from_ptr(uri)) }
}

impl Plugin {
    pub fn load(binary: &Path, uri: &str, channels: usize, rate_hz: f64) -> Result<Plugin, String> {
        let failed = |why: String| format!("{} can't be loaded: {why}", binary.display());
        // SAFETY: loading a plugin runs its code; that is what a host is for.
        let library = unsafe { Library::open(Some(binary), RTLD_NOW | RTLD_LOCAL) };
        let library = library.map_err(|error| failed(error.to_string()))?;
        // SAFETY: the symbol has this type in every LV2 binary.
        let entry: Symbol<DescriptorFunction> = unsafe { library.get(b"lv2_descriptor\0") }
            .map_err(|_| failed("it is no LV2 plugin (no lv2_descriptor)".to_owned()))?;
        let descriptor = find(&entry, uri).ok_or_else(|| failed(format!("it has no plugin {uri}")))?;
        let uris = Box::<Uris>::default();
        let mut map = UridMap {
            handle: (&raw const *uris).cast_mut().cast(),
            map: Some(map_uri),
        };
        let map_name = CString::new(URID_MAP_URI).map_err(|error| failed(error.to_string()))?;
        let feature = Feature {
            uri: map_name.as_ptr(),
            data: (&raw mut map).cast(),
        };
        let features = [&raw const feature, std::ptr::null()];
        let instantiate = descriptor
            .instantiate
            .ok_or_else(|| failed("no instantiate".to_owned()))?;
        // SAFETY: all arguments live through the call; the map is used in it only.
        let handle = unsafe { instantiate(descriptor, rate_hz, c"/".as_ptr(), features.as_ptr()) };
        if handle.is_null() {
            return Err(format!("{uri} refuses to be instantiated at {rate_hz} Hz"));
        }
        let mut plugin = Plugin {
            descriptor,
            handle,
            channels,
            controls: initial_controls(channels),
            inspect: extension(descriptor, INSPECT_URI),
            state: extension(descriptor, STATE_INTERFACE_URI),
            active: false,
            _uris: uris,
            _library: library,
        };
        for number in 2 * channels..ports::count(channels) {
            let value = &raw mut plugin.controls[number];
            plugin.connect(number, value);
        }
        Ok(plugin)
    }

    fn connect(&self, number: usize, data: *mut f32) {
        if let Some(connect) = self.descriptor.connect_port {
            // SAFETY: `data` outlives the plugin (controls) or the next run (audio).
            unsafe { connect(self.handle, number as u32, data.cast()) };
        }
    }

    pub fn set(&mut self, symbol: &str, value: f32) -> Result<(), String> {
        let mut inputs = (0..ports::count(self.channels))
            .filter_map(|number| Some((number, ports::port(self.channels, number)?)))
            .filter(|(_, port)| *port != Port::Latency);
        let number = inputs
            .find(|(_, port)| ports::symbol(*port) == Some(symbol))
            .map(|(number, _)| number);
        self.controls[number.ok_or_else(|| format!("the plugin has no control \"{symbol}\""))?] = value;
        Ok(())
    }

    /// As the plugin has written it in its last run.
    pub fn latency_frames(&self) -> usize {
        let number = (0..self.controls.len()).find(|number| ports::port(self.channels, *number) == Some(Port::Latency));
        number.map_or(0, |number| self.controls[number] as usize)
    }

    pub fn activate(&mut self) {
        if let Some(activate) = self.descriptor.activate {
            // SAFETY: the instance lives and doesn't run.
            unsafe { activate(self.handle) };
        }
        self.active = true;
    }

    pub fn deactivate(&mut self) {
        if let Some(deactivate) = self.descriptor.deactivate.filter(|_| self.active) {
            // SAFETY: the instance is active and doesn't run.
            unsafe { deactivate(self.handle) };
        }
        self.active = false;
    }

    /// One callback; all slices have the same length.
    pub fn run(&mut self, inputs: &[&[f32]], outputs: &mut [&mut [f32]]) {
        let frames = inputs.first().map_or(0, |input| input.len());
        for (channel, input) in inputs.iter().enumerate() {
            self.connect(channel, input.as_ptr().cast_mut());
        }
        for (channel, output) in outputs.iter_mut().enumerate() {
            self.connect(self.channels + channel, output.as_mut_ptr());
        }
        if let Some(run) = self.descriptor.run {
            // SAFETY: all ports are connected to memory for `frames`.
            unsafe { run(self.handle, frames as u32) };
        }
    }

    pub fn bridge_pid(&self) -> i32 {
        // SAFETY: the instance lives.
        self.inspect
            .map_or(0, |inspect| unsafe { (inspect.bridge_pid)(self.handle) })
    }

    pub fn engine_state(&self) -> i32 {
        // SAFETY: the instance lives.
        self.inspect
            .map_or(-1, |inspect| unsafe { (inspect.engine_state)(self.handle) })
    }

    pub fn epoch(&self) -> i32 {
        // SAFETY: the instance lives.
        self.inspect
            .map_or(0, |inspect| unsafe { (inspect.epoch)(self.handle) })
    }

    pub fn memfd(&self) -> i32 {
        // SAFETY: the instance lives.
        self.inspect
            .map_or(-1, |inspect| unsafe { (inspect.memfd)(self.handle) })
    }

    pub fn counter(&self, which: i32) -> i64 {
        // SAFETY: the instance lives.
        self.inspect
            .map_or(0, |inspect| unsafe { (inspect.counter)(self.handle, which) })
    }

    /// The state blob.
    pub fn save(&self) -> Result<Vec<u8>, String> {
        let save = self
            .state
            .and_then(|state| state.save)
            .ok_or("the plugin has no state")?;
        let mut blob = Vec::new();
        // SAFETY: `store` gets the vector back as its handle and copies into it.
        match unsafe { save(self.handle, Some(store), (&raw mut blob).cast(), 0, std::ptr::null()) } {
            STATE_SUCCESS => Ok(blob),
            status => Err(format!("the plugin can't save its state (status {status})")),
        }
    }

    pub fn restore(&self, blob: &[u8]) -> Result<(), String> {
        let restore = self
            .state
            .and_then(|state| state.restore)
            .ok_or("the plugin has no state")?;
        let mut saved = Saved {
            blob,
            key: self._uris.number(&c_string(STATE_KEY_URI)),
            kind: 0,
        };
        saved.kind = self._uris.number(&c_string(ATOM_CHUNK_URI));
        // SAFETY: `retrieve` gets `saved` back as its handle; the blob lives through the call.
        match unsafe {
            restore(
                self.handle,
                Some(retrieve),
                (&raw mut saved).cast(),
                0,
                std::ptr::null(),
            )
        } {
            STATE_SUCCESS => Ok(()),
            status => Err(format!("the plugin has refused the state (status {status})")),
        }
    }
}

impl Drop for Plugin {
    fn drop(&mut self) {
        self.deactivate();
        if let Some(cleanup) = self.descriptor.cleanup {
            // SAFETY: the instance isn't used again.
            unsafe { cleanup(self.handle) };
        }
        self.handle = null_mut();
    }
}

fn find(entry: &Symbol<DescriptorFunction>, uri: &str) -> Option<&'static Descriptor> {
    for index in 0.. {
        // SAFETY: descriptors live as long as the library, which is never unmapped.
        let descriptor = unsafe { entry(index).as_ref() }?;
        // SAFETY: a C string of the plugin.
        if unsafe { CStr::from_ptr(descriptor.uri) }.to_bytes() == uri.as_bytes() {
            return Some(descriptor);
        }
    }
    None
}

/// Defaults by port number.
fn initial_controls(channels: usize) -> Box<[f32]> {
    (0..ports::count(channels))
        .map(|number| match ports::port(channels, number) {
            Some(Port::Enabled) => 1.0,
            Some(Port::Macro(index)) => attune::generated::params::MACROS[index].default as f32,
            _ => 0.0,
        })
        .collect()
}

fn extension<T>(descriptor: &Descriptor, uri: &str) -> Option<&'static T> {
    let uri = CString::new(uri).ok()?;
    // SAFETY: what the plugin gives for this URI is a static of this type.
    unsafe { descriptor.extension_data?(uri.as_ptr()).cast::<T>().as_ref() }
}

fn c_string(text: &str) -> CString {
    CString::new(text).unwrap_or_default()
}

unsafe extern "C" fn store(handle: *mut c_void, _: u32, value: *const c_void, bytes: usize, _: u32, _: u32) -> i32 {
    // SAFETY: `handle` is the vector of `Plugin::save`; `value` is good for `bytes`.
    unsafe { (*handle.cast::<Vec<u8>>()).extend_from_slice(std::slice::from_raw_parts(value.cast(), bytes)) };
    STATE_SUCCESS
}

struct Saved<'a> {
    blob: &'a [u8],
    key: u32,
    kind: u32,
}

unsafe extern "C" fn retrieve(
    handle: *mut c_void,
    key: u32,
    bytes: *mut usize,
    kind: *mut u32,
    flags: *mut u32,
) -> *const c_void {
    // SAFETY: `handle` is the `Saved` of `Plugin::restore`; the others are the plugin's locals.
    unsafe {
        let saved = &*handle.cast::<Saved>();
        if key != saved.key {
            return std::ptr::null();
        }
        *bytes = saved.blob.len();
        *kind = saved.kind;
        *flags = STATE_IS_POD | STATE_IS_PORTABLE;
        saved.blob.as_ptr().cast()
    }
}
