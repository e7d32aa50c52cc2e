//! WAV files in and out, planar in memory.

use std::io::Write;
use std::path::Path;

use crate::blocks::split_mix;

const WAVE_FORMAT_IEEE_FLOAT: u16 = 3;
/// RIFF, fmt, fact and data headers.
const HEADER_BYTES: u32 = 58;

pub struct Sound {
    pub rate_hz: u32,
    /// One vector per channel, all of one length.
    pub channels: Vec<Vec<f32>>,
}

impl Sound {
    pub fn frames(&self) -> usize {
        self.channels[0].len()
    }

    /// A WAV file with integer or float samples, for `channels` channels: one channel is played on all.
    pub fn read(path: &Path, channels: usize) -> Result<Sound, String> {
        let failed = |why: String| format!("{} can't be read as WAV: {why}", path.display());
        let mut reader = hound::WavReader::open(path).map_err(|error| failed(error.to_string()))?;
        let spec = reader.spec();
        let there = spec.channels as usize;
        if there != channels && there != 1 {
            return Err(failed(format!("it has {there} channels, the plugin has {channels}")));
        }
        let interleaved: Vec<f32> = match spec.sample_format {
            hound::SampleFormat::Float => reader.samples::<f32>().collect::<Result<_, _>>(),
            hound::SampleFormat::Int => {
                let scale = 1.0 / (1u64 << (spec.bits_per_sample - 1)) as f32;
                reader
                    .samples::<i32>()
                    .map(|sample| sample.map(|sample| sample as f32 * scale))
                    .collect()
            }
        }
        .map_err(|error| failed(error.to_string()))?;
        if interleaved.len() < there {
            return Err(failed("it is empty".to_owned()));
        }
        let one = |channel: usize| {
            interleaved
                .iter()
                .skip(channel % there)
                .step_by(there)
                .copied()
                .collect()
        };
        Ok(Sound {
            rate_hz: spec.sample_rate,
            channels: (0..channels).map(one).collect(),
        })
    }

    /// White noise at -20 dBFS RMS, the same every time.
    pub fn noise(rate_hz: u32, channels: usize, frames: usize) -> Sound {
        let mut state = 1;
        // Uniform in ±a has an RMS of a / √3.
        let amplitude = 0.1 * 3f32.sqrt();
        let mut sample = || (split_mix(&mut state) >> 40) as f32 / (1u64 << 23) as f32 - 1.0;
        let one = |_| (0..frames).map(|_| amplitude * sample()).collect();
        Sound {
            rate_hz,
            channels: (0..channels).map(one).collect(),
        }
    }

    /// A 32-bit float WAV with the plain format header, which every reader knows.
    pub fn write(&self, path: &Path) -> Result<(), String> {
        let failed = |error: std::io::Error| format!("{} can't be written: {error}", path.display());
        let file = std::fs::File::create(path).map_err(failed)?;
        self.write_to(std::io::BufWriter::new(file)).map_err(failed)
    }

    fn write_to(&self, mut out: impl Write) -> std::io::Result<()> {
        let channels = self.channels.len() as u32;
        let frame_bytes = 4 * channels;
        let data_bytes = u32::try_from(self.frames() as u64 * frame_bytes as u64)
            .ok()
            .filter(|bytes| *bytes <= u32::MAX - HEADER_BYTES)
            .ok_or_else(|| std::io::Error::other("a WAV file holds at most 4 GiB"))?;
        out.write_all(b"RIFF")?;
        out.write_all(&(HEADER_BYTES - 8 + data_bytes).to_le_bytes())?;
        out.write_all(b"WAVEfmt ")?;
        out.write_all(&18u32.to_le_bytes())?;
        out.write_all(&WAVE_FORMAT_IEEE_FLOAT.to_le_bytes())?;
        out.write_all(&(channels as u16).to_le_bytes())?;
        out.write_all(&self.rate_hz.to_le_bytes())?;
        out.write_all(&(self.rate_hz * frame_bytes).to_le_bytes())?;
        out.write_all(&(frame_bytes as u16).to_le_bytes())?;
        out.write_all(&32u16.to_le_bytes())?;
        out.write_all(&0u16.to_le_bytes())?;
        out.write_all(b"fact")?;
        out.write_all(&4u32.to_le_bytes())?;
        out.write_all(&(self.frames() as u32).to_le_bytes())?;
        out.write_all(b"data")?;
        out.write_all(&data_bytes.to_le_bytes())?;
        for frame in 0..self.frames() {
            for channel in &self.channels {
                out.write_all(&channel[frame].to_le_bytes())?;
            }
        }
        out.flush()
    }
}
