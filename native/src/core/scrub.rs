//! Takes NaN, infinity and denormals out of samples, with integers only: a float comparison on denormals costs five
//! times the rest of the plugin.

const EXPONENT: u32 = 0x7f80_0000;
const MAGNITUDE: u32 = 0x7fff_ffff;

/// Copies `source` over `target`, harmful samples as 0. Returns how many were harmful.
pub fn copy_scrubbed(source: &[f32], target: &mut [f32]) -> u64 {
    let mut scrubbed = 0u32;
    for (from, to) in source.iter().zip(target) {
        let bits = from.to_bits();
        let exponent = bits & EXPONENT;
        let harmful = (exponent == EXPONENT) | ((exponent == 0) & (bits & MAGNITUDE != 0));
        scrubbed += harmful as u32;
        *to = f32::from_bits(if harmful { 0 } else { bits });
    }
    scrubbed as u64
}

/// [`copy_scrubbed`] in place.
pub fn scrub(samples: &mut [f32]) -> u64 {
    let mut scrubbed = 0u32;
    for sample in samples {
        let bits = sample.to_bits();
        let exponent = bits & EXPONENT;
        let harmful = (exponent == EXPONENT) | ((exponent == 0) & (bits & MAGNITUDE != 0));
        scrubbed += harmful as u32;
        *sample = f32::from_bits(if harmful { 0 } else { bits });
    }
    scrubbed as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrub_when_samples_are_harmful_expect_zero_and_a_count() {
        let source = [
            1.0,
            f32::NAN,
            f32::INFINITY,
            -f32::INFINITY,
            1e-40,
            -1e-40,
            0.0,
            -0.0,
            f32::MIN_POSITIVE,
            3e38,
        ];
        let mut target = [9.0; 10];
        assert_eq!(copy_scrubbed(&source, &mut target), 5);
        assert_eq!(
            target,
            [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, f32::MIN_POSITIVE, 3e38]
        );
        let mut in_place = source;
        assert_eq!(scrub(&mut in_place), 5);
        assert_eq!(in_place, target);
    }
}
