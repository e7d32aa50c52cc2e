package attune.learn.truth;

/**
 * How far noise in pauses was lowered against the speech: level change in the reference's pauses, less the coherent gain
 * on its speech. Positive = less noise.
 */
public final class NoiseAttenuation {
    private static final double PAUSE_DB = 45;
    private static final double AFTER_SPEECH_SECONDS = 0.15;
    private static final double BEFORE_SPEECH_SECONDS = 0.05;

    private NoiseAttenuation() {}

    /**
     * Attenuation in dB.
     *
     * @param clean reference without noise
     * @param before noisy input
     * @param after processed, aligned
     * @param skipSeconds at the beginning, where a tracker may still be learning
     * @throws IllegalArgumentException when there is no pause
     */
    public static double measureDb(double[] clean, double[] before, double[] after, int rateHz, double skipSeconds) {
        Signals.requireSameLength(clean, before);
        Signals.requireSameLength(clean, after);
        boolean[] above = SpeechActivity.above(clean, rateHz, PAUSE_DB);
        boolean[] pause = pauses(above);
        int unit = SpeechActivity.frameLength(rateHz);
        double noiseBefore = 0;
        double noiseAfter = 0;
        double cross = 0;
        double speech = 0;
        for (int f = (int) (skipSeconds / SpeechActivity.FRAME_SECONDS); f < above.length; f++) {
            int from = f * unit;
            if (pause[f]) {
                noiseBefore += Signals.energy(before, from, from + unit);
                noiseAfter += Signals.energy(after, from, from + unit);
            } else if (above[f]) {
                cross += Signals.dot(clean, after, from, from + unit);
                speech += Signals.energy(clean, from, from + unit);
            }
        }
        if (noiseBefore == 0) {
            throw new IllegalArgumentException("clean=no pause with noise, at least one is needed");
        }
        double speechGainDb = 2 * Signals.powerDb(cross / speech);
        return Signals.powerDb(noiseBefore) - Signals.powerDb(noiseAfter) + speechGainDb;
    }

    private static boolean[] pauses(boolean[] above) {
        int after = (int) Math.round(AFTER_SPEECH_SECONDS / SpeechActivity.FRAME_SECONDS);
        int before = (int) Math.round(BEFORE_SPEECH_SECONDS / SpeechActivity.FRAME_SECONDS);
        boolean[] pause = new boolean[above.length];
        for (int f = 0; f < above.length; f++) {
            pause[f] = true;
            for (int i = Math.max(0, f - after); i <= Math.min(above.length - 1, f + before); i++) {
                pause[f] &= !above[i];
            }
        }
        return pause;
    }
}
