//! What was measured, for people and for programs.

use hdrhistogram::Histogram;
use serde_json::{json, Value};

use crate::plugin::Plugin;
use attune::inspect;
use attune::platform::clock;

/// Frames after a change between wet and dry in which steps are watched.
const TRANSITION_FRAMES: usize = 512;

pub struct Measurements {
    /// Duration of each call, ns.
    calls: Histogram<u64>,
    /// Duration of each call that brought processed sound, less the engine's own time, ns: the way there and back.
    exchanges: Histogram<u64>,
    pub activate_ns: i64,
    pub over_deadline: u64,
    pub largest_wake_delay_ns: i64,
    pub first_wet_ns: Option<i64>,
    pub frames: u64,
    seen_blocks: i64,
    seen_dry: i64,
    dry_now: bool,
    transition_frames_left: usize,
    last_samples: [f32; 2],
    pub transitions: u64,
    pub largest_transition_step: f32,
}

impl Measurements {
    pub fn new() -> Result<Measurements, String> {
        Ok(Measurements {
            calls: histogram()?,
            exchanges: histogram()?,
            activate_ns: 0,
            over_deadline: 0,
            largest_wake_delay_ns: 0,
            first_wet_ns: None,
            frames: 0,
            seen_blocks: 0,
            seen_dry: 0,
            dry_now: true,
            transition_frames_left: 0,
            last_samples: [0.0; 2],
            transitions: 0,
            largest_transition_step: 0.0,
        })
    }

    /// One call: its duration and the time that its frames represent.
    pub fn call(&mut self, duration_ns: i64, represents_ns: i64, live: bool) {
        self.calls.saturating_record(duration_ns.max(1) as u64);
        if live && represents_ns > 0 && duration_ns > represents_ns {
            self.over_deadline += 1;
        }
    }

    pub fn calls_made(&self) -> u64 {
        self.calls.len()
    }

    /// Whether the last exchange was dry.
    pub fn is_dry(&self) -> bool {
        self.dry_now
    }

    /// Looks whether the call was wet or dry, and how large the steps are where that changes.
    pub fn watch(&mut self, plugin: &Plugin, outputs: &[&mut [f32]], duration_ns: i64, since_start_ns: i64) {
        let (blocks, dry) = (plugin.counter(inspect::BLOCKS), plugin.counter(inspect::DRY));
        if blocks > self.seen_blocks {
            let dry_now = dry > self.seen_dry;
            if dry_now != self.dry_now {
                self.transitions += 1;
                self.transition_frames_left = TRANSITION_FRAMES;
                self.dry_now = dry_now;
            }
            if !dry_now {
                let engine_ns = plugin.counter(inspect::ENGINE_NS);
                self.exchanges
                    .saturating_record((duration_ns - engine_ns).max(1) as u64);
            }
            if !dry_now && self.first_wet_ns.is_none() {
                self.first_wet_ns = Some(since_start_ns);
            }
            (self.seen_blocks, self.seen_dry) = (blocks, dry);
        }
        let frames = outputs.first().map_or(0, |output| output.len());
        let watched = frames.min(self.transition_frames_left);
        for (channel, output) in outputs.iter().enumerate() {
            let mut last = self.last_samples[channel];
            for sample in &output[..watched] {
                self.largest_transition_step = self.largest_transition_step.max((sample - last).abs());
                last = *sample;
            }
            self.last_samples[channel] = output.last().copied().unwrap_or(self.last_samples[channel]);
        }
        self.transition_frames_left -= watched;
        self.frames += frames as u64;
    }

    pub fn summary(&self, plugin: &Plugin, rate_hz: u32, elapsed_ns: i64, priority: bool) -> Value {
        json!({
            "frames": self.frames,
            "seconds": self.frames as f64 / rate_hz as f64,
            "elapsed_s": elapsed_ns as f64 / 1e9,
            "rate_hz": rate_hz,
            "calls": self.calls.len(),
            "latency_frames": plugin.latency_frames(),
            "real_time_priority": priority,
            "activate_us": self.activate_ns as f64 / 1000.0,
            "call_us": quantiles(&self.calls),
            "exchange_us": quantiles(&self.exchanges),
            "over_deadline": self.over_deadline,
            "largest_wake_delay_us": self.largest_wake_delay_ns as f64 / 1000.0,
            "blocks": plugin.counter(inspect::BLOCKS),
            "late_blocks": plugin.counter(inspect::LATE),
            "dry_blocks": plugin.counter(inspect::DRY),
            "backed_off_blocks": plugin.counter(inspect::BACKED_OFF),
            "restarts": plugin.counter(inspect::RESTARTS),
            "scrubbed_samples": plugin.counter(inspect::SCRUBBED),
            "first_wet_ms": self.first_wet_ns.map(|ns| ns as f64 / 1e6),
            "transitions": self.transitions,
            "largest_transition_step": self.largest_transition_step,
            "bridge_pid": plugin.bridge_pid(),
            "epoch": plugin.epoch(),
            "asked": plugin.asked(),
        })
    }
}

/// Of durations in ns.
pub fn histogram() -> Result<Histogram<u64>, String> {
    Histogram::new_with_bounds(1, 60_000_000_000, 3).map_err(|error| error.to_string())
}

pub fn quantiles(durations: &Histogram<u64>) -> Value {
    let us = |quantile: f64| durations.value_at_quantile(quantile) as f64 / 1000.0;
    json!({
        "p50": us(0.5), "p99": us(0.99), "p99_9": us(0.999),
        "max": durations.max() as f64 / 1000.0, "mean": durations.mean() / 1000.0,
    })
}

/// The summary for people.
pub fn text(summary: &Value) -> String {
    let number = |name: &str| summary[name].as_f64().unwrap_or(0.0);
    let call = |name: &str| summary["call_us"][name].as_f64().unwrap_or(0.0);
    let first_wet = summary["first_wet_ms"]
        .as_f64()
        .map_or("never".to_owned(), |ms| format!("after {ms:.0} ms"));
    format!(
        "played        {:.2} s in {:.2} s, {} calls, latency {} frames\n\
         calls         p50 {:.1} us, p99 {:.1} us, p99.9 {:.1} us, max {:.1} us, {} longer than their deadline\n\
         blocks        {} exchanged, {} late, {} dry, {} not waited for, {} restarts\n\
         first wet     {}, {} changes between wet and dry, largest step there {:.4}",
        number("seconds"),
        number("elapsed_s"),
        number("calls"),
        number("latency_frames"),
        call("p50"),
        call("p99"),
        call("p99_9"),
        call("max"),
        number("over_deadline"),
        number("blocks"),
        number("late_blocks"),
        number("dry_blocks"),
        number("backed_off_blocks"),
        number("restarts"),
        first_wet,
        number("transitions"),
        number("largest_transition_step"),
    )
}

/// One line while playing.
pub fn progress(plugin: &Plugin, time_s: f64) -> Value {
    json!({
        "time_s": time_s,
        "at_ns": clock::now_ns(),
        "engine_state": plugin.engine_state(),
        "bridge_pid": plugin.bridge_pid(),
        "epoch": plugin.epoch(),
        "memfd": plugin.memfd(),
        "late": plugin.counter(inspect::LATE),
        "dry": plugin.counter(inspect::DRY),
        "backed_off": plugin.counter(inspect::BACKED_OFF),
        "blocks": plugin.counter(inspect::BLOCKS),
        "restarts": plugin.counter(inspect::RESTARTS),
        "asked": plugin.asked(),
    })
}
