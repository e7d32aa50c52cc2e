//! Attune's native shim: what a host loads, and the functions that the engine process binds.

pub mod build;
pub mod clap;
pub mod core;
pub mod echo;
pub mod engine_abi;
pub mod generated;
mod guard;
pub mod inspect;
pub mod instance;
pub mod log;
pub mod lv2;
pub mod notice;
pub mod platform;
pub mod segment;
pub mod sound;
pub mod state;
pub mod supervisor;
pub mod text;
pub mod vst3;
pub mod wire;
