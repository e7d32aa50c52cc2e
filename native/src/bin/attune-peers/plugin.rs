//! One instance, its ports, and the clock around its blocks.

use std::ffi::{c_char, c_int, c_void, CStr, CString};
use std::path::Path;

use attune::engine_abi::attune_thread_cpu_ns as thread_cpu_ns;
use attune::lv2::abi::{Descriptor, DescriptorFunction, Handle};
use libloading::os::unix::{Library, Symbol, RTLD_LOCAL, RTLD_NOW};

use super::features::Features;
use super::spec::{Port, Spec};

/// Room for events in an atom port.
pub const ATOM_BYTES: usize = 8192;

const ATOM_HEADER_BYTES: u32 = 8;

type Respond = unsafe extern "C" fn(*mut c_void, u32, *const c_void) -> c_int;

/// `LV2_Worker_Interface`.
#[repr(C)]
struct WorkerInterface {
    work: Option<unsafe extern "C" fn(Handle, Respond, *mut c_void, u32, *const c_void) -> c_int>,
    work_response: Option<unsafe extern "C" fn(Handle, u32, *const c_void) -> c_int>,
    end_run: Option<unsafe extern "C" fn(Handle) -> c_int>,
}

pub struct Plugin {
    descriptor: &'static Descriptor,
    handle: Handle,
    worker: Option<&'static WorkerInterface>,
    ports: Vec<Port>,
    /// One buffer per audio port, in order of ports; the plugin has their addresses.
    audio_in: Vec<Box<[f32]>>,
    audio_out: Vec<Box<[f32]>>,
    _controls: Box<[f32]>,
    atoms: Vec<(Port, Box<[u64]>)>,
    sequence: u32,
    chunk: u32,
    features: Features,
    _library: Library,
}

impl Plugin {
    pub fn load(spec: &Spec) -> Result<Plugin, String> {
        let failed = |why: String| format!("{} can't be loaded: {why}", spec.uri);
        // SAFETY: loading a plugin runs its code; that is what a host is for.
        let library = unsafe { Library::open(Some(Path::new(&spec.binary)), RTLD_NOW | RTLD_LOCAL) };
        let library = library.map_err(|error| failed(error.to_string()))?;
        // SAFETY: the symbol has this type in every LV2 binary.
        let entry: Symbol<DescriptorFunction> = unsafe { library.get(b"lv2_descriptor\0") }
            .map_err(|_| failed("it is no LV2 binary (no lv2_descriptor)".to_owned()))?;
        let descriptor = find(&entry, &spec.uri).ok_or_else(|| failed("its binary does not have it".to_owned()))?;
        let features = Features::new(spec.block_frames, spec.rate_hz);
        let bundle = CString::new(spec.bundle.as_str()).map_err(|error| failed(error.to_string()))?;
        let instantiate = descriptor
            .instantiate
            .ok_or_else(|| failed("no instantiate".to_owned()))?;
        // SAFETY: all arguments live through the call; features live as long as the plugin.
        let handle = unsafe { instantiate(descriptor, spec.rate_hz, bundle.as_ptr(), features.as_ptr()) };
        if handle.is_null() {
            return Err(failed(format!("it refuses {} Hz or this host", spec.rate_hz)));
        }
        let mut plugin = Plugin {
            descriptor,
            handle,
            worker: extension(descriptor, c"http://lv2plug.in/ns/ext/worker#interface"),
            ports: spec.ports.clone(),
            audio_in: Vec::new(),
            audio_out: Vec::new(),
            _controls: controls(&spec.ports),
            atoms: Vec::new(),
            sequence: features.number("http://lv2plug.in/ns/ext/atom#Sequence"),
            chunk: features.number("http://lv2plug.in/ns/ext/atom#Chunk"),
            features,
            _library: library,
        };
        plugin.connect(spec.block_frames);
        if let Some(activate) = descriptor.activate {
            // SAFETY: the instance lives and doesn't run.
            unsafe { activate(handle) };
        }
        Ok(plugin)
    }

    fn connect(&mut self, block_frames: usize) {
        for number in 0..self.ports.len() {
            let data: *mut c_void = match self.ports[number] {
                Port::AudioIn => {
                    self.audio_in.push(vec![0.0; block_frames].into());
                    self.audio_in
                        .last_mut()
                        .map_or(std::ptr::null_mut(), |buffer| buffer.as_mut_ptr().cast())
                }
                Port::AudioOut => {
                    self.audio_out.push(vec![0.0; block_frames].into());
                    self.audio_out
                        .last_mut()
                        .map_or(std::ptr::null_mut(), |buffer| buffer.as_mut_ptr().cast())
                }
                Port::Control(_) => (&raw mut self._controls[number]).cast(),
                atom @ (Port::AtomIn | Port::AtomOut) => {
                    self.atoms.push((atom, vec![0; ATOM_BYTES / 8].into()));
                    self.atoms
                        .last_mut()
                        .map_or(std::ptr::null_mut(), |(_, buffer)| buffer.as_mut_ptr().cast())
                }
            };
            if let Some(connect) = self.descriptor.connect_port {
                // SAFETY: the buffers live as long as the plugin and are never moved: vectors of boxes.
                unsafe { connect(self.handle, number as u32, data) };
            }
        }
    }

