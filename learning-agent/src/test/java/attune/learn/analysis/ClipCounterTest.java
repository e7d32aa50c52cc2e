package attune.learn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import attune.learn.audio.CapturedClip;
import org.junit.jupiter.api.Test;

class ClipCounterTest {
    private static final int RATE_HZ = 48_000;

    /** A tone that swells up twice a second, cut off at a level. */
    private static float[] swelling(double seconds, double peak, double limit) {
        float[] out = new float[(int) (seconds * RATE_HZ)];
        for (int i = 0; i < out.length; i++) {
            double t = (double) i / RATE_HZ;
            double swell = Math.pow(Math.sin(2 * Math.PI * t), 4);
            double x = peak * swell * Math.sin(2 * Math.PI * 300 * t);
            out[i] = (float) Math.max(-limit, Math.min(limit, x));
        }
        return out;
    }

    /** Begins at its peak twice a second and fades, in 16 bits: so slowly that some samples are alike. */
    private static float[] struck() {
        float[] out = new float[5 * RATE_HZ];
        for (int i = 0; i < out.length; i++) {
            double fade = Math.exp(-0.5 * (i % (RATE_HZ / 2) + 1.0) / RATE_HZ);
            out[i] = i % (RATE_HZ / 2) < RATE_HZ / 4 ? Math.round(9_000 * fade) / 32_768f : 0;
        }
        return out;
    }

    private static CapturedClip clip(float[] x, int from, int to) {
        return new CapturedClip(RATE_HZ, new float[][] {java.util.Arrays.copyOfRange(x, from, to)}, from);
    }

    /** Hears the last four seconds once a second, as the loop does. */
    private static ClipCounter heard(float[] x) {
        ClipCounter counter = new ClipCounter();
        for (int to = RATE_HZ; to <= x.length; to += RATE_HZ) {
            counter.hear(clip(x, Math.max(0, to - 4 * RATE_HZ), to));
        }
        return counter;
    }

    @Test
    void input_when_cut_off_at_each_swell_expect_one_for_each_and_those_of_the_last_minute_only() {
        assertThat(heard(swelling(10, 0.97, 0.9)).inLastMinute()).isBetween(19, 21);
        assertThat(heard(swelling(90, 0.97, 0.9)).inLastMinute()).isBetween(119, 121);
    }

    @Test
    void input_when_it_stays_below_expect_none_whatever_its_level_and_resolution() {
        assertThat(heard(swelling(10, 0.9, 1)).inLastMinute()).isZero();
        assertThat(heard(swelling(10, 0.2, 0.15)).inLastMinute())
                .as("too quiet to be an overload")
                .isZero();
        float[] low = new float[5 * RATE_HZ];
        for (int i = 0; i < low.length; i++) {
            low[i] = Math.round(9_000 * Math.sin(2 * Math.PI * 30 * i / RATE_HZ)) / 32_768f;
        }
        assertThat(heard(low).inLastMinute()).as("round tops of 16 bits").isZero();
        float[] struck = struck();
        assertThat(heard(struck).inLastMinute()).as("steep before its top only").isZero();
        for (int i = 0; i < low.length; i++) {
            low[i] = struck[struck.length - 1 - i];
        }
        assertThat(heard(low).inLastMinute()).as("steep behind its top only").isZero();
        assertThat(heard(new float[5 * RATE_HZ]).inLastMinute()).isZero();
    }

    @Test
    void input_when_the_clock_begins_anew_expect_counted_anew() {
        float[] x = swelling(4, 0.97, 0.9);
        ClipCounter counter = new ClipCounter();
        counter.hear(new CapturedClip(RATE_HZ, new float[][] {x}, 1_000_000_000));
        assertThat(counter.inLastMinute()).isBetween(7, 9);

        counter.hear(new CapturedClip(RATE_HZ, new float[][] {new float[RATE_HZ]}, 0));
        assertThat(counter.inLastMinute()).isZero();
    }
}
