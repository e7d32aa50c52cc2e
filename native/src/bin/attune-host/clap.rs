//! The plugin through CLAP, loaded as any host loads it, by a host that counts what it is asked for.

use std::cell::Cell;
use std::ffi::{c_char, c_void, CStr, CString};
use std::path::Path;
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicU32, Ordering};

use attune::inspect::{Inspect, INSPECT_URI};
use clap_sys::audio_buffer::clap_audio_buffer;
use clap_sys::entry::clap_plugin_entry;
use clap_sys::events::*;
use clap_sys::ext::audio_ports_config::*;
use clap_sys::ext::latency::*;
use clap_sys::ext::params::*;
use clap_sys::ext::preset_load::*;
use clap_sys::ext::render::*;
use clap_sys::ext::state::*;
use clap_sys::factory::plugin_factory::*;
use clap_sys::factory::preset_discovery::CLAP_PRESET_DISCOVERY_LOCATION_FILE;
use clap_sys::host::clap_host;
use clap_sys::id::clap_id;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::*;
use clap_sys::stream::*;
use clap_sys::version::CLAP_VERSION;
use libloading::os::unix::{Library, Symbol, RTLD_LOCAL, RTLD_NOW};

/// What the plugin has asked of its host.
#[derive(Default)]
pub struct Counts {
    pub restarts: AtomicU32,
    pub processes: AtomicU32,
    pub callbacks: AtomicU32,
    pub dirty: AtomicU32,
    pub rescans: AtomicU32,
    pub clears: AtomicU32,
    pub flushes: AtomicU32,
    pub latency_changes: AtomicU32,
    pub presets: AtomicU32,
    pub preset_errors: AtomicU32,
    /// Events that the plugin has put into the host's list.
    pub events: AtomicU32,
}

impl Counts {
    /// Everything, in the order of the fields.
    pub fn all(&self) -> [u32; 11] {
        [
            &self.restarts,
            &self.processes,
            &self.callbacks,
            &self.dirty,
            &self.rescans,
            &self.clears,
            &self.flushes,
            &self.latency_changes,
            &self.presets,
            &self.preset_errors,
            &self.events,
        ]
        .map(|count| count.load(Ordering::Relaxed))
    }
}

/// A parameter's value from a frame of the next block on.
#[derive(Clone, Copy, Debug)]
pub struct ParamEvent {
    pub frame: u32,
    pub id: u32,
    pub value: f64,
}

/// A created plugin. Main thread and audio thread are the thread that owns it.
pub struct ClapPlugin {
    raw: *const clap_plugin,
    pub counts: Box<Counts>,
    _host: Box<clap_host>,
    active: Cell<bool>,
    _library: Option<Library>,
}

impl ClapPlugin {
    pub fn load(binary: &Path) -> Result<ClapPlugin, String> {
        let failed = |why: String| format!("{} can't be loaded: {why}", binary.display());
        // SAFETY: loading a plugin runs its code; that is what a host is for.
        let library = unsafe { Library::open(Some(binary), RTLD_NOW | RTLD_LOCAL) };
        let library = library.map_err(|error| failed(error.to_string()))?;
        // SAFETY: the symbol has this type in every CLAP binary.
        let entry: Symbol<*const clap_plugin_entry> = unsafe { library.get(b"clap_entry\0") }
            .map_err(|_| failed("it is no CLAP plugin (no clap_entry)".to_owned()))?;
        let path = CString::new(binary.to_string_lossy().as_bytes()).map_err(|error| failed(error.to_string()))?;
        // SAFETY: the entry is a static of the library, which is never unmapped.
        let mut plugin = unsafe { ClapPlugin::of_entry(&**entry, &path) }.map_err(failed)?;
        plugin._library = Some(library);
        Ok(plugin)
    }

