//! Entry points of the LV2 plugins: ports in, [`Instance`] behind. Each catches panics.

use std::cell::UnsafeCell;
use std::ffi::{c_char, c_void, CStr};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr::{null, null_mut};

use super::abi::*;
use super::ports::{self, Port};
use super::state::{StateUrids, STATE_INTERFACE};
use crate::core::plugin::Buffers;
use crate::core::{Core, MAX_CHANNELS};
use crate::generated::params::{LV2_URI_MONO, LV2_URI_STEREO, MACROS, MACRO_BYPASS, MACRO_COUNT, MACRO_LATENCY_MODE};
use crate::inspect::{Inspect, Wraps, INSPECT_URI};
use crate::instance::Instance;

const STEREO_URI: &CStr = c"urn:attune:stereo";
const MONO_URI: &CStr = c"urn:attune:mono";

static STEREO: Descriptor = descriptor(STEREO_URI);
static MONO: Descriptor = descriptor(MONO_URI);

const fn descriptor(uri: &'static CStr) -> Descriptor {
    Descriptor {
        uri: uri.as_ptr(),
        instantiate: Some(instantiate),
        connect_port: Some(connect_port),
        activate: Some(activate),
        run: Some(run),
        deactivate: Some(deactivate),
        cleanup: Some(cleanup),
        extension_data: Some(extension_data),
    }
}

static INSPECT: Inspect = Inspect::of::<Plugin>();

/// One instance. Who may touch what: `ports` the thread that runs, or the main thread while it doesn't; the rest all.
pub struct Plugin {
    pub(super) instance: Instance,
    ports: UnsafeCell<Ports>,
    pub(super) urids: Option<StateUrids>,
}

struct Ports {
    channels: usize,
    buffers: Buffers,
    /// Connected control inputs by macro number; `enabled` at Bypass's.
    controls: [*const f32; MACRO_COUNT],
    freewheel: *const f32,
    latency: *mut f32,
    #[cfg(test)]
    panic_in_run: bool,
}

impl Wraps for Plugin {
    unsafe fn instance<'a>(handle: Handle) -> Option<&'a Instance> {
        // SAFETY: by the caller.
        unsafe { plugin(handle) }.map(|plugin| &plugin.instance)
    }
}

/// The two plugins: 0 stereo, 1 mono. Main thread of the host; starts nothing.
#[no_mangle]
pub extern "C" fn lv2_descriptor(index: u32) -> *const Descriptor {
    debug_assert!(STEREO_URI.to_bytes() == LV2_URI_STEREO.as_bytes() && MONO_URI.to_bytes() == LV2_URI_MONO.as_bytes());
    match index {
        0 => &STEREO,
        1 => &MONO,
        _ => null(),
    }
}

unsafe extern "C" fn instantiate(
    descriptor: *const Descriptor,
    sample_rate_hz: f64,
    _bundle: *const c_char,
    features: *const *const Feature,
) -> Handle {
    catch_unwind(AssertUnwindSafe(|| {
        let channels = if std::ptr::eq(descriptor, &MONO) { 1 } else { 2 };
        let Some(instance) = Instance::new(sample_rate_hz, channels) else {
            return null_mut();
        };
        let plugin = Plugin {
            instance,
            ports: UnsafeCell::new(Ports::new(channels)),
            // SAFETY: the host's features, as the interface demands.
            urids: unsafe { StateUrids::from_features(features) },
        };
        Box::into_raw(Box::new(plugin)).cast()
    }))
    .unwrap_or(null_mut())
}

impl Ports {
    fn new(channels: usize) -> Ports {
        Ports {
            channels,
            buffers: Buffers {
                inputs: [null(); MAX_CHANNELS],
                outputs: [null_mut(); MAX_CHANNELS],
            },
            controls: [null(); MACRO_COUNT],
            freewheel: null(),
            latency: null_mut(),
            #[cfg(test)]
            panic_in_run: false,
        }
    }

