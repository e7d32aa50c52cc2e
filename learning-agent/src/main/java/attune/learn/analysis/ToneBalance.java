package attune.learn.analysis;

import java.util.Arrays;
import java.util.List;

/**
 * Broad faults in the tone of a voice, and what would undo them. Single third octaves say who speaks, not what is wrong:
 * 27 clean voices lie up to 17 dB off the target curve in one of them, but their balance of treble keeps within
 * −3…+5 dB and their presence within −3.1…+4.1 dB; the same voices 9 dB duller above 2 kHz have −4…−8 dB of treble. Hence
 * nothing is corrected but what lies beyond.
 *
 * @param trebleDb mean deviation over 2.5–8 kHz less that over 250–1600 Hz
 * @param presenceDb mean deviation over 3.15–6.3 kHz less that over 1–2 kHz
 */
record ToneBalance(double trebleDb, double presenceDb) {
    /** Less treble than any clean voice has. */
    static final double DULL_DB = -SpeechTarget.TOLERANCE_DB;
    /** More presence than any clean voice has. */
    static final double HARSH_DB = 4.5;
    /** More treble than any clean voice has. */
    static final double BRIGHT_DB = 6;

    private static final double MOST_CORRECTION_DB = 9;
    private static final int BODY = band(250);
    private static final int BODY_END = band(1_600) + 1;
    private static final int MIDDLE = band(1_000);
    private static final int MIDDLE_END = band(2_000) + 1;
    private static final int PRESENCE = band(3_150);
    private static final int PRESENCE_END = band(6_300) + 1;
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
        return new ToneBalance(
                mean(deviation, TREBLE, deviation.length) - mean(deviation, BODY, BODY_END),
                mean(deviation, PRESENCE, PRESENCE_END) - mean(deviation, MIDDLE, MIDDLE_END));
    }

    private static double mean(double[] x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += x[i];
        }
        return sum / (to - from);
    }

    /** Whether there is less treble than a voice has. */
    boolean isDull() {
        return trebleDb < DULL_DB;
    }

    /** Whether there is more presence than a voice has. */
    boolean isHarsh() {
        return !isDull() && presenceDb > HARSH_DB;
    }

    /** Whether there is more treble than a voice has, and not of presence alone. */
    boolean isBright() {
        return !isHarsh() && trebleDb > BRIGHT_DB;
    }

    /**
     * What would bring it back, by third octave, at most ± 9 dB: a shelf above 2 kHz for treble, a bell around 4 kHz for
     * presence; all 0 where nothing lies beyond what voices have.
     */
    double[] correctionDb() {
        double[] out = new double[SpeechTarget.CENTRES_HZ.size()];
        if (isHarsh()) {
            double cut = -Math.min(MOST_CORRECTION_DB, presenceDb);
            Arrays.fill(out, PRESENCE, PRESENCE_END - 1, cut);
            out[PRESENCE - 1] = cut / 2;
            out[PRESENCE_END - 1] = cut / 2;
        } else if (isDull() || isBright()) {
            double shelf = Math.max(-MOST_CORRECTION_DB, Math.min(MOST_CORRECTION_DB, -trebleDb));
            Arrays.fill(out, TREBLE, out.length, shelf);
            out[TREBLE - 1] = shelf / 2;
        }
        return out;
    }
}