    /// The first plugin of an entry.
    pub fn of_entry(entry: &'static clap_plugin_entry, path: &CStr) -> Result<ClapPlugin, String> {
        let counts = Box::<Counts>::default();
        let host = Box::new(host_of(&counts));
        // SAFETY: in the interface's order, with what it demands; host and counts live as long as the plugin.
        unsafe {
            if !entry.init.is_some_and(|init| init(path.as_ptr())) {
                return Err("its entry can't be initialised".to_owned());
            }
            let get_factory = entry.get_factory.ok_or("it has no factories")?;
            let factory = get_factory(CLAP_PLUGIN_FACTORY_ID.as_ptr()).cast::<clap_plugin_factory>();
            let interface = factory.as_ref().ok_or("it has no factory of plugins")?;
            let describe = interface.get_plugin_descriptor.ok_or("it has no descriptors")?;
            let descriptor = describe(factory, 0).as_ref().ok_or("it has no plugin")?;
            let create = interface.create_plugin.ok_or("it makes no plugins")?;
            let raw = create(factory, &raw const *host, descriptor.id);
            if raw.is_null() || !(*raw).init.is_some_and(|init| init(raw)) {
                return Err("its plugin refuses to be made".to_owned());
            }
            Ok(ClapPlugin {
                raw,
                counts,
                _host: host,
                active: Cell::new(false),
                _library: None,
            })
        }
    }

    pub fn raw(&self) -> *const clap_plugin {
        self.raw
    }

