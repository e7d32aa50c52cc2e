package attune.learn.analysis;

import java.util.List;

/**
 * Tone of the wanted sound against clean speech, in third octaves from 100 Hz to 8 kHz, level taken out.
 *
 * @param centresHz band centres
 * @param deviationDb how far each band lies above the target curve
 * @param correctionDb what would bring it back: smoothed, what is within 3 dB left alone, at most ± 9 dB
 * @param tiltDbPerOctave slope of the deviation; positive is brighter than the target
 */
public record ToneFinding(
        List<Double> centresHz, List<Double> deviationDb, List<Double> correctionDb, double tiltDbPerOctave) {
    public ToneFinding {
        centresHz = List.copyOf(centresHz);
        deviationDb = List.copyOf(deviationDb);
        correctionDb = List.copyOf(correctionDb);
    }
}
