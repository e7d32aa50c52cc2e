package attune.learn.truth;

import java.util.Arrays;
import java.util.List;

/**
 * Whether word beginnings survive: coherent gain (the part of the test signal that is the reference) of the first 50 ms
 * after a pause of at least 300 ms, against the next 250 ms. 0 dB = kept; a gate that opens in 80 ms shows −10 dB.
 */
public final class WordOnsets {
    private static final double PAUSE_SECONDS = 0.3;
    private static final double ONSET_SECONDS = 0.05;
    private static final double BODY_SECONDS = 0.25;
    private static final double SPEECH_DB = 35;

    /**
     * What was found.
     *
     * @param count word beginnings
     * @param totalDb gain of all beginnings taken together (each by its energy)
     * @param medianDb of the single beginnings
     * @param worstDb smallest single one
     */
    public record Result(int count, double totalDb, double medianDb, double worstDb) {}

    private WordOnsets() {}

    /** Measures all word beginnings after pauses of at least 300 ms. */
    public static Result measure(double[] reference, double[] test, int rateHz) {
        return measure(reference, test, rateHz, PAUSE_SECONDS);
    }

    /**
     * Measures all word beginnings.
     *
     * @param pauseSeconds least silence before a word that counts
     * @throws IllegalArgumentException when the reference has no word after a pause
     */
    public static Result measure(double[] reference, double[] test, int rateHz, double pauseSeconds) {
        Signals.requireSameLength(reference, test);
        List<Integer> onsets = SpeechActivity.onsets(SpeechActivity.above(reference, rateHz, SPEECH_DB), pauseSeconds);
        int unit = SpeechActivity.frameLength(rateHz);
        int onset = (int) Math.round(ONSET_SECONDS * rateHz);
        int body = (int) Math.round(BODY_SECONDS * rateHz);
        double[] sums = new double[4];
        double[] each = new double[onsets.size()];
        int count = 0;
        for (int start : onsets) {
            int from = start * unit;
            int middle = from + onset;
            int to = middle + body;
            if (to > reference.length) {
                continue;
            }
            double[] s = {
                Signals.dot(reference, test, from, middle),
                Signals.energy(reference, from, middle),
                Signals.dot(reference, test, middle, to),
                Signals.energy(reference, middle, to)
            };
            for (int i = 0; i < s.length; i++) {
                sums[i] += s[i];
            }
            each[count++] = ratioDb(s);
        }
        if (count == 0) {
            throw new IllegalArgumentException("reference=no word after a pause, at least one is needed");
        }
        double[] found = Arrays.copyOf(each, count);
        return new Result(count, ratioDb(sums), Signals.percentile(found, 0.5), Signals.percentile(found, 0));
    }

    private static double ratioDb(double[] s) {
        return 20 * StrictMath.log10(Math.max(s[0] / s[1], 1e-5) / Math.max(s[2] / s[3], 1e-5));
    }
}
