//! Whether an effect does anything: the distance of its output from its input, apart from a delay.

const LONGEST_DELAY: usize = 8192;
/// What the delay is looked for with, from the middle.
const MATCHED_FRAMES: usize = 12_000;

/// Energy of output − input, delayed by what fits best, against the input's, in dB; −200 where they are the same.
pub fn difference_db(input: &[Vec<f32>; 2], output: &[Vec<f32>]) -> f64 {
    let Some(first) = output
        .first()
        .filter(|first| first.len() > 2 * (LONGEST_DELAY + MATCHED_FRAMES))
    else {
        return 0.0;
    };
    let delay = best_delay(&input[0], first);
    let mut energy = 0.0;
    let mut distance = 0.0;
    for (side, channel) in output.iter().enumerate().take(2) {
        for at in LONGEST_DELAY..channel.len() {
            let wanted = f64::from(input[side][at - delay]);
            energy += wanted * wanted;
            distance += (f64::from(channel[at]) - wanted).powi(2);
        }
    }
    10.0 * (distance / energy).max(1e-20).log10()
}

fn best_delay(input: &[f32], output: &[f32]) -> usize {
    let from = output.len() / 2;
    let alike = |delay: usize| -> f64 {
        let window = from..from + MATCHED_FRAMES;
        window
            .map(|at| f64::from(output[at]) * f64::from(input[at - delay]))
            .sum()
    };
    (0..LONGEST_DELAY)
        .max_by(|a, b| alike(*a).total_cmp(&alike(*b)))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(frames: usize) -> Vec<f32> {
        let mut state = 1u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        };
        (0..frames).map(|_| next()).collect()
    }

    #[test]
    fn difference_when_output_is_delayed_expect_none_and_when_halved_expect_six_decibels_less() {
        let input = [noise(100_000), noise(100_000)];
        let delayed = |gain: f32| -> Vec<Vec<f32>> {
            let side = |channel: &Vec<f32>| {
                let mut out = vec![0.0; 777];
                out.extend(channel[..100_000 - 777].iter().map(|sample| gain * sample));
                out
            };
            input.iter().map(side).collect()
        };
        assert!(difference_db(&input, &delayed(1.0)) < -190.0);
        assert!((difference_db(&input, &delayed(0.5)) + 6.02).abs() < 0.01);
    }
}
