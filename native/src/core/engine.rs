//! What an instance has with its engine: posts, how long an answer is waited for, and whether it may be heard. Audio
//! thread, but where it says otherwise.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::budget::WaitBudget;
use super::counters::Counters;
use super::dry::{Level, Quantum};
use super::exchange::{Exchange, Outcome, Post};
use super::hazard::Held;
use super::link::{Link, Supply};
use super::pipeline::Pipeline;
use super::scrub::scrub;
use super::{LatencyMode, MAX_CHANNELS};
use crate::generated::layout::*;
use crate::generated::params::{PIPELINE_FRAMES, QUANTUM_FRAMES};
use crate::notice;
use crate::platform::{clock, scheduling};
use crate::segment::{output, Segment};

/// Longest that an offline host waits for an engine to become ready, and for the answer to one block.
const READY_LIMIT_NS: i64 = 20_000_000_000;
pub const ANSWER_LIMIT_NS: i64 = 10_000_000_000;

/// What a quantum is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Wet(u32),
    Dry,
    Silence,
}

pub struct Engine {
    channels: usize,
    chain_latency_frames: usize,
    /// In the safe latency mode.
    pipeline: Option<Pipeline>,
    budget: &'static WaitBudget,
    exchange: Exchange,
    /// Frames posted without a gap; the engine's output means something once it is past its own latency.
    unbroken_frames: usize,
    /// Incarnation that knows how the audio thread runs.
    scheduling_told: u32,
    offline_failed: bool,
    wet: Quantum,
}

impl Engine {
    pub fn new(channels: usize, chain_latency_frames: usize, budget: &'static WaitBudget) -> Engine {
        Engine {
            channels,
            chain_latency_frames,
            pipeline: None,
            budget,
            exchange: Exchange::default(),
            unbroken_frames: 0,
            scheduling_told: 0,
            offline_failed: false,
            wet: [[0.0; QUANTUM_FRAMES]; MAX_CHANNELS],
        }
    }

    /// What depends on format and latency. Main thread; allocates.
    pub fn make_room(&mut self, sample_rate_hz: f64, channels: usize, mode: LatencyMode, chain_latency_frames: usize) {
        let pipelined = mode.pipeline_frames() > 0;
        self.channels = channels;
        self.chain_latency_frames = chain_latency_frames;
        self.pipeline = pipelined.then(|| Pipeline::new(sample_rate_hz, channels, chain_latency_frames));
    }

    pub fn chain_latency_frames(&self) -> usize {
        self.chain_latency_frames
    }

    pub fn pipeline_frames(&self) -> usize {
        self.pipeline.as_ref().map_or(0, |_| PIPELINE_FRAMES)
    }

    /// Knows no engine. Main thread; the audio thread is at rest.
    pub fn reset(&mut self) {
        self.exchange = Exchange::default();
        self.scheduling_told = 0;
    }

    /// The next post begins a stream.
    pub fn restart(&mut self) {
        self.exchange.restart();
    }

    /// Forgets the stream before: the next frame is the first.
    pub fn begin_stream(&mut self) {
        if let Some(pipeline) = &mut self.pipeline {
            pipeline.reset();
        }
        self.unbroken_frames = 0;
        self.offline_failed = false;
    }

    /// Whether an offline render has lost its engine since the stream began.
    pub fn has_failed(&self) -> bool {
        self.offline_failed
    }

    /// How the audio thread runs, once for each incarnation of the engine.
    pub fn tell_scheduling(&mut self, segment: &Segment, (policy, priority): (i32, i32)) {
        if self.scheduling_told != segment.epoch() {
            segment.int(HOST_PRIORITY_OFFSET).store(priority, Ordering::Relaxed);
            segment.int(HOST_POLICY_OFFSET).store(policy, Ordering::Release);
            self.scheduling_told = segment.epoch();
        }
    }

