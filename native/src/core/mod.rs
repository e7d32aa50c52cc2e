//! The format-neutral plugin: what LV2 and every other format wrap.

pub mod blend;
pub mod budget;
pub mod calls;
pub mod counters;
pub mod dry;
pub mod engine;
pub mod exchange;
mod exit;
pub mod hazard;
pub mod host_macros;
mod incarnations;
pub mod link;
pub mod macros;
pub mod mode;
pub mod pending;
pub mod pipeline;
pub mod plugin;
pub mod scrub;
mod shared_macros;

pub use plugin::Core;

use crate::generated::params::{LATENCY_ROWS, PIPELINE_FRAMES, QUANTUM_FRAMES};

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
    /// The chain of quality, and a pipeline before the host hears it.
    Safe,
}

impl LatencyMode {
    /// By the value of the macro `latency_mode`.
    pub fn of(value: f64) -> LatencyMode {
        match value.round() as i32 {
            1 => LatencyMode::Live,
            2 => LatencyMode::Safe,
            _ => LatencyMode::Quality,
        }
    }

    /// Frames that the shim's pipeline adds to the chain.
    pub fn pipeline_frames(self) -> usize {
        match self {
            LatencyMode::Quality | LatencyMode::Live => 0,
            LatencyMode::Safe => PIPELINE_FRAMES,
        }
    }

    /// Column of LATENCY_ROWS.
    fn chain(self) -> usize {
        match self {
            LatencyMode::Quality | LatencyMode::Safe => 0,
            LatencyMode::Live => 1,
        }
    }
}

/// Latency that a host is told, frames; constant per sample rate and mode. `None` for a rate that the engine doesn't
/// take.
pub fn latency_frames(sample_rate_hz: f64, mode: LatencyMode) -> Option<usize> {
    chain_latency_frames(sample_rate_hz, mode).map(|frames| frames + QUANTUM_FRAMES + mode.pipeline_frames())
}

/// Latency of the engine's chain alone: what is left of [`latency_frames`] without the shim's quantum and pipeline.
pub fn chain_latency_frames(sample_rate_hz: f64, mode: LatencyMode) -> Option<usize> {
    if !(LOWEST_RATE_HZ as f64..=HIGHEST_RATE_HZ as f64).contains(&sample_rate_hz) {
        return None;
    }
    LATENCY_ROWS
        .iter()
        .find(|row| sample_rate_hz <= row.0 as f64)
        .map(|row| row.1[mode.chain()] as usize - QUANTUM_FRAMES)
}
