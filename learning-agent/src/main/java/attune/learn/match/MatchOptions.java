package attune.learn.match;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a match is made.
 *
 * @param amountPercent share of the difference that is made up for, 0 to 150
 * @param rangeDb largest gain of the equaliser in either direction, 0 to 18
 * @param smoothingOctaves width over which spectra are smoothed before they are compared, 0.1 to 3
 * @param parts what is matched, at least one
 */
public record MatchOptions(double amountPercent, double rangeDb, double smoothingOctaves, Set<MatchPart> parts) {
    public static final double LARGEST_AMOUNT_PERCENT = 150;
    public static final double LARGEST_RANGE_DB = 18;
    public static final double LEAST_SMOOTHING_OCTAVES = 0.1;
    public static final double LARGEST_SMOOTHING_OCTAVES = 3;

    /** Everything, in full, by at most 6 dB, smoothed over half an octave. */
    public static final MatchOptions DEFAULT = new MatchOptions(100, 6, 0.5, EnumSet.allOf(MatchPart.class));

    public MatchOptions {
        require("amountPercent", amountPercent, 0, LARGEST_AMOUNT_PERCENT);
        require("rangeDb", rangeDb, 0, LARGEST_RANGE_DB);
        require("smoothingOctaves", smoothingOctaves, LEAST_SMOOTHING_OCTAVES, LARGEST_SMOOTHING_OCTAVES);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("parts=none, allowed are tone, dynamics and width");
        }
        parts = Set.copyOf(parts);
    }

    private static void require(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(name + "=" + value + ", allowed are " + min + " to " + max);
        }
    }

    /** Share of the difference that is made up for. */
    double amount() {
        return amountPercent / 100;
    }
}
