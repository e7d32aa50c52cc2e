package attune.learn.judge;

import attune.learn.analysis.HumFinding;
import java.util.Arrays;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * How far twelve harmonics of a known hum still stand out of an output: minus their mean prominence beyond 9 dB, each at
 * most 25. The spectrum is the 30th percentile over half-second frames, as in the detector. One owner thread.
 */
final class HumProminence {
    private static final int FRAME = 8_192;
    private static final int HOP = FRAME / 2;
    private static final double BIN_HZ = 16_000.0 / FRAME;
    private static final int HARMONICS = 12;
    private static final double SHARE = 0.3;
    private static final float FLOOR = 1e-9f;
    private static final double FREE_DB = 9;
    private static final double MOST_DB = 25;
    private static final int LINE_BINS = 2;
    private static final int FROM_BINS = 5;
    private static final int TO_BINS = 9;

    private final boolean present;
    private final double f0Hz;
    private final int bins;
    private final float[] window;
    private final float[] work;
    private final FloatFFT_1D fft;
    private float[][] spectra = new float[0][];

    HumProminence(HumFinding hum) {
        present = hum.present();
        f0Hz = hum.f0Hz();
        bins = (int) (HARMONICS * f0Hz / BIN_HZ) + TO_BINS + 3;
        window = present ? blackmanHarris() : new float[0];
        work = new float[present ? FRAME : 0];
        fft = new FloatFFT_1D(present ? FRAME : 2);
    }

    /** 0 where the input has no hum or the sound is shorter than half a second. */
    double measure(float[] mono16k, float gain) {
        if (!present || mono16k.length < FRAME) {
            return 0;
        }
        int frames = (mono16k.length - FRAME) / HOP + 1;
        transform(mono16k, gain, frames);
        float[] steady = steady(frames);
        float[] around = new float[2 * (TO_BINS - FROM_BINS + 1)];
        double sum = 0;
        for (int k = 1; k <= HARMONICS; k++) {
            int b = (int) Math.rint(f0Hz * k / BIN_HZ);
            float peak = 0;
            for (int i = -LINE_BINS; i <= LINE_BINS; i++) {
                peak = Math.max(peak, steady[b + i]);
            }
            int n = 0;
            for (int i = FROM_BINS; i <= TO_BINS; i++) {
                around[n++] = steady[b + i];
                around[n++] = steady[b - i];
            }
            Arrays.sort(around);
            double median = (around[n / 2 - 1] + around[n / 2]) / 2.0;
            sum += Math.max(0, Math.min(MOST_DB, 10 * Math.log10(peak / median) - FREE_DB));
        }
        return -sum / HARMONICS;
    }

    private void transform(float[] mono16k, float gain, int frames) {
        if (spectra.length == 0 || spectra[0].length != frames) {
            spectra = new float[bins][frames];
        }
        for (int f = 0; f < frames; f++) {
            for (int i = 0; i < FRAME; i++) {
                work[i] = gain * window[i] * mono16k[f * HOP + i];
            }
            fft.realForward(work);
            for (int b = 1; b < bins; b++) {
                spectra[b][f] = work[2 * b] * work[2 * b] + work[2 * b + 1] * work[2 * b + 1];
            }
        }
    }

    private float[] steady(int frames) {
        float[] out = new float[bins];
        double place = SHARE * (frames - 1);
        int below = (int) place;
        int above = Math.min(frames - 1, below + 1);
        for (int b = 0; b < bins; b++) {
            float[] values = spectra[b];
            Arrays.sort(values);
            out[b] = (float) (values[below] + (place - below) * (values[above] - values[below])) + FLOOR;
        }
        return out;
    }

    private static float[] blackmanHarris() {
        float[] w = new float[FRAME];
        for (int i = 0; i < FRAME; i++) {
            double a = 2 * Math.PI * i / FRAME;
            w[i] = (float) (0.35875
                    - 0.48829 * StrictMath.cos(a)
                    + 0.14128 * StrictMath.cos(2 * a)
                    - 0.01168 * StrictMath.cos(3 * a));
        }
        return w;
    }
}
