//! The state blob: one versioned little-endian codec for all plugin formats. Same state, same bytes.
//!
//! ```text
//! "ATTS"  u16 version 1  u16 0  u32 total length  u32 CRC-32 of all that follows
//! then chunks: tag[4]  u32 length  payload
//!   MACR  u32 count, count × (u32 number, f64 value); triggers are saved as 0
//!   SETS  4 × (u32 count, count × (u32 index, f64 value)): complete parameter sets of slots A to D
//!   OVER  u32 count, count × (u32 macro number, f64 value, f64 host's own value at the time): macros that were set
//!         outside the host, ascending; not Bypass and Delta, with which nobody wants to be met; left out where empty
//!   META  u32 sound version, u32 0, u32 0, f64 leveler gain dB, f64 target LUFS as in MACR, u64 0
//! ```
//!
//! The latency mode is a macro, so it is in MACR; there is no quality mode and no seed, for which META has kept places.
//! Unknown chunks, numbers and bytes at the end of a chunk are skipped, so that later versions can add to them.

use crate::generated::layout::PARAM_SETS;
use crate::generated::params::*;
use crate::sound::{clamp, Override, Overrides, Sound};

const FORMAT_VERSION: u16 = 1;
const HEADER_BYTES: usize = 16;
/// Larger blobs are refused unread.
pub const LARGEST_BYTES: usize = 1 << 20;

/// All that a host keeps for an instance.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub macros: [f64; MACRO_COUNT],
    pub sound: Sound,
}

impl Default for State {
    fn default() -> State {
        State {
            macros: std::array::from_fn(|i| MACROS[i].default),
            sound: Sound::default(),
        }
    }
}

pub fn encode(state: &State) -> Vec<u8> {
    let mut body = Vec::new();
    chunk(&mut body, b"MACR", |out| {
        let values = state.macros.iter().zip(&MACROS);
        pairs(
            out,
            values.map(|(value, spec)| if spec.scale == Scale::Trigger { 0.0 } else { *value }),
        );
    });
    chunk(&mut body, b"SETS", |out| {
        for set in &state.sound.sets {
            pairs(out, set.iter().copied());
        }
    });
    let overridden: Vec<(usize, Override)> = (0..MACRO_COUNT)
        .filter(|number| is_kept_overridden(*number))
        .filter_map(|number| Some((number, state.sound.overrides[number]?)))
        .collect();
    if !overridden.is_empty() {
        chunk(&mut body, b"OVER", |out| {
            out.extend((overridden.len() as u32).to_le_bytes());
            for (number, of) in &overridden {
                out.extend((*number as u32).to_le_bytes());
                out.extend(of.value.to_le_bytes());
                out.extend(of.host_value.to_le_bytes());
            }
        });
    }
    chunk(&mut body, b"META", |out| {
        out.extend(state.sound.sound_version.to_le_bytes());
        out.extend(0u32.to_le_bytes());
        out.extend(0u32.to_le_bytes());
        out.extend(state.sound.leveler_gain_db.to_le_bytes());
        out.extend(state.macros[MACRO_TARGET].to_le_bytes());
        out.extend(0u64.to_le_bytes());
    });
    let mut blob = Vec::with_capacity(HEADER_BYTES + body.len());
    blob.extend(b"ATTS");
    blob.extend(FORMAT_VERSION.to_le_bytes());
    blob.extend(0u16.to_le_bytes());
    blob.extend(((HEADER_BYTES + body.len()) as u32).to_le_bytes());
    blob.extend(crc32(&body).to_le_bytes());
    blob.extend(body);
    blob
}

/// Whether a session keeps what a person has set this macro to outside the host.
fn is_kept_overridden(number: usize) -> bool {
    number != MACRO_BYPASS && number != MACRO_DELTA && MACROS[number].scale != Scale::Trigger
}

fn chunk(out: &mut Vec<u8>, tag: &[u8; 4], fill: impl FnOnce(&mut Vec<u8>)) {
    out.extend(tag);
    let length_at = out.len();
    out.extend([0; 4]);
    fill(out);
    let length = (out.len() - length_at - 4) as u32;
    out[length_at..length_at + 4].copy_from_slice(&length.to_le_bytes());
}

fn pairs(out: &mut Vec<u8>, values: impl ExactSizeIterator<Item = f64>) {
    out.extend((values.len() as u32).to_le_bytes());
    for (number, value) in values.enumerate() {
        out.extend((number as u32).to_le_bytes());
        out.extend(value.to_le_bytes());
    }
}

