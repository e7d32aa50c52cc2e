//! Macros as VST3 parameters: the id is the macro's permanent number, values go from 0 to 1.

use vst3::Steinberg::Vst::ParameterInfo_::ParameterFlags_::{kCanAutomate, kIsBypass, kIsList};
use vst3::Steinberg::Vst::{kRootUnitId, ParameterInfo};

use super::strings::put_wide;
use crate::generated::params::{ParamSpec, Scale, MACROS, MACRO_BYPASS};
use crate::sound::clamp;
use crate::text;

/// The macro of a parameter id.
pub fn spec(id: u32) -> Option<&'static ParamSpec> {
    MACROS.get(id as usize)
}

/// Steps between the lowest and the highest value; 0 for a continuous parameter.
pub fn step_count(spec: &ParamSpec) -> i32 {
    match spec.scale {
        Scale::Linear | Scale::Log => 0,
        Scale::Stepped | Scale::Toggle | Scale::Enum | Scale::Trigger => (spec.max - spec.min) as i32,
    }
}

/// The value in the macro's unit ("Parameters and Automation" in the VST 3 documentation has the formula for steps).
/// Continuous values are rounded to 32 bits, as LV2's ports have them: the same knob gives the same samples in every
/// format.
pub fn to_plain(spec: &ParamSpec, normalized: f64) -> f64 {
    if normalized.is_nan() {
        return spec.default;
    }
    let normalized = normalized.clamp(0.0, 1.0);
    let plain = match spec.scale {
        Scale::Linear => spec.min + normalized * (spec.max - spec.min),
        Scale::Log => spec.min * (spec.max / spec.min).powf(normalized),
        Scale::Stepped | Scale::Toggle | Scale::Enum | Scale::Trigger => {
            let steps = f64::from(step_count(spec));
            return spec.min + (normalized * (steps + 1.0)).floor().min(steps);
        }
    };
    clamp(spec, f64::from(plain as f32))
}

/// The value from 0 to 1.
pub fn to_normalized(spec: &ParamSpec, plain: f64) -> f64 {
    let plain = clamp(spec, plain);
    let normalized = match spec.scale {
        Scale::Log => (plain / spec.min).ln() / (spec.max / spec.min).ln(),
        _ => (plain - spec.min) / (spec.max - spec.min),
    };
    normalized.clamp(0.0, 1.0)
}

/// What a host is told about a macro.
pub fn describe(spec: &ParamSpec, info: &mut ParameterInfo) {
    info.id = spec.index as u32;
    put_wide(&mut info.title, spec.label);
    put_wide(&mut info.shortTitle, spec.label);
    put_wide(&mut info.units, spec.unit);
    info.stepCount = step_count(spec);
    info.defaultNormalizedValue = to_normalized(spec, spec.default);
    info.unitId = unit(spec);
    info.flags = flags(spec);
}

/// Groups that the macros are shown in, in the order of their first macro; unit ids count from 1.
pub fn groups() -> impl Iterator<Item = &'static str> {
    let group = |spec: &ParamSpec| text::group(spec.index);
    let first = move |spec: &&ParamSpec| !MACROS[..spec.index].iter().any(|other| group(other) == group(spec));
    MACROS.iter().filter(first).map(group)
}

fn unit(spec: &ParamSpec) -> i32 {
    let at = groups().position(|group| group == text::group(spec.index));
    at.map_or(kRootUnitId, |at| at as i32 + 1)
}

fn flags(spec: &ParamSpec) -> i32 {
    let kind = match spec.scale {
        Scale::Enum => kIsList,
        _ if spec.index == MACRO_BYPASS => kIsBypass,
        _ => 0,
    };
    kind | if text::is_automatable(spec) { kCanAutomate } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::params::PARAMS;

    #[test]
    fn values_when_normalized_and_back_expect_the_same_value() {
        for spec in MACROS.iter().chain(&PARAMS) {
            let steps = step_count(spec);
            let count = if steps == 0 { 997 } else { steps };
            for step in 0..=count {
                let value = spec.min + (spec.max - spec.min) * f64::from(step) / f64::from(count);
                let value = clamp(spec, f64::from(value as f32));
                let normalized = to_normalized(spec, value);
                assert!((0.0..=1.0).contains(&normalized), "{}: {normalized}", spec.id);
                let back = to_plain(spec, normalized);
                let slack = if steps == 0 { value.abs() * 1e-6 } else { 0.0 };
                assert!((back - value).abs() <= slack, "{}: {value} became {back}", spec.id);
            }
        }
    }

    #[test]
    fn values_when_they_are_whole_numbers_or_halves_expect_not_one_bit_lost() {
        for spec in MACROS.iter().filter(|spec| spec.scale == Scale::Linear) {
            let halves = ((spec.max - spec.min) * 2.0) as i32;
            for half in 0..=halves {
                let value = spec.min + f64::from(half) / 2.0;
                assert_eq!(to_plain(spec, to_normalized(spec, value)), value, "{}", spec.id);
            }
        }
    }

    #[test]
    fn plain_when_the_normalized_value_is_out_of_range_expect_it_bounded() {
        for spec in &MACROS {
            assert_eq!(to_plain(spec, -1.0), spec.min, "{}", spec.id);
            assert_eq!(to_plain(spec, 2.0), spec.max, "{}", spec.id);
            assert_eq!(to_plain(spec, f64::NAN), spec.default, "{}", spec.id);
            assert_eq!(to_normalized(spec, f64::INFINITY), 1.0, "{}", spec.id);
        }
    }
}