    /// Offline: waits, bounded, until an engine is ready. `None` means that this render has failed.
    pub fn await_ready<'a>(&mut self, link: &'a Link) -> Option<Held<'a>> {
        if self.offline_failed {
            return None;
        }
        let limit_ns = clock::now_ns() + READY_LIMIT_NS;
        loop {
            match link.hold() {
                Some(held) if held.is_ready() => {
                    if self.has_history() && self.exchange.is_fresh(&held) {
                        self.fail_offline(&link.counters, "the engine was lost in the middle of the render");
                        return None;
                    }
                    return Some(held);
                }
                _ => {}
            }
            if link.supply() == Supply::Failed {
                self.fail_offline(&link.counters, "no engine can be started");
                return None;
            }
            if clock::now_ns() >= limit_ns {
                self.fail_offline(&link.counters, "no engine became ready within 20 s");
                return None;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Whether the engine has got frames that a new one would not know.
    fn has_history(&self) -> bool {
        match &self.pipeline {
            Some(pipeline) => pipeline.has_history(),
            None => self.unbroken_frames > 0,
        }
    }

    fn fail_offline(&mut self, counters: &Counters, why: &str) {
        self.offline_failed = true;
        counters.lost_renders.fetch_add(1, Ordering::Relaxed);
        notice::say(&format!(
            "{why}; this offline render is silent from here on, do not use it"
        ));
    }

    /// Input passes that no engine gets: its history has a gap.
    pub fn skip(&mut self, frames: usize) {
        self.unbroken_frames = 0;
        if let Some(pipeline) = &mut self.pipeline {
            pipeline.skip(frames);
        }
    }

    /// Posts and waits for the answer: live as long as the budget allows, offline patiently. `pristine` where no frame of
    /// the stream has been processed. Returns what is to be heard, and whether the engine has got the post.
    pub fn exchange(&mut self, segment: &Segment, post: &Post, pristine: bool, counters: &Counters) -> (Source, bool) {
        self.prepare(segment, pristine);
        let exchange = &mut self.exchange;
        let outcome = match (&mut self.pipeline, post.offline) {
            (None, true) => exchange.offline(segment, post, ANSWER_LIMIT_NS),
            (Some(pipeline), true) => pipeline.offline(exchange, segment, post, ANSWER_LIMIT_NS),
            (pipeline, false) => {
                let wait = self.budget.begin(scheduling::thread());
                let before_ns = clock::now_ns();
                let outcome = match pipeline {
                    None => exchange.live(segment, post, wait.allowed_ns),
                    Some(pipeline) => pipeline.live(exchange, segment, post, wait.allowed_ns),
                };
                wait.end(clock::now_ns() - before_ns);
                outcome
            }
        };
        let source = match outcome {
            Outcome::Answered(sequence) => Source::Wet(sequence),
            _ if post.offline => {
                self.fail_offline(counters, "the engine stopped answering");
                Source::Silence
            }
            _ => {
                self.miss(outcome, post.frames, counters);
                Source::Dry
            }
        };
        (source, matches!(outcome, Outcome::Answered(_) | Outcome::Late))
    }

    /// What must be right before a post: history counted from the first one.
    fn prepare(&mut self, segment: &Segment, pristine: bool) {
        if pristine || self.exchange.is_fresh(segment) {
            // The engine starts without history, and so does the host's stream if nothing was played yet.
            self.unbroken_frames = if pristine { self.chain_latency_frames } else { 0 };
            if let Some(pipeline) = &mut self.pipeline {
                pipeline.begin(self.unbroken_frames);
                if pristine {
                    pipeline.begin_wet();
                }
            }
        }
    }

    /// A live block without an answer: counted, and whether the engine's history goes on without a gap.
    fn miss(&mut self, outcome: Outcome, frames: usize, counters: &Counters) {
        let counter = if outcome == Outcome::BackedOff {
            &counters.backed_off
        } else {
            &counters.late
        };
        counter.fetch_add(1, Ordering::Relaxed);
        self.unbroken_frames = if outcome == Outcome::Late {
            self.unbroken_frames + frames
        } else {
            0
        };
    }

    /// Brings the processed quantum that is to be heard, `from` frames behind the post's begin, into [`Engine::wet`], and
    /// tells its level; `None` where there is none.
    pub fn fetch(&mut self, source: Source, segment: Option<&Segment>, from: usize) -> Option<Level> {
        match (source, segment, &mut self.pipeline) {
            // What is due came earlier, whatever became of this post.
            (Source::Wet(_) | Source::Dry, _, Some(pipeline)) => pipeline.next(&mut self.wet),
            (Source::Wet(sequence), Some(segment), None) => self.read(segment, sequence, from),
            _ => None,
        }
    }

    /// Reads one answered quantum; `None` while the engine's output is still that of an empty or broken history.
    fn read(&mut self, segment: &Segment, sequence: u32, from: usize) -> Option<Level> {
        let settled = self.unbroken_frames >= self.chain_latency_frames;
        self.unbroken_frames = self.unbroken_frames.saturating_add(QUANTUM_FRAMES);
        if settled {
            for (channel, wet) in self.wet.iter_mut().enumerate().take(self.channels) {
                segment.read_samples(output(sequence, channel) + from * 4, wet);
                scrub(wet);
            }
        }
        settled.then(|| Level::of(segment))
    }

    /// The quantum that [`Engine::fetch`] has brought.
    pub fn wet(&self) -> &Quantum {
        &self.wet
    }

    /// Nothing that was answered may be heard.
    pub fn forget_answers(&mut self) {
        if let Some(pipeline) = &mut self.pipeline {
            pipeline.forget();
        }
    }
}
