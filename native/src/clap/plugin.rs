//! The instance behind `clap_plugin`, and its life: init, activate, process, deactivate, destroy.

use std::cell::Cell;
use std::ffi::{c_char, c_void};
use std::ptr::null;
use std::sync::atomic::{AtomicU32, Ordering};

use clap_sys::ext::audio_ports::CLAP_EXT_AUDIO_PORTS;
use clap_sys::ext::audio_ports_config::*;
use clap_sys::ext::configurable_audio_ports::*;
use clap_sys::ext::latency::{clap_plugin_latency, CLAP_EXT_LATENCY};
use clap_sys::ext::params::CLAP_EXT_PARAMS;
use clap_sys::ext::preset_load::{CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT};
use clap_sys::ext::render::*;
use clap_sys::ext::state::CLAP_EXT_STATE;
use clap_sys::ext::tail::{clap_plugin_tail, CLAP_EXT_TAIL};
use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::*;

use super::audio::{buffers_of, events_of};
use super::entry::DESCRIPTOR;
use super::host::Host;
use super::{guard, params, ports, presets, state, text_of};
use crate::inspect::{Inspect, Wraps, INSPECT_URI};
use crate::instance::Instance;

/// Sample rate until the host says its own at activation.
const FIRST_RATE_HZ: f64 = 48_000.0;
const FIRST_CHANNELS: usize = 2;

static INSPECT: Inspect = Inspect::of::<Plugin>();

/// One instance. The cells belong to the main thread.
pub struct Plugin {
    clap: clap_plugin,
    pub instance: Instance,
    pub host: Host,
    /// Of both ports, from the next activation on.
    pub channels: Cell<usize>,
    pub active: Cell<bool>,
    latency_frames: AtomicU32,
}

impl Wraps for Plugin {
    unsafe fn instance<'a>(handle: *mut c_void) -> Option<&'a Instance> {
        // SAFETY: by the caller.
        unsafe { plugin(handle.cast_const().cast()) }.map(|plugin| &plugin.instance)
    }
}

/// # Safety
/// `handle` must be null or come from [`Plugin::create`] and not be destroyed.
pub unsafe fn plugin<'a>(handle: *const clap_plugin) -> Option<&'a Plugin> {
    // SAFETY: by the caller.
    unsafe { handle.as_ref()?.plugin_data.cast::<Plugin>().as_ref() }
}

impl Plugin {
    /// Main thread; starts nothing. Null where no instance can be made.
    ///
    /// # Safety
    /// `host` must be a host's interface and outlive the plugin.
    pub unsafe fn create(host: *const clap_host) -> *const clap_plugin {
        let Some(instance) = Instance::new(FIRST_RATE_HZ, FIRST_CHANNELS) else {
            return null();
        };
        // SAFETY: by the caller.
        let host = unsafe { Host::new(host) };
        instance.set_listener(Some(host.listener()));
        // SAFETY: nothing processes yet.
        let latency = unsafe { instance.core() }.latency_frames();
        let plugin = Box::into_raw(Box::new(Plugin {
            clap: interface(),
            instance,
            host,
            channels: Cell::new(FIRST_CHANNELS),
            active: Cell::new(false),
            latency_frames: AtomicU32::new(latency as u32),
        }));
        // SAFETY: just made, and nobody else has it.
        unsafe {
            (*plugin).clap.plugin_data = plugin.cast();
            &raw const (*plugin).clap
        }
    }

    /// Main thread, inactive.
    fn activate(&self, sample_rate_hz: f64) -> bool {
        // SAFETY: the host processes nothing before this returns.
        unsafe {
            if !self.instance.set_format(sample_rate_hz, self.channels.get()) {
                return false;
            }
            self.instance.activate();
            let latency = self.instance.core().latency_frames() as u32;
            if self.latency_frames.swap(latency, Ordering::Relaxed) != latency {
                self.host.latency_changed();
            }
        }
        self.active.set(true);
        true
    }

    fn deactivate(&self) {
        // SAFETY: main thread, nothing processes.
        unsafe { self.instance.deactivate() };
        self.active.set(false);
    }

    /// # Safety
    /// The audio thread, with what a host must give.
    unsafe fn process(&self, process: &clap_process) -> clap_process_status {
        let frames = process.frames_count as usize;
        let offline = self.instance.is_told_offline();
        // SAFETY: by the caller.
        unsafe {
            let buffers = buffers_of(process);
            let events = events_of(process.in_events);
            self.instance.process(&buffers, frames, |core| {
                core.process_events(&buffers, frames, events, offline)
            });
            if self.instance.core().has_failed() {
                // The output is silence: a bounce must not pass for one that was processed.
                return CLAP_PROCESS_ERROR;
            }
        }
        CLAP_PROCESS_CONTINUE
    }
}

fn interface() -> clap_plugin {
    clap_plugin {
        desc: &DESCRIPTOR,
        plugin_data: std::ptr::null_mut(),
        init: Some(init),
        destroy: Some(destroy),
        activate: Some(activate),
        deactivate: Some(deactivate),
        start_processing: Some(start_processing),
        stop_processing: Some(stop_processing),
        reset: Some(reset),
        process: Some(process),
        get_extension: Some(get_extension),
        on_main_thread: Some(on_main_thread),
    }
}

/// Asks a living plugin.
///
/// # Safety
/// As [`plugin`].
pub unsafe fn ask<T>(handle: *const clap_plugin, otherwise: T, question: impl FnOnce(&Plugin) -> Option<T>) -> T {
    // SAFETY: by the caller.
    let Some(plugin) = (unsafe { plugin(handle) }) else {
        return otherwise;
    };
    guard(None, || question(plugin)).unwrap_or(otherwise)
}

