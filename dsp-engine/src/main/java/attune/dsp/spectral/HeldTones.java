package attune.dsp.spectral;

import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/** Tells tones that are held for long from steady noise: they are narrow, noise is broad. */
final class HeldTones {
    /** Bins of a group: peaks are looked for from group to group. */
    private static final int GROUP = 4;
    /**
     * Groups across which a spectral peak is cut out: about seven times the window's main lobe, so that the partials of
     * a chord, and their skirts, are peaks too.
     */
    private static final int RUN = 8;
    /** What stands this far above its surroundings is no noise; the scatter of a minimum stays below. */
    private static final float PEAK_FROM = 4;
    /** What stands this far above its surroundings is a held tone for certain. */
    private static final float PEAK_FULL = 16;

    private final int bins;
    private final int groups;
    /** Surroundings of every group: what noise there is without its peaks. */
    private final float[] opened;

    private final float[] scratch;
    /**
     * How far noise may rise above its surroundings towards 0 Hz, where a peak has no other side: 6 dB an octave, which
     * with {@link #PEAK_FROM} is enough for a fan.
     */
    private final float[] edgeRise = new float[RUN + 1];

    /** For frames of so many bins. */
    @ControlThread
    HeldTones(int bins) {
        this.bins = bins;
        this.groups = (bins + GROUP - 1) / GROUP;
        this.opened = new float[groups + RUN];
        this.scratch = new float[groups + RUN];
        for (int g = 0; g < RUN; g++) {
            // from the lowest bin of the group (0 Hz is like bin 1) up to the first run that has noise on both sides
            double ratio = RUN / Math.max(g, 1.0 / GROUP);
            edgeRise[g] = (float) (ratio * ratio);
        }
        edgeRise[RUN] = 1;
    }

    /**
     * Noise is broad: what stands out of its surroundings for the whole window is a held tone (organ, pad, hum) and left
     * to pass. The surroundings are the morphological opening of the minimum along frequency (greatest of the least
     * values of all runs of {@link #RUN} groups that hold the bin): it follows a slope of any steepness and cuts every
     * peak that is narrower.
     *
     * @param low power of every bin, tones and all
     * @param out the same without what stands out
     * @param tone certainty that a bin holds a held tone, 0 to 1
     */
    @AudioThread
    void cut(float[] low, float[] out, float[] tone) {
        open(low);
        for (int g = 0; g < groups; g++) {
            float bound = PEAK_FROM * opened[g] * edgeRise[Math.min(g, RUN)];
            float scale = 1 / ((PEAK_FULL / PEAK_FROM - 1) * bound);
            int to = Math.min(bins, (g + 1) * GROUP);
            for (int k = g * GROUP; k < to; k++) {
                float least = Math.min(low[k], bound);
                out[k] = least;
                tone[k] = Math.min(1, (low[k] - least) * scale);
            }
        }
    }

    /** Least values of the groups, then of all runs of groups, then for every group the greatest of the runs it is in. */
    private void open(float[] low) {
        float[] a = opened;
        float[] b = scratch;
        for (int g = 0; g < groups - 1; g++) {
            int k = g * GROUP;
            a[g] = Math.min(Math.min(low[k], low[k + 1]), Math.min(low[k + 2], low[k + 3]));
        }
        a[groups - 1] = low[bins - 1]; // the Nyquist frequency alone
        least(a, b, groups - 1, 1);
        least(b, a, groups - 3, 2);
        least(a, b, groups - 7, 4);
        Arrays.fill(a, 0); // runs that reach over an end do not count
        System.arraycopy(b, 0, a, RUN - 1, groups - RUN + 1);
        greatest(a, b, groups + RUN - 2, 1);
        greatest(b, a, groups + RUN - 4, 2);
        greatest(a, b, groups, 4);
        System.arraycopy(b, 0, a, 0, groups);
    }

    private static void least(float[] x, float[] out, int count, int apart) {
        for (int k = 0; k < count; k++) {
            out[k] = Math.min(x[k], x[k + apart]);
        }
    }

    private static void greatest(float[] x, float[] out, int count, int apart) {
        for (int k = 0; k < count; k++) {
            out[k] = Math.max(x[k], x[k + apart]);
        }
    }
}
