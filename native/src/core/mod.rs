//! The format-neutral plugin: what LV2 and every other format wrap.

pub mod blend;
pub mod budget;
pub mod dry;
pub mod exchange;
pub mod link;
pub mod mode;
pub mod plugin;
pub mod scrub;

pub use plugin::Core;

use crate::generated::params::{LATENCY_ROWS, QUANTUM_FRAMES};

pub const MAX_CHANNELS: usize = crate::generated::layout::MAX_CHANNELS;

/// Latency that a host is told, frames; constant per sample rate. `None` outside 8 to 200 kHz.
pub fn latency_frames(sample_rate_hz: f64) -> Option<usize> {
    if sample_rate_hz.is_nan() || sample_rate_hz < 8_000.0 {
        return None;
    }
    LATENCY_ROWS
        .iter()
        .find(|row| sample_rate_hz <= row.0 as f64)
        .map(|row| row.1 as usize)
}

/// Latency of the engine's chain alone: what is left of [`latency_frames`] without the shim's quantum.
pub fn chain_latency_frames(sample_rate_hz: f64) -> Option<usize> {
    latency_frames(sample_rate_hz).map(|frames| frames - QUANTUM_FRAMES)
}
