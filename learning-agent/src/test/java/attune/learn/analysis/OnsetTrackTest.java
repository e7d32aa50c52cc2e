package attune.learn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OnsetTrackTest {
    private static final int RATE_HZ = 16_000;
    private static final int SECONDS = 6;

    /** Decaying notes of changing pitch, so many a second, over a faint floor. */
    private static float[] notes(double perSecond, double level) {
        float[] x = new float[SECONDS * RATE_HZ];
        int period = (int) (RATE_HZ / perSecond);
        for (int i = 0; i < x.length; i++) {
            double age = (double) (i % period) / RATE_HZ;
            double hz = 220 * Math.pow(2, i / period % 5 / 12.0 * 3);
            x[i] = (float) (level * Math.exp(-age / 0.08) * Math.sin(2 * Math.PI * hz * age));
        }
        return x;
    }

    @Test
    void onsets_when_notes_begin_twice_or_five_times_a_second_expect_them_counted() {
        assertThat(new OnsetTrack(notes(2, 0.3)).perSecond()).isCloseTo(2, Offset.offset(0.4));
        assertThat(new OnsetTrack(notes(5, 0.3)).perSecond()).isCloseTo(5, Offset.offset(0.8));
    }

    @Test
    void onsets_when_the_level_falls_by_thirty_decibels_expect_the_same_count() {
        assertThat(new OnsetTrack(notes(4, 0.01)).perSecond()).isCloseTo(4, Offset.offset(0.8));
    }

    @Test
    void onsets_when_a_tone_is_held_or_nothing_sounds_expect_next_to_none() {
        float[] held = new float[SECONDS * RATE_HZ];
        for (int i = 0; i < held.length; i++) {
            held[i] = (float) (0.3 * Math.sin(2 * Math.PI * 440 * i / RATE_HZ));
        }
        assertThat(new OnsetTrack(held).perSecond()).isLessThan(0.5);
        assertThat(new OnsetTrack(new float[2 * RATE_HZ]).perSecond()).isZero();
    }
}