    /// # Safety
    /// `T` must be the extension's type.
    pub unsafe fn extension<T>(&self, id: &CStr) -> Option<&'static T> {
        // SAFETY: the plugin lives; its extensions are statics of its library.
        unsafe { ((*self.raw).get_extension?)(self.raw, id.as_ptr()).cast::<T>().as_ref() }
    }

    fn params(&self) -> &'static clap_plugin_params {
        // SAFETY: the extension has this type.
        unsafe { self.extension(CLAP_EXT_PARAMS) }.expect("a plugin with parameters")
    }

    fn inspect(&self) -> Option<&'static Inspect> {
        let id = CString::new(INSPECT_URI).ok()?;
        // SAFETY: the extension has this type.
        unsafe { self.extension(&id) }
    }

    fn handle(&self) -> *mut c_void {
        self.raw.cast_mut().cast()
    }

    pub fn activate(&self, rate_hz: f64) -> bool {
        // SAFETY: the plugin lives and is inactive.
        let activated = unsafe {
            (*self.raw)
                .activate
                .is_some_and(|activate| activate(self.raw, rate_hz, 1, 100_000))
        };
        self.active.set(activated);
        activated
    }

    pub fn deactivate(&self) {
        if self.active.replace(false) {
            // SAFETY: the plugin is active and doesn't process.
            unsafe {
                if let Some(deactivate) = (*self.raw).deactivate {
                    deactivate(self.raw);
                }
            }
        }
    }

    /// Mono or stereo, while inactive.
    pub fn select_channels(&self, channels: u32) -> bool {
        // SAFETY: the extension has this type; the plugin lives.
        unsafe {
            let configs: Option<&clap_plugin_audio_ports_config> = self.extension(CLAP_EXT_AUDIO_PORTS_CONFIG);
            let select = configs.and_then(|configs| configs.select);
            select.is_some_and(|select| select(self.raw, channels))
        }
    }

    /// Clears the past, between two blocks.
    pub fn reset(&self) {
        // SAFETY: the plugin is active.
        unsafe {
            if let Some(reset) = (*self.raw).reset {
                reset(self.raw);
            }
        }
    }

    /// What a host's main loop does after a request for a callback.
    pub fn main_thread(&self) {
        // SAFETY: the plugin lives.
        unsafe {
            if let Some(call) = (*self.raw).on_main_thread {
                call(self.raw);
            }
        }
    }

    pub fn set_offline(&self, offline: bool) {
        // SAFETY: the extension has this type; the plugin lives.
        unsafe {
            let render: Option<&clap_plugin_render> = self.extension(CLAP_EXT_RENDER);
            let mode = if offline {
                CLAP_RENDER_OFFLINE
            } else {
                CLAP_RENDER_REALTIME
            };
            if let Some(set) = render.and_then(|render| render.set) {
                set(self.raw, mode);
            }
        }
    }

    pub fn latency_frames(&self) -> usize {
        // SAFETY: the extension has this type; the plugin lives.
        unsafe {
            let latency: Option<&clap_plugin_latency> = self.extension(CLAP_EXT_LATENCY);
            latency
                .and_then(|latency| latency.get)
                .map_or(0, |get| get(self.raw) as usize)
        }
    }

    pub fn value(&self, id: u32) -> Option<f64> {
        let mut value = f64::NAN;
        let get = self.params().get_value?;
        // SAFETY: the plugin lives; the number outlives the call.
        unsafe { get(self.raw, id, &mut value) }.then_some(value)
    }

    /// Facts by index.
    pub fn info(&self, index: u32) -> Option<clap_param_info> {
        // SAFETY: all-zero is a valid value of this plain C struct.
        let mut info: clap_param_info = unsafe { std::mem::zeroed() };
        let get = self.params().get_info?;
        // SAFETY: the plugin lives; the struct outlives the call.
        unsafe { get(self.raw, index, &mut info) }.then_some(info)
    }

    pub fn text(&self, id: u32, value: f64, capacity: usize) -> Option<String> {
        let mut buffer = vec![0x7f as c_char; capacity];
        let to_text = self.params().value_to_text?;
        // SAFETY: the plugin lives; the buffer has this capacity.
        unsafe {
            to_text(self.raw, id, value, buffer.as_mut_ptr(), capacity as u32)
                .then(|| CStr::from_ptr(buffer.as_ptr()).to_string_lossy().into_owned())
        }
    }

    pub fn value_of(&self, id: u32, text: &str) -> Option<f64> {
        let mut value = f64::NAN;
        let to_value = self.params().text_to_value?;
        let text = CString::new(text).ok()?;
        // SAFETY: the plugin lives; text and number outlive the call.
        unsafe { to_value(self.raw, id, text.as_ptr(), &mut value) }.then_some(value)
    }

    /// Values outside any block.
    pub fn flush(&self, events: &[ParamEvent]) {
        let list: Vec<_> = events.iter().map(raw_event).collect();
        if let Some(flush) = self.params().flush {
            // SAFETY: both lists outlive the call.
            unsafe { flush(self.raw, &input_events(&list), &self.output_events()) };
        }
    }

    /// One block; planes as the interface wants them, null where the host has none. Returns the plugin's status.
    pub fn process(
        &self,
        inputs: &mut [*mut f32],
        outputs: &mut [*mut f32],
        frames: usize,
        events: &[ParamEvent],
    ) -> clap_process_status {
        self.process_raw(inputs, outputs, frames, &events.iter().map(raw_event).collect())
    }

    /// [`ClapPlugin::process`] without an allocation of the host's own.
    pub fn process_raw(
        &self,
        inputs: &mut [*mut f32],
        outputs: &mut [*mut f32],
        frames: usize,
        events: &Vec<clap_event_param_value>,
    ) -> clap_process_status {
        let (input, mut output) = (port(inputs), port(outputs));
        let process = clap_process {
            steady_time: -1,
            frames_count: frames as u32,
            transport: null(),
            audio_inputs: &input,
            audio_outputs: &mut output,
            audio_inputs_count: !inputs.is_empty() as u32,
            audio_outputs_count: !outputs.is_empty() as u32,
            in_events: &input_events(events),
            out_events: &self.output_events(),
        };
        // SAFETY: everything outlives the call; planes are the caller's.
        unsafe {
            (*self.raw)
                .process
                .map_or(CLAP_PROCESS_ERROR, |call| call(self.raw, &process))
        }
    }

    fn output_events(&self) -> clap_output_events {
        clap_output_events {
            ctx: (&raw const *self.counts).cast_mut().cast(),
            try_push: Some(count_event),
        }
    }

    /// The state blob, through a stream that takes at most `most` bytes a call.
    pub fn save(&self, most: usize) -> Result<Vec<u8>, String> {
        let mut sink = Sink {
            bytes: Vec::new(),
            most,
        };
        let stream = clap_ostream {
            ctx: (&raw mut sink).cast(),
            write: Some(write),
        };
        // SAFETY: the extension has this type; stream and sink outlive the call.
        let saved = unsafe {
            let state: Option<&clap_plugin_state> = self.extension(CLAP_EXT_STATE);
            state
                .and_then(|state| state.save)
                .is_some_and(|save| save(self.raw, &stream))
        };
        saved
            .then_some(sink.bytes)
            .ok_or_else(|| "the plugin can't save its state".to_owned())
    }

    /// Loads a blob from a stream that gives at most `most` bytes a call.
    pub fn restore(&self, blob: &[u8], most: usize) -> Result<(), String> {
        let mut source = Source { bytes: blob, most };
        let stream = clap_istream {
            ctx: (&raw mut source).cast(),
            read: Some(read),
        };
        // SAFETY: the extension has this type; stream and source outlive the call.
        let loaded = unsafe {
            let state: Option<&clap_plugin_state> = self.extension(CLAP_EXT_STATE);
            state
                .and_then(|state| state.load)
                .is_some_and(|load| load(self.raw, &stream))
        };
        loaded
            .then_some(())
            .ok_or_else(|| "the plugin has refused the state".to_owned())
    }

    /// Loads a preset file.
    pub fn load_preset(&self, path: &Path) -> bool {
        let Ok(path) = CString::new(path.to_string_lossy().as_bytes()) else {
            return false;
        };
        // SAFETY: the extension has this type; the path lives through the call.
        unsafe {
            let presets: Option<&clap_plugin_preset_load> = self.extension(CLAP_EXT_PRESET_LOAD);
            let load = presets.and_then(|presets| presets.from_location);
            load.is_some_and(|load| load(self.raw, CLAP_PRESET_DISCOVERY_LOCATION_FILE, path.as_ptr(), null()))
        }
    }

    pub fn engine_state(&self) -> i32 {
        // SAFETY: the plugin lives.
        self.inspect()
            .map_or(-1, |inspect| unsafe { (inspect.engine_state)(self.handle()) })
    }

    pub fn bridge_pid(&self) -> i32 {
        // SAFETY: the plugin lives.
        self.inspect()
            .map_or(0, |inspect| unsafe { (inspect.bridge_pid)(self.handle()) })
    }

    pub fn epoch(&self) -> i32 {
        // SAFETY: the plugin lives.
        self.inspect()
            .map_or(0, |inspect| unsafe { (inspect.epoch)(self.handle()) })
    }

    pub fn memfd(&self) -> i32 {
        // SAFETY: the plugin lives.
        self.inspect()
            .map_or(-1, |inspect| unsafe { (inspect.memfd)(self.handle()) })
    }

    pub fn counter(&self, which: i32) -> i64 {
        // SAFETY: the plugin lives.
        self.inspect()
            .map_or(0, |inspect| unsafe { (inspect.counter)(self.handle(), which) })
    }
}

