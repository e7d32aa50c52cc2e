//! The plugin in whatever format it is loaded; one set of calls for all.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use clap_sys::process::CLAP_PROCESS_ERROR;
use serde_json::{json, Value};

use attune::generated::params::{MACROS, MACRO_BYPASS};
use attune::inspect;

use crate::clap::{ClapPlugin, ParamEvent};
use crate::lv2;

/// A plugin format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Lv2,
    Clap,
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Format, String> {
        match name {
            "lv2" => Ok(Format::Lv2),
            "clap" => Ok(Format::Clap),
            _ => Err(format!("--format is {name}, allowed are lv2 and clap")),
        }
    }
}

/// A loaded plugin. The audio thread is the thread that owns it. Controls have LV2's symbols in every format.
pub enum Plugin {
    Lv2(lv2::Plugin),
    Clap(Clap),
}

// SAFETY: one thread at a time has it, and nothing in it belongs to a thread: whoever owns it processes, and what is asked
// besides (numbers of URIs, state) is asked by the owner as well.
unsafe impl Send for Plugin {}

/// A CLAP plugin with the values that its next block begins with.
pub struct Clap {
    plugin: ClapPlugin,
    rate_hz: f64,
    active: bool,
    failed: bool,
    events: Vec<ParamEvent>,
}

/// The same question to whichever it is.
macro_rules! either {
    ($self:ident, $plugin:ident => $answer:expr) => {
        match $self {
            Plugin::Lv2($plugin) => $answer,
            Plugin::Clap(Clap { plugin: $plugin, .. }) => $answer,
        }
    };
}

impl Plugin {
    /// `uri` names the plugin in LV2 only.
    pub fn load(format: Format, binary: &Path, uri: &str, channels: usize, rate_hz: f64) -> Result<Plugin, String> {
        if format == Format::Lv2 {
            return Ok(Plugin::Lv2(lv2::Plugin::load(binary, uri, channels, rate_hz)?));
        }
        let plugin = ClapPlugin::load(binary)?;
        if !plugin.select_channels(channels as u32) {
            return Err(format!("the plugin has no configuration with {channels} channels"));
        }
        Ok(Plugin::Clap(Clap {
            plugin,
            rate_hz,
            active: false,
            failed: false,
            events: Vec::new(),
        }))
    }

    pub fn set(&mut self, symbol: &str, value: f32) -> Result<(), String> {
        match self {
            Plugin::Lv2(plugin) => plugin.set(symbol, value),
            Plugin::Clap(clap) => clap.set(symbol, value),
        }
    }

    /// Fails where the plugin refuses, as LV2's did when it was loaded; why, it has said itself.
    pub fn activate(&mut self) -> Result<(), String> {
        match self {
            Plugin::Lv2(plugin) => plugin.activate(),
            Plugin::Clap(clap) => {
                clap.active = clap.plugin.activate(clap.rate_hz);
                if !clap.active {
                    return Err(format!("the plugin refuses to be activated at {} Hz", clap.rate_hz));
                }
            }
        }
        Ok(())
    }

    pub fn deactivate(&mut self) {
        match self {
            Plugin::Lv2(plugin) => plugin.deactivate(),
            Plugin::Clap(clap) => {
                clap.plugin.deactivate();
                clap.active = false;
            }
        }
    }

    /// A new stream begins; what LV2 has for that is a deactivate and an activate.
    pub fn reset(&mut self) {
        match self {
            Plugin::Lv2(plugin) => {
                plugin.deactivate();
                plugin.activate();
            }
            Plugin::Clap(clap) => clap.plugin.reset(),
        }
    }

    /// One callback; all slices have the same length.
    pub fn run(&mut self, inputs: &[&[f32]], outputs: &mut [&mut [f32]]) {
        match self {
            Plugin::Lv2(plugin) => plugin.run(inputs, outputs),
            Plugin::Clap(clap) => clap.run(inputs, outputs),
        }
    }

    pub fn save(&self) -> Result<Vec<u8>, String> {
        match self {
            Plugin::Lv2(plugin) => plugin.save(),
            Plugin::Clap(clap) => clap.plugin.save(usize::MAX),
        }
    }

    pub fn restore(&self, blob: &[u8]) -> Result<(), String> {
        match self {
            Plugin::Lv2(plugin) => plugin.restore(blob),
            Plugin::Clap(clap) => clap.plugin.restore(blob, usize::MAX),
        }
    }

    /// What the plugin has asked of its host so far; null for formats where it can't ask.
    pub fn asked(&self) -> Value {
        let Plugin::Clap(clap) = self else {
            return Value::Null;
        };
        let of = |count: &AtomicU32| count.load(Ordering::Relaxed);
        let counts = &clap.plugin.counts;
        json!({
            "dirty": of(&counts.dirty),
            "restarts": of(&counts.restarts),
            "rescans": of(&counts.rescans),
            "latency_changes": of(&counts.latency_changes),
            "flushes": of(&counts.flushes),
            "events": of(&counts.events),
        })
    }

    /// Whether the plugin has said that its output must not be used; of LV2, which has no words for it, it is asked.
    pub fn has_failed(&self) -> bool {
        match self {
            Plugin::Lv2(plugin) => plugin.counter(inspect::LOST_RENDERS) > 0,
            Plugin::Clap(clap) => clap.failed,
        }
    }

    pub fn latency_frames(&self) -> usize {
        either!(self, plugin => plugin.latency_frames())
    }

    pub fn bridge_pid(&self) -> i32 {
        either!(self, plugin => plugin.bridge_pid())
    }

    pub fn engine_state(&self) -> i32 {
        either!(self, plugin => plugin.engine_state())
    }

    pub fn epoch(&self) -> i32 {
        either!(self, plugin => plugin.epoch())
    }

    pub fn memfd(&self) -> i32 {
        either!(self, plugin => plugin.memfd())
    }

    pub fn counter(&self, which: i32) -> i64 {
        either!(self, plugin => plugin.counter(which))
    }
}

impl Clap {
    fn set(&mut self, symbol: &str, value: f32) -> Result<(), String> {
        let (id, value) = match symbol {
            "freewheel" => {
                self.plugin.set_offline(value > 0.5);
                return Ok(());
            }
            "enabled" => (MACRO_BYPASS, if value > 0.0 { 0.0 } else { 1.0 }),
            _ => {
                let known = MACROS.iter().find(|spec| spec.id == symbol);
                let spec = known.ok_or_else(|| format!("the plugin has no control \"{symbol}\""))?;
                (spec.index, value as f64)
            }
        };
        let event = ParamEvent {
            frame: 0,
            id: id as u32,
            value,
        };
        if self.active {
            self.events.push(event);
        } else {
            self.plugin.flush(&[event]);
        }
        Ok(())
    }

    fn run(&mut self, inputs: &[&[f32]], outputs: &mut [&mut [f32]]) {
        let frames = inputs.first().map_or(0, |input| input.len());
        let mut from: Vec<*mut f32> = inputs.iter().map(|plane| plane.as_ptr().cast_mut()).collect();
        let mut to: Vec<*mut f32> = outputs.iter_mut().map(|plane| plane.as_mut_ptr()).collect();
        let events = std::mem::take(&mut self.events);
        self.failed |= self.plugin.process(&mut from, &mut to, frames, &events) == CLAP_PROCESS_ERROR;
        self.plugin.main_thread();
    }
}
