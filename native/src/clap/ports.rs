//! One main port each way, both stereo or both mono. A host chooses while the plugin is inactive: from a list
//! (`audio-ports-config`) or by asking for what it has (`configurable-audio-ports`).

use clap_sys::ext::audio_ports::*;
use clap_sys::ext::audio_ports_config::*;
use clap_sys::ext::configurable_audio_ports::*;
use clap_sys::id::clap_id;
use clap_sys::plugin::clap_plugin;

use super::copy_text;
use super::plugin::{ask, Plugin};
use std::ffi::CStr;

/// Both ports' number, each in its direction.
const MAIN_PORT: clap_id = 0;

/// Channel counts in the order in which they are listed; the number of a configuration is its channel count.
const CONFIGURATIONS: [(usize, &str); 2] = [(2, "Stereo"), (1, "Mono")];

pub static PORTS: clap_plugin_audio_ports = clap_plugin_audio_ports {
    count: Some(count),
    get: Some(get),
};

pub static CONFIGS: clap_plugin_audio_ports_config = clap_plugin_audio_ports_config {
    count: Some(config_count),
    get: Some(get_config),
    select: Some(select_config),
};

pub static CONFIG_INFO: clap_plugin_audio_ports_config_info = clap_plugin_audio_ports_config_info {
    current_config: Some(current_config),
    get: Some(get_config_port),
};

pub static CONFIGURABLE: clap_plugin_configurable_audio_ports = clap_plugin_configurable_audio_ports {
    can_apply_configuration: Some(can_apply),
    apply_configuration: Some(apply),
};

/// The channel count of a configuration's number.
fn channels_of(id: clap_id) -> Option<usize> {
    let mut known = CONFIGURATIONS.iter().map(|(channels, _)| *channels);
    known.find(|channels| *channels as clap_id == id)
}

fn port_type(channels: usize) -> &'static CStr {
    if channels == 1 {
        CLAP_PORT_MONO
    } else {
        CLAP_PORT_STEREO
    }
}

fn describe(channels: usize, is_input: bool, info: &mut clap_audio_port_info) {
    info.id = MAIN_PORT;
    copy_text(if is_input { "Input" } else { "Output" }, &mut info.name);
    info.flags = CLAP_AUDIO_PORT_IS_MAIN;
    info.channel_count = channels as u32;
    info.port_type = port_type(channels).as_ptr();
    info.in_place_pair = MAIN_PORT;
}

unsafe extern "C" fn count(_handle: *const clap_plugin, _is_input: bool) -> u32 {
    1
}

unsafe extern "C" fn get(
    handle: *const clap_plugin,
    index: u32,
    is_input: bool,
    info: *mut clap_audio_port_info,
) -> bool {
    // SAFETY: the host's handle and struct.
    unsafe {
        ask(handle, false, |plugin| {
            let info = info.as_mut().filter(|_| index == 0)?;
            describe(plugin.channels.get(), is_input, info);
            Some(true)
        })
    }
}

unsafe extern "C" fn config_count(_handle: *const clap_plugin) -> u32 {
    CONFIGURATIONS.len() as u32
}

unsafe extern "C" fn get_config(handle: *const clap_plugin, index: u32, config: *mut clap_audio_ports_config) -> bool {
    // SAFETY: the host's handle and struct.
    unsafe {
        ask(handle, false, |_| {
            let (channels, name) = CONFIGURATIONS.get(index as usize)?;
            let config = config.as_mut()?;
            config.id = *channels as clap_id;
            copy_text(name, &mut config.name);
            config.input_port_count = 1;
            config.output_port_count = 1;
            config.has_main_input = true;
            config.main_input_channel_count = *channels as u32;
            config.main_input_port_type = port_type(*channels).as_ptr();
            config.has_main_output = true;
            config.main_output_channel_count = *channels as u32;
            config.main_output_port_type = port_type(*channels).as_ptr();
            Some(true)
        })
    }
}

unsafe extern "C" fn select_config(handle: *const clap_plugin, id: clap_id) -> bool {
    // SAFETY: the host's handle.
    unsafe {
        ask(handle, false, |plugin| {
            let channels = channels_of(id)?;
            if plugin.active.get() {
                return None;
            }
            plugin.channels.set(channels);
            Some(true)
        })
    }
}

unsafe extern "C" fn current_config(handle: *const clap_plugin) -> clap_id {
    // SAFETY: the host's handle.
    unsafe {
        ask(handle, clap_sys::id::CLAP_INVALID_ID, |plugin| {
            Some(plugin.channels.get() as clap_id)
        })
    }
}

unsafe extern "C" fn get_config_port(
    handle: *const clap_plugin,
    id: clap_id,
    index: u32,
    is_input: bool,
    info: *mut clap_audio_port_info,
) -> bool {
    // SAFETY: the host's handle and struct.
    unsafe {
        ask(handle, false, |_| {
            let channels = channels_of(id)?;
            describe(channels, is_input, info.as_mut().filter(|_| index == 0)?);
            Some(true)
        })
    }
}

/// The channel count that these requests come to; `None` while the plugin is active, and where the two ports would
/// differ or a request can't be met.
///
/// # Safety
/// `requests` must be null or good for `count` requests.
unsafe fn requested(
    plugin: &Plugin,
    requests: *const clap_audio_port_configuration_request,
    count: u32,
) -> Option<usize> {
    if requests.is_null() || plugin.active.get() {
        return None;
    }
    let mut channels = [plugin.channels.get(); 2];
    // SAFETY: by the caller.
    for request in unsafe { std::slice::from_raw_parts(requests, count as usize) } {
        let wanted = request.channel_count as usize;
        let known = CONFIGURATIONS.iter().any(|(channels, _)| *channels == wanted);
        let fits = request.port_type.is_null()
            // SAFETY: a string of the host.
            || unsafe { CStr::from_ptr(request.port_type) } == port_type(wanted);
        if request.port_index != 0 || !known || !fits {
            return None;
        }
        channels[request.is_input as usize] = wanted;
    }
    (channels[0] == channels[1]).then_some(channels[0])
}

unsafe extern "C" fn can_apply(
    handle: *const clap_plugin,
    requests: *const clap_audio_port_configuration_request,
    count: u32,
) -> bool {
    // SAFETY: the host's handle and requests.
    unsafe { ask(handle, false, |plugin| requested(plugin, requests, count).map(|_| true)) }
}

unsafe extern "C" fn apply(
    handle: *const clap_plugin,
    requests: *const clap_audio_port_configuration_request,
    count: u32,
) -> bool {
    // SAFETY: the host's handle and requests.
    unsafe {
        ask(handle, false, |plugin| {
            plugin.channels.set(requested(plugin, requests, count)?);
            Some(true)
        })
    }
}
