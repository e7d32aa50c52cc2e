//! Input that waits for a full quantum. Audio thread, but for [`Pending::new`].

use super::scrub::copy_scrubbed;
use super::MAX_CHANNELS;
use crate::generated::layout::SLOT_FRAMES;
use crate::generated::params::QUANTUM_FRAMES;

pub struct Pending {
    channels: usize,
    pub samples: [Vec<f32>; MAX_CHANNELS],
    frames: usize,
    /// Frames that are in the dry path already: what is left to do where a panic ends a step.
    pub emitted_frames: usize,
}

impl Pending {
    /// Allocates.
    pub fn new(channels: usize) -> Pending {
        Pending {
            channels,
            samples: std::array::from_fn(|_| vec![0.0; SLOT_FRAMES + QUANTUM_FRAMES]),
            frames: 0,
            emitted_frames: 0,
        }
    }

    pub fn reset(&mut self) {
        self.frames = 0;
        self.emitted_frames = 0;
    }

    pub fn frames(&self) -> usize {
        self.frames
    }

    /// Frames in full quanta.
    pub fn full_frames(&self) -> usize {
        self.frames / QUANTUM_FRAMES * QUANTUM_FRAMES
    }

    /// Appends `frames` frames, at most SLOT_FRAMES, from frame `from` of the inputs; null is silence. Returns how many
    /// samples were scrubbed.
    ///
    /// # Safety
    /// Inputs that aren't null must be good for `from + frames` samples.
    pub unsafe fn take(&mut self, inputs: &[*const f32; MAX_CHANNELS], from: usize, frames: usize) -> u64 {
        let mut scrubbed = 0;
        for (channel, samples) in self.samples.iter_mut().enumerate().take(self.channels) {
            let target = &mut samples[self.frames..self.frames + frames];
            let source = inputs[channel];
            if source.is_null() {
                target.fill(0.0);
            } else {
                // SAFETY: by the caller.
                scrubbed += copy_scrubbed(unsafe { std::slice::from_raw_parts(source.add(from), frames) }, target);
            }
        }
        self.frames += frames;
        scrubbed
    }

    /// Drops what was emitted.
    pub fn drop_emitted(&mut self) {
        for samples in self.samples.iter_mut().take(self.channels) {
            samples.copy_within(self.emitted_frames..self.frames, 0);
        }
        self.frames -= self.emitted_frames;
        self.emitted_frames = 0;
    }
}
