package attune.learn.analysis;

import attune.learn.audio.CapturedClip;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts how often an input was cut off in its last minute. A cut is a flat top of three samples or more at the largest level
 * of the clip, with steep sides: the round top of a low tone is none, however coarse its samples. Cuts within a tenth of a
 * second are one, as one overloaded syllable is. One thread.
 */
public final class ClipCounter {
    private static final double MEMORY_SECONDS = 60;
    private static final double ONE_SECONDS = 0.1;
    private static final int FEWEST = 3;
    /** Quieter tops are no overload of anything. */
    private static final double LEAST_PEAK = 0.25;

    private static final double NEAR_PEAK = 0.98;
    private static final double STILL = 1e-5;
    private static final double STEEP = 5e-4;

    private final Deque<Long> cuts = new ArrayDeque<>();
    private long end = Long.MIN_VALUE;

    /** Takes what was captured up to now; what was heard before is not looked at twice. */
    public void hear(CapturedClip clip) {
        long clipEnd = clip.firstFrame() + clip.frames();
        if (clipEnd < end) {
            cuts.clear(); // the engine's clock began anew
            end = Long.MIN_VALUE;
        }
        int from = (int) Math.max(0, end - clip.firstFrame());
        float peak = 0;
        for (float[] x : clip.channels()) {
            for (float v : x) {
                peak = Math.max(peak, Math.abs(v));
            }
        }
        if (peak >= LEAST_PEAK) {
            for (float[] x : clip.channels()) {
                count(x, from, peak, clip);
            }
        }
        end = Math.max(end, clipEnd);
        long oldest = clipEnd - (long) (MEMORY_SECONDS * clip.sampleRateHz());
        cuts.removeIf(at -> at < oldest);
    }

    private void count(float[] x, int from, float peak, CapturedClip clip) {
        long apart = (long) (ONE_SECONDS * clip.sampleRateHz());
        for (int i = Math.max(1, from); i < x.length; i++) {
            int last = flatTopFrom(x, i, peak);
            if (last > i) {
                long at = clip.firstFrame() + i;
                if (cuts.stream().noneMatch(other -> Math.abs(other - at) < apart)) {
                    cuts.addLast(at);
                }
                i = last;
            }
        }
    }

    /** Last sample of a flat top that begins here; {@code i} where none does. */
    private static int flatTopFrom(float[] x, int i, float peak) {
        if (Math.abs(x[i]) < NEAR_PEAK * peak || Math.abs(x[i] - x[i - 1]) < STEEP * peak) {
            return i;
        }
        int last = i;
        while (last + 1 < x.length && Math.abs(x[last + 1] - x[i]) <= STILL * peak) {
            last++;
        }
        boolean steep = last + 1 < x.length && Math.abs(x[last + 1] - x[last]) >= STEEP * peak;
        return last - i + 1 >= FEWEST && steep ? last : i;
    }

    /** How often it was cut off in the last minute that was heard. */
    public int inLastMinute() {
        return cuts.size();
    }
}
