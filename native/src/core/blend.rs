//! Joins processed (wet) and dry quanta without a click, and holds what the host hasn't fetched yet.
//!
//! The queue always holds the 64 frames that the plugin reports as its own latency, less what waits for a full
//! quantum. When the engine fails, those frames already hold wet sound, so the change to dry begins in them: a true
//! crossfade where all 64 are there, else the remaining difference dies out over 128 frames of dry sound.

use super::dry::{DryPath, Quantum};
use super::MAX_CHANNELS;
use crate::generated::layout::SLOT_FRAMES;
use crate::generated::params::QUANTUM_FRAMES;

/// Length of a change from dry to wet, and of a change to dry with little wet sound at hand.
pub const FADE_FRAMES: usize = 2 * QUANTUM_FRAMES;

pub struct Blend {
    channels: usize,
    queue: [Vec<f32>; MAX_CHANNELS],
    queued: usize,
    /// Share of the wet sound at the end of the queue.
    wet_share: f32,
    /// What the output had beyond the dry sound when the wet sound ended.
    residue: [f32; MAX_CHANNELS],
    /// Part of the residue that still sounds, and how much less per frame.
    residue_share: f32,
    residue_step: f32,
}

impl Blend {
    /// Allocates.
    pub fn new(channels: usize) -> Blend {
        let capacity = SLOT_FRAMES + 2 * QUANTUM_FRAMES;
        let mut blend = Blend {
            channels,
            queue: std::array::from_fn(|_| vec![0.0; capacity]),
            queued: 0,
            wet_share: 0.0,
            residue: [0.0; MAX_CHANNELS],
            residue_share: 0.0,
            residue_step: 0.0,
        };
        blend.reset();
        blend
    }

    /// Back to one quantum of silence.
    pub fn reset(&mut self) {
        self.queue.iter_mut().for_each(|channel| channel.fill(0.0));
        self.queued = QUANTUM_FRAMES;
        self.wet_share = 0.0;
        self.residue_share = 0.0;
    }

    /// No change, for a stream that begins here: nothing has sounded that could click.
    pub fn begin_wet(&mut self) {
        self.wet_share = 1.0;
    }

    pub fn is_wet(&self) -> bool {
        self.wet_share > 0.0
    }

    /// Whether nothing of the dry sound is heard in what comes next.
    pub fn is_all_wet(&self) -> bool {
        self.wet_share >= 1.0
    }

    /// After a panic: as many frames queued as there must be, the last of them from what `dry` plays.
    pub fn complete(&mut self, frames: usize, dry: &DryPath) {
        self.queued = self.queued.min(frames);
        if self.queued < frames {
            self.wet_share = 0.0;
            self.push_dry(dry);
        }
    }

    /// Adds a quantum that the engine has processed.
    pub fn push_wet(&mut self, wet: &Quantum, dry: &DryPath) {
        let step = 1.0 / FADE_FRAMES as f32;
        for (channel, wet) in wet.iter().enumerate().take(self.channels) {
            let target = &mut self.queue[channel][self.queued..self.queued + QUANTUM_FRAMES];
            if self.wet_share >= 1.0 {
                target.copy_from_slice(wet);
                continue;
            }
            let mut share = self.wet_share;
            for ((to, wet), dry) in target.iter_mut().zip(wet).zip(dry.playing(channel)) {
                share = (share + step).min(1.0);
                *to = dry + (wet - dry) * share;
            }
        }
        self.wet_share = (self.wet_share + step * QUANTUM_FRAMES as f32).min(1.0);
        self.finish_quantum();
    }

    /// Adds the quantum that `dry` plays. Where wet sound came before it, [`Blend::end_wet`] comes first.
    pub fn push_dry(&mut self, dry: &DryPath) {
        for channel in 0..self.channels {
            self.queue[channel][self.queued..self.queued + QUANTUM_FRAMES].copy_from_slice(dry.playing(channel));
        }
        self.finish_quantum();
    }

    /// Adds a quantum of silence.
    pub fn push_silence(&mut self) {
        for channel in 0..self.channels {
            self.queue[channel][self.queued..self.queued + QUANTUM_FRAMES].fill(0.0);
        }
        self.wet_share = 0.0;
        self.residue_share = 0.0;
        self.queued += QUANTUM_FRAMES;
    }

    /// The engine has nothing for the next quantum: fades what is queued. `dry` still plays the quantum that was added
    /// last.
    pub fn end_wet(&mut self, dry: &DryPath) {
        let tail = self.queued.min(QUANTUM_FRAMES);
        let length = if tail == QUANTUM_FRAMES {
            QUANTUM_FRAMES
        } else {
            FADE_FRAMES
        };
        let step = 1.0 / length as f32;
        for channel in 0..self.channels {
            let queued = &mut self.queue[channel][self.queued - tail..self.queued];
            let dry = &dry.playing(channel)[QUANTUM_FRAMES - tail..];
            self.residue[channel] = match (queued.last(), dry.last()) {
                (Some(last), Some(dry)) => last - dry,
                _ => 0.0,
            };
            let mut share = 1.0;
            for (to, dry) in queued.iter_mut().zip(dry) {
                share -= step;
                *to = dry + (*to - dry) * share;
            }
        }
        self.residue_share = (1.0 - step * tail as f32).max(0.0);
        self.residue_step = step;
        self.wet_share = 0.0;
    }

    fn finish_quantum(&mut self) {
        if self.residue_share > 0.0 {
            let mut share = self.residue_share;
            for channel in 0..self.channels {
                share = self.residue_share;
                for to in &mut self.queue[channel][self.queued..self.queued + QUANTUM_FRAMES] {
                    share = (share - self.residue_step).max(0.0);
                    *to += self.residue[channel] * share;
                }
            }
            self.residue_share = share;
        }
        self.queued += QUANTUM_FRAMES;
    }

    /// Frames that the host can fetch.
    pub fn queued(&self) -> usize {
        self.queued
    }

    /// The first `frames` of a channel's queue.
    pub fn front(&self, channel: usize, frames: usize) -> &[f32] {
        &self.queue[channel][..frames]
    }

    /// Drops the first `frames`.
    pub fn fetched(&mut self, frames: usize) {
        for channel in 0..self.channels {
            self.queue[channel].copy_within(frames..self.queued, 0);
        }
        self.queued -= frames;
    }
}