unsafe extern "C" fn init(handle: *const clap_plugin) -> bool {
    // SAFETY: the host's handle.
    unsafe { plugin(handle) }.is_some()
}

unsafe extern "C" fn destroy(handle: *const clap_plugin) {
    guard((), || {
        // SAFETY: made by `create`; the host doesn't use it again.
        unsafe {
            if let Some(plugin) = plugin(handle) {
                drop(Box::from_raw((plugin as *const Plugin).cast_mut()));
            }
        }
    });
}

unsafe extern "C" fn activate(handle: *const clap_plugin, sample_rate_hz: f64, _least: u32, _most: u32) -> bool {
    // SAFETY: the host's handle.
    unsafe { ask(handle, false, |plugin| Some(plugin.activate(sample_rate_hz))) }
}

unsafe extern "C" fn deactivate(handle: *const clap_plugin) {
    // SAFETY: the host's handle.
    unsafe {
        ask(handle, (), |plugin| {
            plugin.deactivate();
            None
        })
    }
}

unsafe extern "C" fn start_processing(_handle: *const clap_plugin) -> bool {
    true
}

unsafe extern "C" fn stop_processing(_handle: *const clap_plugin) {}

unsafe extern "C" fn reset(handle: *const clap_plugin) {
    // SAFETY: the host's handle, on the audio thread.
    unsafe {
        ask(handle, (), |plugin| {
            plugin.instance.core().restart();
            None
        })
    }
}

unsafe extern "C" fn process(handle: *const clap_plugin, process: *const clap_process) -> clap_process_status {
    // SAFETY: the host's handle and block, on the audio thread.
    unsafe {
        ask(handle, CLAP_PROCESS_ERROR, |plugin| {
            Some(plugin.process(process.as_ref()?))
        })
    }
}

unsafe extern "C" fn on_main_thread(handle: *const clap_plugin) {
    // SAFETY: the host's handle.
    unsafe {
        ask(handle, (), |plugin| {
            plugin.host.on_main_thread();
            None
        })
    }
}

unsafe extern "C" fn get_extension(_handle: *const clap_plugin, id: *const c_char) -> *const c_void {
    // SAFETY: a string of the host.
    let Some(id) = (unsafe { text_of(id) }) else {
        return null();
    };
    let extensions: [(&[u8], *const c_void); 14] = [
        (CLAP_EXT_PARAMS.to_bytes(), (&raw const params::PARAMS).cast()),
        (CLAP_EXT_STATE.to_bytes(), (&raw const state::STATE).cast()),
        (CLAP_EXT_AUDIO_PORTS.to_bytes(), (&raw const ports::PORTS).cast()),
        (
            CLAP_EXT_AUDIO_PORTS_CONFIG.to_bytes(),
            (&raw const ports::CONFIGS).cast(),
        ),
        (
            CLAP_EXT_AUDIO_PORTS_CONFIG_INFO.to_bytes(),
            (&raw const ports::CONFIG_INFO).cast(),
        ),
        (
            CLAP_EXT_AUDIO_PORTS_CONFIG_INFO_COMPAT.to_bytes(),
            (&raw const ports::CONFIG_INFO).cast(),
        ),
        (
            CLAP_EXT_CONFIGURABLE_AUDIO_PORTS.to_bytes(),
            (&raw const ports::CONFIGURABLE).cast(),
        ),
        (
            CLAP_EXT_CONFIGURABLE_AUDIO_PORTS_COMPAT.to_bytes(),
            (&raw const ports::CONFIGURABLE).cast(),
        ),
        (CLAP_EXT_PRESET_LOAD.to_bytes(), (&raw const presets::LOAD).cast()),
        (
            CLAP_EXT_PRESET_LOAD_COMPAT.to_bytes(),
            (&raw const presets::LOAD).cast(),
        ),
        (CLAP_EXT_LATENCY.to_bytes(), (&raw const LATENCY).cast()),
        (CLAP_EXT_TAIL.to_bytes(), (&raw const TAIL).cast()),
        (CLAP_EXT_RENDER.to_bytes(), (&raw const RENDER).cast()),
        (INSPECT_URI.as_bytes(), (&raw const INSPECT).cast()),
    ];
    let found = extensions.iter().find(|(name, _)| *name == id.as_bytes());
    found.map_or(null(), |(_, interface)| *interface)
}

static LATENCY: clap_plugin_latency = clap_plugin_latency { get: Some(latency) };

unsafe extern "C" fn latency(handle: *const clap_plugin) -> u32 {
    // SAFETY: the host's handle.
    unsafe { ask(handle, 0, |plugin| Some(plugin.latency_frames.load(Ordering::Relaxed))) }
}

/// A host that stops after the tail, whether it counts the latency besides or not, loses nothing.
static TAIL: clap_plugin_tail = clap_plugin_tail { get: Some(latency) };

static RENDER: clap_plugin_render = clap_plugin_render {
    has_hard_realtime_requirement: Some(has_hard_realtime_requirement),
    set: Some(set_render_mode),
};

unsafe extern "C" fn has_hard_realtime_requirement(_handle: *const clap_plugin) -> bool {
    false
}

unsafe extern "C" fn set_render_mode(handle: *const clap_plugin, mode: clap_plugin_render_mode) -> bool {
    // SAFETY: the host's handle.
    unsafe {
        ask(handle, false, |plugin| {
            let offline = match mode {
                CLAP_RENDER_REALTIME => false,
                CLAP_RENDER_OFFLINE => true,
                _ => return None,
            };
            plugin.instance.tell_offline(offline);
            Some(true)
        })
    }
}
