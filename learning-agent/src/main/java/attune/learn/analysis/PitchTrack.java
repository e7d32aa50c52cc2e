package attune.learn.analysis;

import be.tarsos.dsp.pitch.FastYin;
import be.tarsos.dsp.pitch.PitchDetectionResult;

/**
 * Pitch every 32 ms by YIN (A. de Cheveigné and H. Kawahara, J. Acoust. Soc. Am. 111, 2002; TarsosDSP), where the frame is
 * loud enough to count: how much is voiced, how high, and whether pitch glides as voices do or stands as notes do.
 */
final class PitchTrack {
    private static final int FRAME = 1_024;
    private static final int HOP = 512;
    private static final double QUIET_RATIO = 0.01;
    private static final double LOWEST_HZ = 50;
    private static final double HIGHEST_HZ = 1_500;
    private static final double STANDS_SEMITONES = 0.12;
    private static final double GLIDES_SEMITONES = 1.5;

    private int loud;
    private int voiced;
    private int pairs;
    private int standing;
    private int gliding;
    private double semitoneSum;
    private double semitoneSquares;

    PitchTrack(float[] mono16k) {
        FastYin yin = new FastYin(16_000, FRAME);
        float[] frame = new float[FRAME];
        double threshold = QUIET_RATIO * loudest(mono16k);
        double before = Double.NaN;
        for (int at = 0; at + FRAME <= mono16k.length; at += HOP) {
            System.arraycopy(mono16k, at, frame, 0, FRAME);
            double now = energy(frame) > threshold ? semitones(yin.getPitch(frame)) : Double.NaN;
            loud += energy(frame) > threshold ? 1 : 0;
            if (!Double.isNaN(now)) {
                count(now, before);
            }
            before = now;
        }
    }

    private void count(double now, double before) {
        voiced++;
        semitoneSum += now;
        semitoneSquares += now * now;
        if (!Double.isNaN(before)) {
            double move = Math.abs(now - before);
            pairs++;
            standing += move < STANDS_SEMITONES ? 1 : 0;
            gliding += move >= STANDS_SEMITONES && move < GLIDES_SEMITONES ? 1 : 0;
        }
    }

    /** Semitones over 55 Hz; NaN without a pitch. */
    private static double semitones(PitchDetectionResult result) {
        double hz = result.getPitch();
        boolean pitched = result.isPitched() && hz >= LOWEST_HZ && hz <= HIGHEST_HZ;
        return pitched ? 12 * Math.log(hz / 55) / Math.log(2) : Double.NaN;
    }

    private static double energy(float[] frame) {
        double sum = 0;
        for (float v : frame) {
            sum += v * v;
        }
        return sum;
    }

    private static double loudest(float[] x) {
        double most = 0;
        for (int at = 0; at + FRAME <= x.length; at += FRAME) {
            double sum = 0;
            for (int i = at; i < at + FRAME; i++) {
                sum += x[i] * x[i];
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    /** Share of loud frames with a pitch. */
    double voicedShare() {
        return (double) voiced / Math.max(1, loud);
    }

    /** Share of neighbouring voiced frames whose pitch stands still. */
    double standingShare() {
        return (double) standing / Math.max(1, pairs);
    }

    /** Share of neighbouring voiced frames whose pitch glides by up to one and a half semitones. */
    double glidingShare() {
        return (double) gliding / Math.max(1, pairs);
    }

    /** Mean pitch in semitones over 55 Hz; 0 without any. */
    double meanSemitones() {
        return voiced == 0 ? 0 : semitoneSum / voiced;
    }

    /** Standard deviation of the pitch in semitones. */
    double spreadSemitones() {
        double mean = meanSemitones();
        return voiced == 0 ? 0 : Math.sqrt(Math.max(0, semitoneSquares / voiced - mean * mean));
    }
}
