//! The macros as parameters: id = permanent number. Nothing is ever written to a host's list of events.

use std::ffi::{c_char, c_void};
use std::ptr::null_mut;

use clap_sys::events::{clap_input_events, clap_output_events};
use clap_sys::ext::params::*;
use clap_sys::id::clap_id;
use clap_sys::plugin::clap_plugin;

use super::audio::events_of;
use super::plugin::ask;
use super::{copy_text, text_of};
use crate::generated::params::{ParamSpec, Scale, MACROS, MACRO_BYPASS, MACRO_COUNT};
use crate::text;

pub static PARAMS: clap_plugin_params = clap_plugin_params {
    count: Some(count),
    get_info: Some(get_info),
    get_value: Some(get_value),
    value_to_text: Some(value_to_text),
    text_to_value: Some(text_to_value),
    flush: Some(flush),
};

/// No cookie: a number is found faster than anything it could hold.
const COOKIE: *mut c_void = null_mut();

fn flags(spec: &ParamSpec) -> clap_param_info_flags {
    let mut flags = match spec.scale {
        Scale::Linear | Scale::Log => 0,
        Scale::Enum => CLAP_PARAM_IS_STEPPED | CLAP_PARAM_IS_ENUM,
        Scale::Stepped | Scale::Toggle | Scale::Trigger => CLAP_PARAM_IS_STEPPED,
    };
    if spec.index == MACRO_BYPASS {
        flags |= CLAP_PARAM_IS_BYPASS;
    }
    if text::is_automatable(spec) {
        flags |= CLAP_PARAM_IS_AUTOMATABLE;
    }
    flags
}

unsafe extern "C" fn count(_handle: *const clap_plugin) -> u32 {
    MACRO_COUNT as u32
}

unsafe extern "C" fn get_info(handle: *const clap_plugin, index: u32, info: *mut clap_param_info) -> bool {
    // SAFETY: the host's handle and struct.
    unsafe {
        ask(handle, false, |_| {
            let spec = MACROS.get(index as usize)?;
            let info = info.as_mut()?;
            info.id = spec.index as clap_id;
            info.flags = flags(spec);
            info.cookie = COOKIE;
            copy_text(spec.label, &mut info.name);
            copy_text(text::group(spec.index), &mut info.module);
            info.min_value = spec.min;
            info.max_value = spec.max;
            info.default_value = spec.default;
            Some(true)
        })
    }
}

unsafe extern "C" fn get_value(handle: *const clap_plugin, id: clap_id, value: *mut f64) -> bool {
    // SAFETY: the host's handle and number.
    unsafe {
        ask(handle, false, |plugin| {
            let spec = MACROS.get(id as usize)?;
            *value.as_mut()? = plugin.instance.link().macro_value(spec.index);
            Some(true)
        })
    }
}

unsafe extern "C" fn value_to_text(
    handle: *const clap_plugin,
    id: clap_id,
    value: f64,
    buffer: *mut c_char,
    capacity: u32,
) -> bool {
    // SAFETY: the host's handle and buffer.
    unsafe {
        ask(handle, false, |_| {
            let spec = MACROS.get(id as usize)?;
            if buffer.is_null() || capacity == 0 {
                return None;
            }
            let buffer = std::slice::from_raw_parts_mut(buffer, capacity as usize);
            copy_text(&text::of_value(spec, value), buffer);
            Some(true)
        })
    }
}

unsafe extern "C" fn text_to_value(
    handle: *const clap_plugin,
    id: clap_id,
    written: *const c_char,
    value: *mut f64,
) -> bool {
    // SAFETY: the host's handle, text and number.
    unsafe {
        ask(handle, false, |_| {
            let spec = MACROS.get(id as usize)?;
            *value.as_mut()? = text::to_value(spec, text_of(written)?)?;
            Some(true)
        })
    }
}

/// On the audio thread while active, else on the main one: either way nothing processes meanwhile.
unsafe extern "C" fn flush(
    handle: *const clap_plugin,
    events: *const clap_input_events,
    _output: *const clap_output_events,
) {
    // SAFETY: the host's handle and events.
    unsafe {
        ask(handle, (), |plugin| {
            let core = plugin.instance.core();
            for event in events_of(events).filter(|event| event.index < MACRO_COUNT) {
                core.set_macro(event.index, event.value);
            }
            None
        })
    }
}
