//! [`guard_or`] as VST3 wants it.

use vst3::Steinberg::{kInternalError, tresult};

pub use crate::guard::guard_or;

/// The body's result; after a panic that something is wrong in here.
pub fn guard(body: impl FnOnce() -> tresult) -> tresult {
    guard_or(kInternalError, body)
}
