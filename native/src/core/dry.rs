//! The dry path: the input at the plugin's latency and at the loudness of the processed sound, so that an outage of
//! the engine jumps neither in time nor in level. Audio thread; quantum by quantum.

use super::MAX_CHANNELS;
use crate::generated::layout::{BROADBAND_GAIN_OFFSET, CEILING_OFFSET};
use crate::generated::params::QUANTUM_FRAMES;
use crate::segment::Segment;

/// Share of the way back to the full gain that the limiter takes per quantum.
const RELEASE_PER_QUANTUM: f32 = 0.05;
const LARGEST_GAIN: f32 = 64.0;

pub type Quantum = [[f32; QUANTUM_FRAMES]; MAX_CHANNELS];

/// What an engine says of the level of its sound, both linear.
#[derive(Clone, Copy)]
pub struct Level {
    pub gain: f32,
    /// Of the limiter; 0 for none.
    pub ceiling: f32,
}

impl Level {
    /// That of untouched sound.
    pub const UNITY: Level = Level {
        gain: 1.0,
        ceiling: 0.0,
    };

    /// As it is published now.
    pub fn of(segment: &Segment) -> Level {
        Level {
            gain: segment.float(BROADBAND_GAIN_OFFSET),
            ceiling: segment.float(CEILING_OFFSET),
        }
    }
}

pub struct DryPath {
    channels: usize,
    delay_quanta: usize,
    /// Ring of `delay_quanta + 1` quanta; the oldest is the one that plays.
    ring: Vec<Quantum>,
    /// Largest magnitude of each quantum in the ring, over all channels.
    peaks: Vec<f32>,
    newest: usize,
    gain_target: f32,
    ceiling: f32,
    /// Gain at the end of the quantum that played last.
    gain: f32,
    playing: Quantum,
}

impl DryPath {
    /// `delay_frames` is a multiple of the quantum and at least one. Allocates.
    pub fn new(channels: usize, delay_frames: usize) -> DryPath {
        let delay_quanta = delay_frames / QUANTUM_FRAMES;
        DryPath {
            channels,
            delay_quanta,
            ring: vec![[[0.0; QUANTUM_FRAMES]; MAX_CHANNELS]; delay_quanta + 1],
            peaks: vec![0.0; delay_quanta + 1],
            newest: 0,
            gain_target: 1.0,
            ceiling: f32::INFINITY,
            gain: 1.0,
            playing: [[0.0; QUANTUM_FRAMES]; MAX_CHANNELS],
        }
    }

    /// Forgets the past, gain included.
    pub fn reset(&mut self) {
        self.ring
            .iter_mut()
            .for_each(|quantum| *quantum = [[0.0; QUANTUM_FRAMES]; MAX_CHANNELS]);
        self.peaks.iter_mut().for_each(|peak| *peak = 0.0);
        self.playing = [[0.0; QUANTUM_FRAMES]; MAX_CHANNELS];
        self.gain_target = 1.0;
        self.ceiling = f32::INFINITY;
        self.gain = 1.0;
    }

    /// The level of the processed sound that is heard; nonsense is ignored.
    pub fn follow(&mut self, Level { gain, ceiling }: Level) {
        if gain.is_finite() && (0.0..=LARGEST_GAIN).contains(&gain) {
            self.gain_target = gain;
        }
        if ceiling.is_finite() && ceiling > 0.0 {
            self.ceiling = ceiling;
        }
    }

    /// Takes in one quantum, from frame `from` of each channel, and plays the one that is due.
    pub fn advance(&mut self, input: &[Vec<f32>; MAX_CHANNELS], from: usize) {
        let size = self.delay_quanta + 1;
        self.newest = (self.newest + 1) % size;
        let mut peak = 0.0f32;
        for (channel, samples) in input.iter().enumerate().take(self.channels) {
            let samples = &samples[from..from + QUANTUM_FRAMES];
            self.ring[self.newest][channel].copy_from_slice(samples);
            peak = samples.iter().fold(peak, |peak, sample| peak.max(sample.abs()));
        }
        self.peaks[self.newest] = peak;
        let due = (self.newest + 1) % size;
        self.play(due, (due + 1) % size);
    }

