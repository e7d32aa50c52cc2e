package attune.learn.analysis;

import java.util.Arrays;
import java.util.List;

/**
 * Broad faults in the tone of a voice, and what would undo them. Single third octaves say who speaks, not what is wrong:
 * 28 clean voices lie up to 24 dB off the target curve in one of them, but their balance of treble keeps within
 * −2.7…+4.8 dB and their presence within −3.1…+4.1 dB, while most of the same voices 9 dB duller above 2 kHz have less than
 * −3.5 dB of treble (docs/judge.md). Hence nothing is corrected but what lies beyond.
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

    /** What lies beyond the spread of clean voices; too much presence hides that the treble is too much. */
    ToneFinding.Fault fault() {
        if (trebleDb < DULL_DB) {
            return ToneFinding.Fault.DULL;
        }
        if (presenceDb > HARSH_DB) {
            return ToneFinding.Fault.HARSH;
        }
        return trebleDb > BRIGHT_DB ? ToneFinding.Fault.BRIGHT : ToneFinding.Fault.NONE;
    }

    /**
     * What would bring it back, by third octave, at most ± 9 dB: a shelf above 2 kHz for treble, a bell around 4 kHz for
     * presence; all 0 where nothing lies beyond what voices have.
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
                double cut = -Math.min(MOST_CORRECTION_DB, presenceDb);
                Arrays.fill(out, PRESENCE, PRESENCE_END - 1, cut);
                out[PRESENCE - 1] = cut / 2;
                out[PRESENCE_END - 1] = cut / 2;
            }
        }
        return out;
    }
}
