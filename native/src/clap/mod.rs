//! CLAP: the plugin as a host sees it. One plugin, stereo or mono as the host configures it. The macros are the
//! parameters, and the plugin owns them: they are part of its state. Nothing is ever written to a host's event list.

mod audio;
mod entry;
mod host;
mod params;
mod plugin;
mod ports;
mod presets;
mod state;

pub use entry::clap_entry;

use crate::guard::guard_or as guard;

use std::ffi::{c_char, CStr};

/// Copies a text, cut at a character's end where it doesn't fit, with its 0.
fn copy_text(text: &str, target: &mut [c_char]) {
    let Some(room) = target.len().checked_sub(1) else {
        return;
    };
    let mut end = text.len().min(room);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    for (to, from) in target.iter_mut().zip(text.as_bytes()[..end].iter().chain(&[0])) {
        *to = *from as c_char;
    }
}

/// # Safety
/// `text` must be null or a C string that lives as long as the result is used.
unsafe fn text_of<'a>(text: *const c_char) -> Option<&'a str> {
    if text.is_null() {
        return None;
    }
    // SAFETY: by the caller.
    unsafe { CStr::from_ptr(text) }.to_str().ok()
}