    fn connect(&mut self, port: Port, data: *mut f32) {
        match port {
            Port::AudioIn(channel) => self.buffers.inputs[channel] = data,
            Port::AudioOut(channel) => self.buffers.outputs[channel] = data,
            Port::Enabled => self.controls[MACRO_BYPASS] = data,
            Port::Macro(index) => self.controls[index] = data,
            Port::Latency => self.latency = data,
            Port::Freewheel => self.freewheel = data,
        }
    }

    /// # Safety
    /// All connected pointers must be good: controls for one float, audio for `frames`.
    unsafe fn run(&self, core: &mut Core, frames: usize) {
        #[cfg(test)]
        assert!(!self.panic_in_run, "injected");
        for index in 0..MACRO_COUNT {
            // SAFETY: by the caller.
            unsafe { self.take_control(core, index) };
        }
        // SAFETY: by the caller.
        let freewheeling = !self.freewheel.is_null() && unsafe { *self.freewheel } > 0.5;
        // SAFETY: by the caller.
        unsafe { core.process(&self.buffers, frames, &[], freewheeling) };
    }

    /// # Safety
    /// The control, if connected, must be good for one float.
    unsafe fn take_control(&self, core: &mut Core, index: usize) {
        if self.controls[index].is_null() {
            return;
        }
        // SAFETY: by the caller.
        let value = unsafe { *self.controls[index] } as f64;
        let value = match index {
            // Anything that isn't a number leaves the plugin on.
            MACRO_BYPASS if value.is_nan() => MACROS[MACRO_BYPASS].default,
            MACRO_BYPASS => (value <= 0.0) as u8 as f64,
            _ => value,
        };
        core.set_macro(index, value);
    }

    fn report_latency(&self, core: &Core) {
        if !self.latency.is_null() {
            // SAFETY: a connected control output.
            unsafe { *self.latency = core.latency_frames() as f32 };
        }
    }
}

/// # Safety
/// `handle` must come from `instantiate` and not be cleaned up.
unsafe fn plugin<'a>(handle: Handle) -> Option<&'a Plugin> {
    // SAFETY: by the caller.
    unsafe { handle.cast::<Plugin>().as_ref() }
}

unsafe extern "C" fn connect_port(handle: Handle, number: u32, data: *mut c_void) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the host calls this in the audio threading class, so nobody else touches `ports`.
        let Some(ports) = (unsafe { plugin(handle).map(|plugin| &mut *plugin.ports.get()) }) else {
            return;
        };
        if let Some(port) = ports::port(ports.channels, number as usize) {
            ports.connect(port, data.cast());
        }
    }));
}

unsafe extern "C" fn activate(handle: Handle) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the host calls this while nothing else of the instance runs; a connected control holds a float.
        unsafe {
            let Some(plugin) = plugin(handle) else {
                return;
            };
            let ports = &*plugin.ports.get();
            ports.take_control(plugin.instance.core(), MACRO_LATENCY_MODE);
            plugin.instance.activate();
            ports.report_latency(plugin.instance.core());
        }
    }));
}

unsafe extern "C" fn run(handle: Handle, frames: u32) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the host calls this from one thread at a time, with good pointers.
        unsafe {
            let Some(plugin) = plugin(handle) else {
                return;
            };
            let ports = &*plugin.ports.get();
            let frames = frames as usize;
            plugin
                .instance
                .process(&ports.buffers, frames, |core| ports.run(core, frames));
            ports.report_latency(plugin.instance.core());
        }
    }));
}

unsafe extern "C" fn deactivate(handle: Handle) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the host calls this while nothing else of the instance runs.
        if let Some(plugin) = unsafe { plugin(handle) } {
            // SAFETY: as above.
            unsafe { plugin.instance.deactivate() };
        }
    }));
}

unsafe extern "C" fn cleanup(handle: Handle) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        if !handle.is_null() {
            // SAFETY: made by `instantiate`; the host doesn't use it again.
            drop(unsafe { Box::from_raw(handle.cast::<Plugin>()) });
        }
    }));
}

