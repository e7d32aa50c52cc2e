//! What to play, and how.

use std::path::Path;

use serde_json::Value;

/// Read from JSON: `{"binary", "bundle", "uri", "rate_hz", "block_frames", "signal", "ports"}`. `signal` names a file of
/// interleaved stereo 32-bit floats; `ports` has one entry for each port, in order.
pub struct Spec {
    pub binary: String,
    pub bundle: String,
    pub uri: String,
    pub rate_hz: f64,
    pub block_frames: usize,
    signal: String,
    pub ports: Vec<Port>,
}

/// `"audio_in"`, `"audio_out"`, `"atom_in"`, `"atom_out"`, or a number: a control and its value.
#[derive(Clone, Copy)]
pub enum Port {
    AudioIn,
    AudioOut,
    AtomIn,
    AtomOut,
    Control(f32),
}

impl Spec {
    pub fn read(path: &Path) -> Result<Spec, String> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let json: Value = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let words = |name: &str| {
            let value = json[name].as_str().map(str::to_owned);
            value.ok_or_else(|| format!("the specification has no text \"{name}\""))
        };
        let number = |name: &str| {
            let value = json[name].as_f64().filter(|value| *value > 0.0);
            value.ok_or_else(|| format!("the specification has no number \"{name}\" above 0"))
        };
        let ports = json["ports"]
            .as_array()
            .ok_or("the specification has no list \"ports\"")?;
        Ok(Spec {
            binary: words("binary")?,
            bundle: words("bundle")?,
            uri: words("uri")?,
            rate_hz: number("rate_hz")?,
            block_frames: number("block_frames")? as usize,
            signal: words("signal")?,
            ports: ports.iter().map(port).collect::<Result<_, _>>()?,
        })
    }

    /// Both channels, whole blocks only.
    pub fn signal(&self) -> Result<[Vec<f32>; 2], String> {
        let bytes = std::fs::read(&self.signal).map_err(|error| format!("{}: {error}", self.signal))?;
        let frames = bytes.len() / 8 / self.block_frames * self.block_frames;
        if frames == 0 {
            return Err(format!("{} has less than one block", self.signal));
        }
        let sample = |at: usize| f32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        Ok([0, 4].map(|side| (0..frames).map(|frame| sample(8 * frame + side)).collect()))
    }
}

fn port(value: &Value) -> Result<Port, String> {
    match (value.as_str(), value.as_f64()) {
        (Some("audio_in"), _) => Ok(Port::AudioIn),
        (Some("audio_out"), _) => Ok(Port::AudioOut),
        (Some("atom_in"), _) => Ok(Port::AtomIn),
        (Some("atom_out"), _) => Ok(Port::AtomOut),
        (_, Some(number)) => Ok(Port::Control(number as f32)),
        _ => Err(format!(
            "{value} is no port; allowed are audio_in, audio_out, atom_in, atom_out and numbers"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spec_when_a_port_is_unknown_expect_it_named() {
        assert!(matches!(port(&Value::from(0.5)), Ok(Port::Control(value)) if value == 0.5));
        assert!(matches!(port(&Value::from("audio_in")), Ok(Port::AudioIn)));
        let refused = port(&Value::from("cv_in")).err().unwrap_or_default();
        assert!(
            refused.starts_with("\"cv_in\" is no port; allowed are audio_in"),
            "{refused}"
        );
    }
}