impl Drop for ClapPlugin {
    fn drop(&mut self) {
        self.deactivate();
        // SAFETY: the plugin isn't used again.
        unsafe {
            if let Some(destroy) = (*self.raw).destroy {
                destroy(self.raw);
            }
        }
        self.raw = null();
    }
}

/// As the interface has it.
pub fn raw_event(event: &ParamEvent) -> clap_event_param_value {
    clap_event_param_value {
        header: clap_event_header {
            size: size_of::<clap_event_param_value>() as u32,
            time: event.frame,
            space_id: CLAP_CORE_EVENT_SPACE_ID,
            type_: CLAP_EVENT_PARAM_VALUE,
            flags: 0,
        },
        param_id: event.id as clap_id,
        cookie: null_mut(),
        note_id: -1,
        port_index: -1,
        channel: -1,
        key: -1,
        value: event.value,
    }
}

fn port(planes: &mut [*mut f32]) -> clap_audio_buffer {
    clap_audio_buffer {
        data32: planes.as_mut_ptr(),
        data64: null_mut(),
        channel_count: planes.len() as u32,
        latency: 0,
        constant_mask: 0,
    }
}

fn input_events(list: &Vec<clap_event_param_value>) -> clap_input_events {
    clap_input_events {
        ctx: (list as *const Vec<clap_event_param_value>).cast_mut().cast(),
        size: Some(event_count),
        get: Some(event_at),
    }
}

unsafe extern "C" fn event_count(list: *const clap_input_events) -> u32 {
    // SAFETY: made by `input_events`.
    unsafe { (*(*list).ctx.cast::<Vec<clap_event_param_value>>()).len() as u32 }
}

unsafe extern "C" fn event_at(list: *const clap_input_events, index: u32) -> *const clap_event_header {
    // SAFETY: made by `input_events`.
    let events = unsafe { &*(*list).ctx.cast::<Vec<clap_event_param_value>>() };
    events
        .get(index as usize)
        .map_or(null(), |event| &raw const event.header)
}