    /// The quantum that plays now, at its gain.
    pub fn playing(&self, channel: usize) -> &[f32; QUANTUM_FRAMES] {
        &self.playing[channel]
    }

    /// Gain runs in a line between quanta; at each border it suits both neighbours, so no sample passes the ceiling.
    fn play(&mut self, due: usize, next: usize) {
        let wanted = self.gain_within_ceiling(due).min(self.gain_within_ceiling(next));
        let end = if wanted > self.gain * 1.0001 {
            self.gain + (wanted - self.gain) * RELEASE_PER_QUANTUM
        } else {
            wanted
        };
        let start = self.gain;
        self.gain = end;
        let loudest = self.peaks[due] * start.max(end);
        for channel in 0..self.channels {
            let source = &self.ring[due][channel];
            let target = &mut self.playing[channel];
            if start == 1.0 && end == 1.0 {
                target.copy_from_slice(source);
            } else {
                let step = (end - start) / QUANTUM_FRAMES as f32;
                for (i, (from, to)) in source.iter().zip(target.iter_mut()).enumerate() {
                    *to = from * (start + step * (i + 1) as f32);
                }
            }
            if loudest > self.ceiling {
                // Only where ceiling or gain changed within this quantum.
                target
                    .iter_mut()
                    .for_each(|sample| *sample = sample.clamp(-self.ceiling, self.ceiling));
            }
        }
    }

    fn gain_within_ceiling(&self, quantum: usize) -> f32 {
        let peak = self.peaks[quantum];
        if peak * self.gain_target <= self.ceiling {
            self.gain_target
        } else {
            self.ceiling / peak
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(path: &mut DryPath, input: &[f32]) -> Vec<f32> {
        let buffers = [input.to_vec(), Vec::new()];
        let mut output = Vec::new();
        for from in (0..input.len()).step_by(QUANTUM_FRAMES) {
            path.advance(&buffers, from);
            output.extend_from_slice(path.playing(0));
        }
        output
    }

    #[test]
    fn dry_when_nothing_is_known_of_an_engine_expect_exact_delay() {
        let input: Vec<f32> = (0..6400).map(|i| ((i * 7919) % 1000) as f32 / 250.0 - 2.0).collect();
        let output = run(&mut DryPath::new(1, 1216), &input);
        assert!(output[..1216].iter().all(|sample| *sample == 0.0));
        assert_eq!(output[1216..], input[..6400 - 1216]);
    }

    #[test]
    fn dry_when_gain_is_high_expect_ceiling_never_passed_and_no_step() {
        let mut path = DryPath::new(1, 256);
        path.follow(Level {
            gain: 4.0,
            ceiling: 0.9,
        });
        let input: Vec<f32> = (0..64_000)
            .map(|i| {
                // A loud passage in the middle that comes and goes within 500 frames.
                let loud = ((2_500.0 - (i as f32 - 22_000.0).abs()) / 500.0).clamp(0.0, 1.0);
                let level = 0.1 + 0.7 * loud;
                level * (i as f32 * 0.05).sin()
            })
            .collect();
        let output = run(&mut path, &input);
        assert!(output.iter().all(|sample| sample.abs() <= 0.9));
        let tail_peak = output[60_000..]
            .iter()
            .fold(0.0f32, |peak, sample| peak.max(sample.abs()));
        assert!((tail_peak - 0.4).abs() < 0.01, "back at full gain: {tail_peak}");
        let largest_step = output
            .windows(2)
            .fold(0.0f32, |step, pair| step.max((pair[1] - pair[0]).abs()));
        assert!(largest_step < 0.2, "{largest_step}");
    }
}
