//! The format-neutral plugin: what LV2 and every other format wrap.

pub mod blend;
pub mod budget;
pub mod dry;
pub mod exchange;
pub mod link;
pub mod macros;
pub mod mode;
pub mod plugin;
pub mod scrub;

pub use plugin::Core;

use crate::generated::params::{LATENCY_ROWS, QUANTUM_FRAMES};

pub const MAX_CHANNELS: usize = crate::generated::layout::MAX_CHANNELS;

/// Sample rates that the engine takes.
pub const LOWEST_RATE_HZ: u32 = 8_000;
pub const HIGHEST_RATE_HZ: u32 = {
    let last = LATENCY_ROWS[LATENCY_ROWS.len() - 1].0;
    if last < 192_000 {
        last
    } else {
        192_000
    }
};

/// What the latency is spent on; the macro's values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LatencyMode {
    #[default]
    Quality,
    Live,
}

impl LatencyMode {
    /// By the value of the macro `latency_mode`.
    pub fn of(value: f64) -> LatencyMode {
        if value >= 0.5 {
            LatencyMode::Live
        } else {
            LatencyMode::Quality
        }
    }
}

/// Latency that a host is told, frames; constant per sample rate and mode. `None` for a rate that the engine doesn't
/// take.
pub fn latency_frames(sample_rate_hz: f64, mode: LatencyMode) -> Option<usize> {
    if !(LOWEST_RATE_HZ as f64..=HIGHEST_RATE_HZ as f64).contains(&sample_rate_hz) {
        return None;
    }
    LATENCY_ROWS
        .iter()
        .find(|row| sample_rate_hz <= row.0 as f64)
        .map(|row| row.1[mode as usize] as usize)
}

/// Latency of the engine's chain alone: what is left of [`latency_frames`] without the shim's quantum.
pub fn chain_latency_frames(sample_rate_hz: f64, mode: LatencyMode) -> Option<usize> {
    latency_frames(sample_rate_hz, mode).map(|frames| frames - QUANTUM_FRAMES)
}
