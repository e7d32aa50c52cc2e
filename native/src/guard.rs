//! Nothing unwinds into a host.

use std::panic::{catch_unwind, AssertUnwindSafe};

/// The body's result; after a panic `otherwise`.
pub fn guard_or<T>(otherwise: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(otherwise)
}