unsafe extern "C" fn extension_data(uri: *const c_char) -> *const c_void {
    if uri.is_null() {
        return null();
    }
    // SAFETY: a string of the host.
    match unsafe { CStr::from_ptr(uri) }.to_str() {
        Ok(STATE_INTERFACE_URI) => (&raw const STATE_INTERFACE).cast(),
        Ok(INSPECT_URI) => (&raw const INSPECT).cast(),
        _ => null(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::plugin::StepPart;
    use crate::generated::params::QUANTUM_FRAMES;

    #[test]
    fn instantiate_when_the_engine_does_not_take_the_sample_rate_expect_null() {
        for (rate_hz, taken) in [
            (7_999.0, false),
            (8_000.0, true),
            (192_000.0, true),
            (192_001.0, false),
            (200_000.0, false),
            (f64::NAN, false),
        ] {
            // SAFETY: no features, and nothing is done with the instance.
            unsafe {
                let handle = instantiate(&MONO, rate_hz, null(), null());
                assert_eq!(!handle.is_null(), taken, "{rate_hz} Hz");
                cleanup(handle);
            }
        }
    }

    /// Output of an instance that panics in a step of its fourth call and in every one after, played in place.
    fn play_with_panic(input: &[f32], block: usize, part: StepPart) -> Vec<f32> {
        let mut samples = input.to_vec();
        // SAFETY: the test is a host that keeps all buffers alive.
        unsafe {
            let handle = instantiate(&MONO, 48_000.0, null(), null());
            for (turn, block) in samples.chunks_mut(block).enumerate() {
                if turn == 3 {
                    plugin(handle).unwrap().instance.core().panic_in_step = Some(part);
                }
                connect_port(handle, 0, block.as_mut_ptr().cast());
                connect_port(handle, 1, block.as_mut_ptr().cast());
                run(handle, block.len() as u32);
            }
            cleanup(handle);
        }
        samples
    }

    #[test]
    fn run_when_a_step_panics_expect_no_frame_lost_repeated_or_unwritten() {
        let input: Vec<f32> = (0..40_960).map(|i| 0.5 + (i as f32 * 0.1).sin()).collect();
        for part in [StepPart::BeforeOutput, StepPart::AfterOutput] {
            for block in [64, 100, 2_048, 5_000] {
                let output = play_with_panic(&input, block, part);
                assert!(output[..1_280].iter().all(|sample| *sample == 0.0), "{block} {part:?}");
                let wrong = input.iter().zip(&output[1_280..]).position(|(i, o)| i != o);
                assert_eq!(wrong, None, "blocks of {block}, {part:?}");
            }
        }
    }

    #[test]
    fn run_when_it_panics_expect_input_delayed_from_then_on() {
        // SAFETY: the test is a host that keeps all buffers alive.
        unsafe {
            let handle = instantiate(&MONO, 48_000.0, null(), null());
            let input: Vec<f32> = (0..8_000).map(|i| (i as f32 * 0.1).sin()).collect();
            let mut output = vec![9.0f32; 8_000];
            let mut latency = 0.0f32;
            for from in (0..8_000).step_by(100) {
                if from == 3_000 {
                    (*plugin(handle).unwrap().ports.get()).panic_in_run = true;
                }
                connect_port(handle, 0, input[from..].as_ptr().cast_mut().cast());
                connect_port(handle, 1, output[from..].as_mut_ptr().cast());
                connect_port(handle, 2 + MACRO_COUNT as u32, (&raw mut latency).cast());
                run(handle, 100);
            }
            let delay = latency as usize;
            assert_eq!(delay, 1_280);
            assert!(delay > QUANTUM_FRAMES && output[..delay].iter().all(|sample| *sample == 0.0));
            assert_eq!(output[delay..], input[..8_000 - delay]);
            cleanup(handle);
        }
    }
}
