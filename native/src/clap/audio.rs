//! A host's block as the core takes it: planes of both ports, and parameter events where the host keeps them. Audio
//! thread; nothing allocates.

use std::ptr::{null, null_mut};

use clap_sys::audio_buffer::clap_audio_buffer;
use clap_sys::events::*;
use clap_sys::process::clap_process;

use crate::core::macros::MacroEvent;
use crate::core::plugin::Buffers;
use crate::core::MAX_CHANNELS;

/// The main ports' planes; what is missing, 64-bit or beyond the port's channels is null.
///
/// # Safety
/// `process` must be what a host gives to `process`.
pub unsafe fn buffers_of(process: &clap_process) -> Buffers {
    // SAFETY: by the caller.
    unsafe {
        let input = first(process.audio_inputs, process.audio_inputs_count);
        let output = first(process.audio_outputs.cast_const(), process.audio_outputs_count);
        if output.is_some() {
            (*process.audio_outputs).constant_mask = 0;
        }
        Buffers {
            inputs: std::array::from_fn(|channel| plane(input, channel).cast_const()),
            outputs: std::array::from_fn(|channel| plane(output, channel)),
        }
    }
}

/// # Safety
/// `ports` must be null or good for `count` buffers.
unsafe fn first<'a>(ports: *const clap_audio_buffer, count: u32) -> Option<&'a clap_audio_buffer> {
    // SAFETY: by the caller.
    unsafe { ports.as_ref() }.filter(|_| count > 0)
}

/// # Safety
/// The port's planes must be as the interface demands.
unsafe fn plane(port: Option<&clap_audio_buffer>, channel: usize) -> *mut f32 {
    debug_assert!(channel < MAX_CHANNELS);
    match port {
        Some(port) if !port.data32.is_null() && channel < port.channel_count as usize => {
            // SAFETY: by the caller; the channel is one of the port's.
            unsafe { *port.data32.add(channel) }
        }
        _ => null_mut(),
    }
}

/// The changes of parameters in a host's list, in its order.
///
/// # Safety
/// `list` must be null or a list that stays as it is while the result is used.
pub unsafe fn events_of(list: *const clap_input_events) -> impl Iterator<Item = MacroEvent> {
    // SAFETY: by the caller.
    let (size, get) = match unsafe { list.as_ref() } {
        Some(interface) => (interface.size, interface.get),
        None => (None, None),
    };
    // SAFETY: by the caller.
    let count = size.map_or(0, |size| unsafe { size(list) });
    (0..count).filter_map(move |index| {
        // SAFETY: by the caller; a header is followed by what its size and type say.
        unsafe {
            let header = get.map_or(null(), |get| get(list, index));
            let header = header.as_ref()?;
            let is_value = header.space_id == CLAP_CORE_EVENT_SPACE_ID
                && header.type_ == CLAP_EVENT_PARAM_VALUE
                && header.size as usize >= size_of::<clap_event_param_value>();
            if !is_value {
                return None;
            }
            let event = &*(&raw const *header).cast::<clap_event_param_value>();
            Some(MacroEvent {
                offset_frames: event.header.time as usize,
                index: event.param_id as usize,
                value: event.value,
            })
        }
    })
}
