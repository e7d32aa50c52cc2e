package attune.learn.analysis;

import org.jtransforms.fft.FloatFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * Power spectra of mono sound at 16 kHz: frames of 512 samples, 128 apart, square-root Hann window. Frame t ends with
 * sample 128 (t + 1), and what lies outside the sound is silence. One owner thread; allocates nothing after construction.
 */
public final class PowerFrames {
    /** Samples of a frame. */
    public static final int FRAME = 512;
    /** Samples from one frame to the next: 8 ms. */
    public static final int HOP = 128;
    /** Bins from 0 Hz to 8 kHz, both included, 31.25 Hz apart. */
    public static final int BINS = FRAME / 2 + 1;
    /** Frames that begin before the sound does. */
    public static final int LEAD_FRAMES = FRAME / HOP - 1;
    /** Added to every power, so that silence has a logarithm. */
    public static final float FLOOR = 1e-11f;

    static {
        // process-wide in JTransforms; transforms this short gain nothing from its threads
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private final FloatFFT_1D fft = new FloatFFT_1D(FRAME);
    private final float[] window = new float[FRAME];
    private final float[] work = new float[FRAME];

    public PowerFrames() {
        for (int i = 0; i < FRAME; i++) {
            window[i] = (float) StrictMath.sin(Math.PI * i / FRAME);
        }
    }

    /** Frames that touch so many samples. */
    public static int count(int samples) {
        return (samples + LEAD_FRAMES * HOP) / HOP + 1;
    }

    /** Power of one frame by bin, into {@code power[at .. at + BINS)}; samples are taken times {@code gain}. */
    public void power(float[] mono16k, float gain, int frame, float[] power, int at) {
        int start = (frame - LEAD_FRAMES) * HOP;
        for (int i = 0; i < FRAME; i++) {
            int s = start + i;
            work[i] = s >= 0 && s < mono16k.length ? window[i] * gain * mono16k[s] : 0;
        }
        fft.realForward(work);
        power[at] = work[0] * work[0] + FLOOR;
        power[at + BINS - 1] = work[1] * work[1] + FLOOR;
        for (int k = 1; k < BINS - 1; k++) {
            float re = work[2 * k];
            float im = work[2 * k + 1];
            power[at + k] = re * re + im * im + FLOOR;
        }
    }
}
