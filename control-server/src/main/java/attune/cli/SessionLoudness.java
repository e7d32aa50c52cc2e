package attune.cli;

import attune.api.TelemetryPoint;
import attune.control.store.MeasuredLoudness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Loudness of a session from what the control server keeps of it: for each second the mean of the short-term loudness (3 s)
 * and the highest true peak. Range after EBU Tech 3342, whose windows these are; integrated loudness with the gates of
 * ITU-R BS.1770-5 on windows of 3 s in place of 400 ms, so pauses shorter than that count as sound.
 */
final class SessionLoudness {
    /** How far integrated loudness may be above a meter's; {@code SessionLoudnessTest} holds both. */
    static final double MOST_ABOVE_LU = 0.3;
    /** And how far below, where pauses are of a second and more: they lie in windows with sound, and count. */
    static final double MOST_BELOW_LU = 2.0;

    private static final double ABSOLUTE_GATE_LUFS = -70;
    private static final double INTEGRATED_GATE_LU = -10;
    private static final double RANGE_GATE_LU = -20;
    private static final double LOW = 0.10;
    private static final double HIGH = 0.95;

    private SessionLoudness() {}

    static MeasuredLoudness input(List<TelemetryPoint> seconds) {
        return of(seconds, TelemetryPoint::inputLufs, TelemetryPoint::inputPeakDbtp);
    }

    static MeasuredLoudness output(List<TelemetryPoint> seconds) {
        return of(seconds, TelemetryPoint::outputLufs, TelemetryPoint::outputPeakDbtp);
    }

    private static MeasuredLoudness of(
            List<TelemetryPoint> seconds,
            Function<TelemetryPoint, @Nullable Double> loudness,
            Function<TelemetryPoint, @Nullable Double> peak) {
        List<Double> heard = new ArrayList<>();
        double highest = Double.NEGATIVE_INFINITY;
        for (TelemetryPoint second : seconds) {
            Double level = loudness.apply(second);
            if (level != null && level > ABSOLUTE_GATE_LUFS) {
                heard.add(level);
            }
            Double top = peak.apply(second);
            highest = Math.max(highest, top == null ? highest : top);
        }
        return new MeasuredLoudness(
                seconds.size(),
                gatedMean(heard, INTEGRATED_GATE_LU),
                Double.NaN,
                heard.stream().mapToDouble(level -> level).max().orElse(Double.NEGATIVE_INFINITY),
                range(heard),
                highest);
    }

    private static double range(List<Double> heard) {
        double[] levels = above(heard, mean(heard) + RANGE_GATE_LU);
        Arrays.sort(levels);
        return levels.length == 0 ? Double.NaN : at(levels, HIGH) - at(levels, LOW);
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static double gatedMean(List<Double> heard, double gateLu) {
        return mean(Arrays.stream(above(heard, mean(heard) + gateLu)).boxed().toList());
    }

    private static double[] above(List<Double> heard, double gateLufs) {
        return heard.stream()
                .mapToDouble(level -> level)
                .filter(level -> level > gateLufs)
                .toArray();
    }

    /** Mean of powers; −∞ where there is none. */
    private static double mean(List<Double> levels) {
        double power = levels.stream()
                .mapToDouble(level -> Math.pow(10, level / 10))
                .average()
                .orElse(0);
        return 10 * Math.log10(power);
    }
}