    pub fn outputs(&self) -> usize {
        self.audio_out.len()
    }

    /// Plays the whole signal; more inputs than two get the two in turn. Returns CPU time in ns.
    pub fn play(&mut self, input: &[Vec<f32>; 2], block_frames: usize, mut output: Option<&mut Vec<Vec<f32>>>) -> i64 {
        let before = thread_cpu_ns();
        let mut work_ns = 0;
        for at in (0..input[0].len()).step_by(block_frames) {
            for (number, buffer) in self.audio_in.iter_mut().enumerate() {
                buffer.copy_from_slice(&input[number % 2][at..at + block_frames]);
            }
            self.empty_atoms();
            if let Some(run) = self.descriptor.run {
                // SAFETY: all ports are connected to memory for a block.
                unsafe { run(self.handle, block_frames as u32) };
            }
            work_ns += self.work();
            if let Some(out) = output.as_deref_mut() {
                for (channel, buffer) in out.iter_mut().zip(&self.audio_out) {
                    channel.extend_from_slice(buffer);
                }
            }
        }
        thread_cpu_ns() - before - work_ns
    }

    /// Inputs get an empty sequence, outputs an empty chunk with its room.
    fn empty_atoms(&mut self) {
        for (port, buffer) in &mut self.atoms {
            let (size, kind) = match port {
                Port::AtomIn => (ATOM_HEADER_BYTES, self.sequence),
                _ => (ATOM_BYTES as u32 - ATOM_HEADER_BYTES, self.chunk),
            };
            buffer[0] = u64::from(size) | u64::from(kind) << 32;
            buffer[1] = 0;
        }
    }

    /// What a host's other thread does; returns its time, which isn't the audio thread's.
    fn work(&mut self) -> i64 {
        if self.features.requests.borrow().is_empty() {
            return 0;
        }
        let before = thread_cpu_ns();
        let requests = std::mem::take(&mut *self.features.requests.borrow_mut());
        let mut answers: Vec<Vec<u8>> = Vec::new();
        if let Some(worker) = self.worker {
            for request in &requests {
                if let Some(work) = worker.work {
                    let handle = (&raw mut answers).cast();
                    // SAFETY: `collect` gets the vector back as its handle.
                    unsafe {
                        work(
                            self.handle,
                            collect,
                            handle,
                            request.len() as u32,
                            request.as_ptr().cast(),
                        )
                    };
                }
            }
            for answer in &answers {
                if let Some(respond) = worker.work_response {
                    // SAFETY: the plugin's own function and data, between two runs.
                    unsafe { respond(self.handle, answer.len() as u32, answer.as_ptr().cast()) };
                }
            }
            if let Some(end_run) = worker.end_run {
                // SAFETY: as above.
                unsafe { end_run(self.handle) };
            }
        }
        thread_cpu_ns() - before
    }
}

impl Drop for Plugin {
    fn drop(&mut self) {
        // SAFETY: the instance isn't used again.
        unsafe {
            if let Some(deactivate) = self.descriptor.deactivate {
                deactivate(self.handle);
            }
            if let Some(cleanup) = self.descriptor.cleanup {
                cleanup(self.handle);
            }
        }
    }
}

fn controls(ports: &[Port]) -> Box<[f32]> {
    let value = |port: &Port| match port {
        Port::Control(value) => *value,
        _ => 0.0,
    };
    ports.iter().map(value).collect()
}

unsafe extern "C" fn collect(handle: *mut c_void, bytes: u32, data: *const c_void) -> c_int {
    // SAFETY: `handle` is the vector of `Plugin::work`; `data` is good for `bytes`.
    unsafe {
        let answer = std::slice::from_raw_parts(data.cast::<u8>(), bytes as usize).to_vec();
        (*handle.cast::<Vec<Vec<u8>>>()).push(answer);
    }
    0
}

fn find(entry: &Symbol<DescriptorFunction>, uri: &str) -> Option<&'static Descriptor> {
    for index in 0.. {
        // SAFETY: descriptors live as long as the library, which is never unmapped.
        let descriptor = unsafe { entry(index).as_ref() }?;
        // SAFETY: a C string of the plugin.
        if unsafe { CStr::from_ptr(descriptor.uri.cast::<c_char>()) }.to_bytes() == uri.as_bytes() {
            return Some(descriptor);
        }
    }
    None
}

fn extension<T>(descriptor: &Descriptor, uri: &CStr) -> Option<&'static T> {
    // SAFETY: what the plugin gives for this URI is a static of this type.
    unsafe { descriptor.extension_data?(uri.as_ptr()).cast::<T>().as_ref() }
}
