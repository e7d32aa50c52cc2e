//! Macros as people read and write them, the same in every format: values with their unit, names of choices, and the
//! group that a macro is shown in.

use crate::generated::params::*;
use crate::sound::clamp;

/// Names of a toggle's values.
const OFF_ON: [&str; 2] = ["Off", "On"];
/// Words that people write for them.
const OFF_WORDS: [&str; 3] = ["off", "no", "false"];
const ON_WORDS: [&str; 3] = ["on", "yes", "true"];

/// Names of a discrete macro's values from its minimum on; empty where it isn't discrete.
pub fn choices(spec: &ParamSpec) -> &'static [&'static str] {
    match spec.scale {
        Scale::Toggle | Scale::Trigger => &OFF_ON,
        Scale::Enum => spec.choices,
        Scale::Linear | Scale::Log | Scale::Stepped => &[],
    }
}

/// The nearest allowed value as text: "Suggest", "On", "-16.0 LUFS", "100.0 %". Allocates.
pub fn of_value(spec: &ParamSpec, value: f64) -> String {
    let value = clamp(spec, value);
    let names = choices(spec);
    if let Some(name) = names.get((value - spec.min) as usize).filter(|_| !names.is_empty()) {
        return (*name).to_owned();
    }
    // Not "-0.0".
    let value = if value.abs() < 0.05 { 0.0 } else { value };
    let number = match spec.scale {
        Scale::Stepped => format!("{value:.0}"),
        _ => format!("{value:.1}"),
    };
    if spec.unit.is_empty() {
        number
    } else {
        format!("{number} {}", spec.unit)
    }
}

/// The nearest allowed value to what a person wrote: a choice's name, or a number with or without the unit, with point
/// or comma. `None` for anything else.
pub fn to_value(spec: &ParamSpec, text: &str) -> Option<f64> {
    let text = text.trim();
    let is = |name: &str| name.eq_ignore_ascii_case(text);
    if let Some(at) = choices(spec).iter().position(|name| is(name)) {
        return Some(spec.min + at as f64);
    }
    if matches!(spec.scale, Scale::Toggle | Scale::Trigger) {
        if OFF_WORDS.into_iter().any(is) {
            return Some(spec.min);
        }
        if ON_WORDS.into_iter().any(is) {
            return Some(spec.max);
        }
    }
    let number = without_unit(text, spec.unit).replace(',', ".").replace('\u{2212}', "-");
    let value: f64 = number.parse().ok().filter(|value: &f64| value.is_finite())?;
    Some(clamp(spec, value))
}

fn without_unit<'a>(text: &'a str, unit: &str) -> &'a str {
    let at = text.len().saturating_sub(unit.len());
    match text.split_at_checked(at) {
        Some((number, end)) if !unit.is_empty() && end.eq_ignore_ascii_case(unit) => number.trim_end(),
        _ => text,
    }
}

/// Whether a host may draw a curve of this macro: not of presses, and not of what takes an activation.
pub fn is_automatable(spec: &ParamSpec) -> bool {
    spec.scale != Scale::Trigger && spec.index != MACRO_LATENCY_MODE
}

/// Group in which hosts show a macro.
pub fn group(index: usize) -> &'static str {
    match index {
        MACRO_LEARN | MACRO_LIKE | MACRO_DISLIKE | MACRO_RESET_TO_SAFE | MACRO_LEARN_NOISE => "Learning",
        MACRO_DELTA | MACRO_DELTA_STAGE | MACRO_MATCH_SLOTS => "Compare",
        MACRO_OPEN_PANEL | MACRO_LATENCY_MODE => "Setup",
        _ => "Sound",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_when_made_of_every_macros_values_expect_the_same_value_back() {
        for spec in &MACROS {
            let steps = if choices(spec).is_empty() {
                1_000
            } else {
                (spec.max - spec.min) as usize
            };
            for k in 0..=steps {
                let value = spec.min + (spec.max - spec.min) * k as f64 / steps as f64;
                let text = of_value(spec, value);
                let back = to_value(spec, &text).unwrap_or_else(|| panic!("{}: {text}", spec.id));
                let step = if choices(spec).is_empty() { 0.05 + 1e-9 } else { 0.0 };
                assert!((back - value).abs() <= step, "{}: {value} as {text} is {back}", spec.id);
                assert_eq!(of_value(spec, back), text, "{}", spec.id);
            }
        }
    }

    #[test]
    fn text_when_written_by_people_expect_what_they_mean() {
        let of = |index: usize, text: &str| to_value(&MACROS[index], text);
        assert_eq!(of(MACRO_TARGET, " -16,5lufs "), Some(-16.5));
        assert_eq!(of(MACRO_TARGET, "\u{2212}20 LUFS"), Some(-20.0));
        assert_eq!(of(MACRO_TARGET, "-100"), Some(-36.0));
        assert_eq!(of(MACRO_AMOUNT, "80%"), Some(80.0));
        assert_eq!(of(MACRO_LEARN, "AUTO"), Some(3.0));
        assert_eq!(of(MACRO_LEARN, "1"), Some(1.0));
        assert_eq!(of(MACRO_BYPASS, "yes"), Some(1.0));
        for nonsense in ["", "%", "loud", "NaN", "inf", "ü", "12 Hz"] {
            assert_eq!(of(MACRO_AMOUNT, nonsense), None, "{nonsense}");
        }
        assert_eq!(of_value(&MACROS[MACRO_OUTPUT_TRIM], -0.01), "0.0 dB");
        assert_eq!(of_value(&MACROS[MACRO_DELTA_STAGE], 6.0), "De-esser");
    }

    #[test]
    fn choices_when_a_macro_is_discrete_expect_a_name_for_each_value() {
        for spec in MACROS.iter().filter(|spec| !choices(spec).is_empty()) {
            assert_eq!(choices(spec).len(), (spec.max - spec.min) as usize + 1, "{}", spec.id);
        }
    }
}
