//! Attune's native shim: what a host loads, and the functions that the engine process binds.

pub mod engine_abi;
pub mod generated;
pub mod platform;
pub mod wire;
