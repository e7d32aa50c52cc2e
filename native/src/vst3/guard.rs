//! Nothing unwinds into a host.

use std::panic::{catch_unwind, AssertUnwindSafe};

use vst3::Steinberg::{kInternalError, tresult};

/// The body's result; after a panic `otherwise`.
pub fn guard_or<T>(otherwise: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(otherwise)
}

/// The body's result; after a panic that something is wrong in here.
pub fn guard(body: impl FnOnce() -> tresult) -> tresult {
    guard_or(kInternalError, body)
}