/// The state, every value inside its bounds; what the blob doesn't mention has its default. Error: what is wrong with
/// the blob, without full stop.
pub fn decode(blob: &[u8]) -> Result<State, String> {
    if blob.len() > LARGEST_BYTES {
        return Err(format!("it has {} bytes, allowed are {LARGEST_BYTES}", blob.len()));
    }
    let mut header = Reader(blob);
    if header.bytes(4) != Some(b"ATTS".as_slice()) {
        return Err("it is not a state of Attune".to_owned());
    }
    let cut_off = || "it is cut off".to_owned();
    let version = header.u16().ok_or_else(cut_off)?;
    if version != FORMAT_VERSION {
        return Err(format!(
            "it is of version {version}, this Attune knows version {FORMAT_VERSION}"
        ));
    }
    header.u16().ok_or_else(cut_off)?;
    let total = header.u32().ok_or_else(cut_off)? as usize;
    let crc = header.u32().ok_or_else(cut_off)?;
    let body = header.0;
    if total != blob.len() {
        return Err(format!("it says it has {total} bytes, but it has {}", blob.len()));
    }
    if crc != crc32(body) {
        return Err("it is damaged (its checksum differs)".to_owned());
    }
    decode_body(body)
}

/// Whether a blob that can be decoded says anything of macros. A factory preset doesn't: it is a sound for slot A and
/// leaves the host's controls alone.
pub fn holds_macros(blob: &[u8]) -> bool {
    let mut reader = Reader(blob.get(HEADER_BYTES..).unwrap_or_default());
    while let (Some(tag), Some(length)) = (reader.bytes(4), reader.u32()) {
        if tag == b"MACR" {
            return true;
        }
        if reader.bytes(length as usize).is_none() {
            return false;
        }
    }
    false
}

fn decode_body(body: &[u8]) -> Result<State, String> {
    let mut state = State::default();
    let mut reader = Reader(body);
    while !reader.0.is_empty() {
        let broken = || "a part of it ends too early".to_owned();
        let tag = reader.bytes(4).ok_or_else(broken)?;
        let length = reader.u32().ok_or_else(broken)? as usize;
        let mut payload = Reader(reader.bytes(length).ok_or_else(broken)?);
        match tag {
            b"MACR" => read_pairs(&mut payload, &MACROS, &mut state.macros)?,
            b"SETS" => {
                for set in &mut state.sound.sets[..PARAM_SETS] {
                    // A set that is in the blob is complete but for parameters younger than it.
                    *set = std::array::from_fn(|i| PARAMS[i].default);
                    read_pairs(&mut payload, &PARAMS, set)?;
                }
            }
            b"OVER" => read_overrides(&mut payload, &mut state.sound.overrides)?,
            b"META" => {
                let version = payload.u32().ok_or_else(broken)?;
                if version > SOUND_VERSION {
                    return Err(format!(
                        "it is of sound version {version}, this Attune knows up to {SOUND_VERSION}"
                    ));
                }
                state.sound.sound_version = version;
                payload.bytes(8).ok_or_else(broken)?;
                state.sound.leveler_gain_db = finite(payload.f64().ok_or_else(broken)?)?;
            }
            _ => {}
        }
    }
    for (value, spec) in state.macros.iter_mut().zip(&MACROS) {
        if spec.scale == Scale::Trigger {
            *value = 0.0;
        }
    }
    state.sound = state.sound.clamped();
    Ok(state)
}

fn read_pairs(reader: &mut Reader, specs: &[ParamSpec], values: &mut [f64]) -> Result<(), String> {
    let broken = || "a list in it ends too early".to_owned();
    let count = reader.u32().ok_or_else(broken)?;
    for _ in 0..count {
        let number = reader.u32().ok_or_else(broken)? as usize;
        let value = finite(reader.f64().ok_or_else(broken)?)?;
        if let (Some(spec), Some(slot)) = (specs.get(number), values.get_mut(number)) {
            *slot = clamp(spec, value);
        }
    }
    Ok(())
}

fn read_overrides(reader: &mut Reader, overrides: &mut Overrides) -> Result<(), String> {
    let broken = || "a list in it ends too early".to_owned();
    let count = reader.u32().ok_or_else(broken)?;
    for _ in 0..count {
        let number = reader.u32().ok_or_else(broken)? as usize;
        let value = finite(reader.f64().ok_or_else(broken)?)?;
        let host_value = finite(reader.f64().ok_or_else(broken)?)?;
        if number < MACRO_COUNT && is_kept_overridden(number) {
            overrides[number] = Some(Override { value, host_value });
        }
    }
    Ok(())
}

fn finite(value: f64) -> Result<f64, String> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err("a value in it is not a finite number".to_owned())
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(front)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.bytes(2)?.try_into().ok()?))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }

    fn f64(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.bytes(8)?.try_into().ok()?))
    }
}

/// CRC-32 as in IEEE 802.3 (reflected, polynomial 0xEDB88320).
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= *byte as u32;
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}