unsafe extern "C" fn count_event(list: *const clap_output_events, _event: *const clap_event_header) -> bool {
    // SAFETY: made by `output_events`.
    unsafe { &*(*list).ctx.cast::<Counts>() }
        .events
        .fetch_add(1, Ordering::Relaxed);
    true
}

struct Sink {
    bytes: Vec<u8>,
    most: usize,
}

unsafe extern "C" fn write(stream: *const clap_ostream, buffer: *const c_void, size: u64) -> i64 {
    // SAFETY: made by `save`; the buffer is good for `size`.
    unsafe {
        let sink = &mut *(*stream).ctx.cast::<Sink>();
        let count = sink.most.min(size as usize);
        sink.bytes
            .extend_from_slice(std::slice::from_raw_parts(buffer.cast(), count));
        count as i64
    }
}

struct Source<'a> {
    bytes: &'a [u8],
    most: usize,
}

unsafe extern "C" fn read(stream: *const clap_istream, buffer: *mut c_void, size: u64) -> i64 {
    // SAFETY: made by `restore`; the buffer is good for `size`.
    unsafe {
        let source = &mut *(*stream).ctx.cast::<Source>();
        let count = source.most.min(size as usize).min(source.bytes.len());
        std::ptr::copy_nonoverlapping(source.bytes.as_ptr(), buffer.cast(), count);
        source.bytes = &source.bytes[count..];
        count as i64
    }
}

fn host_of(counts: &Counts) -> clap_host {
    clap_host {
        clap_version: CLAP_VERSION,
        host_data: (counts as *const Counts).cast_mut().cast(),
        name: c"attune-host".as_ptr(),
        vendor: c"Attune".as_ptr(),
        url: c"".as_ptr(),
        version: c"1".as_ptr(),
        get_extension: Some(host_extension),
        request_restart: Some(request_restart),
        request_process: Some(request_process),
        request_callback: Some(request_callback),
    }
}

/// # Safety
/// `host` must be made by [`host_of`], with the counts still there.
unsafe fn counts<'a>(host: *const clap_host) -> &'a Counts {
    // SAFETY: by the caller.
    unsafe { &*(*host).host_data.cast::<Counts>() }
}

/// A callback of the host that only counts.
macro_rules! counting {
    ($name:ident, $field:ident $(, $argument:ident: $type:ty)*) => {
        unsafe extern "C" fn $name(host: *const clap_host $(, $argument: $type)*) {
            $(let _ = $argument;)*
            // SAFETY: our own host.
            unsafe { counts(host) }.$field.fetch_add(1, Ordering::Relaxed);
        }
    };
}

counting!(request_restart, restarts);
counting!(request_process, processes);
counting!(request_callback, callbacks);
counting!(mark_dirty, dirty);
counting!(rescan, rescans, flags: clap_param_rescan_flags);
counting!(clear, clears, id: clap_id, flags: clap_param_clear_flags);
counting!(request_flush, flushes);
counting!(latency_changed, latency_changes);
counting!(preset_loaded, presets, kind: u32, location: *const c_char, key: *const c_char);
counting!(preset_failed, preset_errors, kind: u32, location: *const c_char, key: *const c_char, errno: i32, why: *const c_char);

static HOST_PRESETS: clap_host_preset_load = clap_host_preset_load {
    on_error: Some(preset_failed),
    loaded: Some(preset_loaded),
};

static HOST_STATE: clap_host_state = clap_host_state {
    mark_dirty: Some(mark_dirty),
};

static HOST_PARAMS: clap_host_params = clap_host_params {
    rescan: Some(rescan),
    clear: Some(clear),
    request_flush: Some(request_flush),
};

static HOST_LATENCY: clap_host_latency = clap_host_latency {
    changed: Some(latency_changed),
};

unsafe extern "C" fn host_extension(_host: *const clap_host, id: *const c_char) -> *const c_void {
    // SAFETY: a string of the plugin.
    let id = unsafe { CStr::from_ptr(id) };
    if id == CLAP_EXT_STATE {
        (&raw const HOST_STATE).cast()
    } else if id == CLAP_EXT_PARAMS {
        (&raw const HOST_PARAMS).cast()
    } else if id == CLAP_EXT_PRESET_LOAD {
        (&raw const HOST_PRESETS).cast()
    } else if id == CLAP_EXT_LATENCY {
        (&raw const HOST_LATENCY).cast()
    } else {
        null()
    }
}
