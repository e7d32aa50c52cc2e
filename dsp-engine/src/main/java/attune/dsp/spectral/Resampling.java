package attune.dsp.spectral;

import attune.rt.AudioThread;

/** Carries what is known of every bin to bins of half or twice the width, or of the same. */
final class Resampling {
    private Resampling() {}

    /** Powers of broad sound, as a transform gives them: half as long a frame gathers half as much in a bin. */
    @AudioThread
    static void powers(float[] from, float[] to) {
        values(from, to, scale(from, to));
    }

    /** Ratio of the powers. */
    static float scale(float[] from, float[] to) {
        return from.length == to.length ? 1 : from.length < to.length ? 2 : 0.5f;
    }

    /**
     * What is the same whatever the width, times {@code scale}.
     *
     * @param from of 0 Hz to the Nyquist frequency, both included
     */
    @AudioThread
    static void values(float[] from, float[] to, float scale) {
        int last = to.length - 1;
        if (from.length == to.length) {
            System.arraycopy(from, 0, to, 0, to.length);
        } else if (from.length < to.length) {
            for (int k = 0; k <= last; k++) {
                float value = k % 2 == 0 ? from[k / 2] : 0.5f * from[k / 2] + 0.5f * from[k / 2 + 1];
                to[k] = Math.min(Float.MAX_VALUE, scale * value);
            }
        } else {
            to[0] = scale * from[0];
            to[last] = scale * from[2 * last];
            for (int k = 1; k < last; k++) {
                to[k] = scale * (0.25f * from[2 * k - 1] + 0.5f * from[2 * k] + 0.25f * from[2 * k + 1]);
            }
        }
    }
}
