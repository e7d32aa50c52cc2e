package attune.learn.analysis;

import java.util.Arrays;
import java.util.List;

/**
 * Broad faults in the tone of a voice, and what would undo them. Single third octaves say who speaks, not what is wrong, and
 * the broad balances say it only at their ends: over 46 groups of clean development voices (many speakers and microphones)
 * each has a standard deviation of about 5 dB, and the faults looked for move them by 5 to 8 dB. Hence nothing is corrected
 * but what lies beyond most voices; where more is dull than that, the judges decide (docs/judge.md).
 *
 * @param trebleDb mean deviation over 2.5–8 kHz less that over 250–1600 Hz
 * @param presenceDb mean deviation over 3.15–6.3 kHz less that over 1–2 kHz: told, and heard by the policy
 * @param edgeDb mean deviation over 3.15–5 kHz less three quarters of that over 250–1600 Hz and one of that over 6.3–8 kHz, less
 *     what voices have of it in the mean. Tells a bell around 4 kHz from a bright voice, which has as much above it
 */
record ToneBalance(double trebleDb, double presenceDb, double edgeDb) {
    /** Less treble than most clean voices have: those that have less too, the judges let be. */
    static final double DULL_DB = -SpeechTarget.TOLERANCE_DB;
    /** More edge than nearly all clean voices have. */
    static final double HARSH_DB = 7;
    /** More treble than any clean voice has. */
    static final double BRIGHT_DB = 9.5;

    /** Of the edge by its definition: the target curve is one voice, with less of it than most. */
    private static final double MEAN_EDGE_DB = 3.3;

    private static final double EDGE_OVER_BODY = 0.75;
    private static final double MOST_CORRECTION_DB = 9;
    private static final int BODY = band(250);
    private static final int BODY_END = band(1_600) + 1;
    private static final int MIDDLE = band(1_000);
    private static final int MIDDLE_END = band(2_000) + 1;
    private static final int PRESENCE = band(3_150);
    private static final int PRESENCE_END = band(6_300) + 1;
    private static final int EDGE_END = band(5_000) + 1;
    private static final int TREBLE = band(2_500);

    private static int band(double centreHz) {
        return SpeechTarget.CENTRES_HZ.indexOf(centreHz);
    }

    /** Of a shape against the target, both in third octaves from 100 Hz to 8 kHz. */
    static ToneBalance of(double[] shapeDb, List<Double> targetDb) {
        double[] deviation = new double[shapeDb.length];
        for (int b = 0; b < deviation.length; b++) {
            deviation[b] = shapeDb[b] - targetDb.get(b);
        }
        double body = mean(deviation, BODY, BODY_END);
        double around = EDGE_OVER_BODY * body + (1 - EDGE_OVER_BODY) * mean(deviation, EDGE_END, deviation.length);
        return new ToneBalance(
                mean(deviation, TREBLE, deviation.length) - body,
                mean(deviation, PRESENCE, PRESENCE_END) - mean(deviation, MIDDLE, MIDDLE_END),
                mean(deviation, PRESENCE, EDGE_END) - around - MEAN_EDGE_DB);
    }

    private static double mean(double[] x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += x[i];
        }
        return sum / (to - from);
    }

    /** What lies beyond the spread of clean voices; too much edge hides that the treble is too much. */
    ToneFinding.Fault fault() {
        if (trebleDb < DULL_DB) {
            return ToneFinding.Fault.DULL;
        }
        if (edgeDb > HARSH_DB) {
            return ToneFinding.Fault.HARSH;
        }
        return trebleDb > BRIGHT_DB ? ToneFinding.Fault.BRIGHT : ToneFinding.Fault.NONE;
    }

    /**
     * What would bring it back, by third octave, at most ± 9 dB: a shelf above 2 kHz for treble, a bell around 4 kHz for
     * edge; all 0 where nothing lies beyond what voices have.
     */
    double[] correctionDb() {
        double[] out = new double[SpeechTarget.CENTRES_HZ.size()];
        switch (fault()) {
            case NONE -> {}
            case DULL, BRIGHT -> {
                double shelf = Math.max(-MOST_CORRECTION_DB, Math.min(MOST_CORRECTION_DB, -trebleDb));
                Arrays.fill(out, TREBLE, out.length, shelf);
                out[TREBLE - 1] = shelf / 2;
            }
            case HARSH -> {
                double cut = -Math.min(MOST_CORRECTION_DB, edgeDb);
                Arrays.fill(out, PRESENCE, PRESENCE_END - 1, cut);
                out[PRESENCE - 1] = cut / 2;
                out[PRESENCE_END - 1] = cut / 2;
            }
        }
        return out;
    }
}
