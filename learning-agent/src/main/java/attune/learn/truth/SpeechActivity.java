package attune.learn.truth;

import java.util.ArrayList;
import java.util.List;

/** Where a clean recording speaks and where it pauses, in frames of 10 ms against its 95th percentile. */
final class SpeechActivity {
    static final double FRAME_SECONDS = 0.01;

    private static final double SOUNDING_DB = 35;

    private SpeechActivity() {}

    static int frameLength(int rateHz) {
        return (int) Math.round(FRAME_SECONDS * rateHz);
    }

    /** Whether each 10 ms frame lies above the loud frames' level − {@code belowDb}. */
    static boolean[] above(double[] clean, int rateHz, double belowDb) {
        double[] levels = Signals.frameLevelsDb(clean, frameLength(rateHz));
        double threshold = Signals.percentile(levels, 0.95) - belowDb;
        boolean[] above = new boolean[levels.length];
        for (int f = 0; f < levels.length; f++) {
            above[f] = levels[f] > threshold;
        }
        return above;
    }

    /** Root mean square of the frames that lie above the loud ones − {@value #SOUNDING_DB} dB: the level where it sounds. */
    static double soundingLevel(double[] clean, int rateHz) {
        boolean[] sounding = above(clean, rateHz, SOUNDING_DB);
        int unit = frameLength(rateHz);
        double energy = 0;
        long frames = 0;
        for (int f = 0; f < sounding.length; f++) {
            if (sounding[f]) {
                energy += Signals.energy(clean, f * unit, (f + 1) * unit);
                frames += unit;
            }
        }
        return Math.sqrt(energy / Math.max(1, frames));
    }

    /** First 10 ms frames of speech after at least {@code pauseSeconds} of pause (the beginning of the file is none). */
    static List<Integer> onsets(boolean[] above, double pauseSeconds) {
        int needed = (int) Math.round(pauseSeconds / FRAME_SECONDS);
        List<Integer> onsets = new ArrayList<>();
        int quiet = 0;
        for (int f = 0; f < above.length; f++) {
            if (above[f] && quiet >= needed) {
                onsets.add(f);
            }
            quiet = above[f] ? 0 : quiet + 1;
        }
        return onsets;
    }
}
