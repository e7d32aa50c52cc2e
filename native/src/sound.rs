//! What a saved session recalls: the four complete parameter sets, macros set outside the host, and the leveler's
//! remembered gain.

use crate::generated::layout::PARAM_SETS;
use crate::generated::params::{ParamSpec, Scale, MACROS, MACRO_COUNT, PARAMS, PARAM_COUNT, SOUND_VERSION};
use crate::generated::presets::FACTORY_SLOTS;

pub type ParamSet = [f64; PARAM_COUNT];

/// Leveler gains outside this range can't come from an engine.
const LARGEST_LEVELER_GAIN_DB: f64 = 60.0;

/// A macro that is set outside the host, as in the panel: in force until the host's own value changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Override {
    pub value: f64,
    /// The host's own value at the time.
    pub host_value: f64,
}

/// By macro number.
pub type Overrides = [Option<Override>; MACRO_COUNT];

#[derive(Clone, Debug, PartialEq)]
pub struct Sound {
    pub sets: [ParamSet; PARAM_SETS],
    pub overrides: Overrides,
    pub leveler_gain_db: f64,
    pub sound_version: u32,
}

impl Default for Sound {
    /// The factory slots A to D, as at first load.
    fn default() -> Sound {
        Sound {
            sets: FACTORY_SLOTS,
            overrides: [None; MACRO_COUNT],
            leveler_gain_db: 0.0,
            sound_version: SOUND_VERSION,
        }
    }
}

impl Sound {
    /// The same sound with every value inside its bounds.
    pub fn clamped(mut self) -> Sound {
        for set in &mut self.sets {
            for (value, spec) in set.iter_mut().zip(&PARAMS) {
                *value = clamp(spec, *value);
            }
        }
        for (entry, spec) in self.overrides.iter_mut().zip(&MACROS) {
            *entry = entry.filter(|_| spec.scale != Scale::Trigger).map(|of| Override {
                value: clamp(spec, of.value),
                host_value: clamp(spec, of.host_value),
            });
        }
        self.leveler_gain_db = if self.leveler_gain_db.is_finite() {
            self.leveler_gain_db
                .clamp(-LARGEST_LEVELER_GAIN_DB, LARGEST_LEVELER_GAIN_DB)
        } else {
            0.0
        };
        self
    }
}

/// Nearest allowed value; NaN gives the default, discrete values are rounded half up (as `ParamSpec.clamp` in Java).
pub fn clamp(spec: &ParamSpec, value: f64) -> f64 {
    if value.is_nan() {
        return spec.default;
    }
    let bounded = value.clamp(spec.min, spec.max);
    match spec.scale {
        Scale::Linear | Scale::Log => bounded,
        Scale::Stepped | Scale::Toggle | Scale::Enum | Scale::Trigger => (bounded + 0.5).floor(),
    }
}
