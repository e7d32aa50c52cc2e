package attune.dsp.core;

import attune.rt.ControlThread;
import org.jtransforms.fft.FloatFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/** Makes the transforms of all stages and meters: on the caller's thread, without allocation. */
public final class FourierTransforms {
    /** Longest transform that was measured. */
    public static final int MOST_FRAMES = 4096;

    static {
        // process-wide in JTransforms; its own threads would allocate and block
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private FourierTransforms() {}

    /** Complex transform of this many frames, a power of two up to {@link #MOST_FRAMES}. */
    @ControlThread
    public static FloatFFT_1D complex(int frames) {
        if (frames < 2 || frames > MOST_FRAMES || Integer.bitCount(frames) != 1) {
            throw new IllegalArgumentException("frames=" + frames + ", allowed are powers of two from 2 to 4096");
        }
        return new FloatFFT_1D(frames);
    }
}
