package attune.dsp.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.param.ParamTable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoiseProfileTest {
    private static final int BANDS = NoiseProfile.BANDS;
    private static final double HOP_SECONDS = 1 / 200.0;

    private static NoiseProfile profile(double rateHz, int frames) {
        return new NoiseProfile(frames / 2 + 1, rateHz / frames, HOP_SECONDS, 1e-5);
    }

    /** Falls by so many dB a half octave. */
    private static double[] sloping(double highestDb, double slopeDb) {
        double[] bands = new double[BANDS];
        for (int b = 0; b < BANDS; b++) {
            bands[b] = highestDb - slopeDb * b;
        }
        return bands;
    }

    private static double levelAt(NoiseProfile profile, float[] tracked, int band) {
        double[] bands = new double[BANDS];
        profile.measure(tracked, bands);
        return bands[band];
    }

    @ParameterizedTest
    @CsvSource({"48000,1024,0", "48000,1024,1.5", "48000,512,3", "16000,256,1.5", "192000,4096,-1.5", "8000,128,0"})
    void profile_when_nothing_is_tracked_expect_what_was_kept(double rateHz, int frames, double slopeDb) {
        NoiseProfile profile = profile(rateHz, frames);
        double[] bands = sloping(-50, slopeDb);
        profile.keep(bands, 1);
        float[] merged = profile.merge(new float[frames / 2 + 1], 0, 1);
        double binHz = rateHz / frames;
        for (int b = 0; b < BANDS; b++) {
            double lowerHz = 40 * Math.pow(2, b / 2.0);
            if (lowerHz > 2 * binHz && lowerHz * Math.sqrt(2) < rateHz / 2) {
                assertThat(levelAt(profile, merged, b)).as("band %d", b).isCloseTo(bands[b], within(1.0));
            }
        }
    }

    @Test
    void profile_when_tracked_noise_is_louder_expect_the_tracked_one() {
        NoiseProfile profile = profile(48_000, 1024);
        profile.keep(sloping(-60, 0), 1);
        float[] tracked = new float[513];
        Arrays.fill(tracked, 1e3f);
        assertThat(profile.merge(tracked, 1, 1)).isEqualTo(tracked);
    }

    @Test
    void profile_when_share_is_a_half_expect_half_the_power() {
        NoiseProfile profile = profile(48_000, 1024);
        float[] nothing = new float[513];
        profile.keep(sloping(-50, 0), 1);
        double whole = profile.merge(nothing, 0, 1)[100];
        profile.keep(sloping(-50, 0), 0.5);
        assertThat(profile.merge(nothing, 0, 1)[100] / whole).isCloseTo(0.5, within(1e-4));
    }

    @Test
    void profile_when_nothing_was_learned_or_counts_expect_none() {
        NoiseProfile profile = profile(48_000, 1024);
        profile.keep(sloping(ParamTable.NO_NOISE_DB, 0), 1);
        assertThat(profile.isPresent()).isFalse();
        profile.keep(sloping(-50, 0), 0);
        assertThat(profile.isPresent()).isFalse();
    }

    @Test
    void profile_when_some_bands_were_never_learned_expect_nothing_kept_there() {
        NoiseProfile profile = profile(48_000, 1024);
        double[] bands = sloping(-50, 0);
        Arrays.fill(bands, 14, BANDS, ParamTable.NO_NOISE_DB);
        profile.keep(bands, 1);
        float[] merged = profile.merge(new float[513], 0, 1);
        assertThat(levelAt(profile, merged, 12)).isCloseTo(-50, within(1.0));
        assertThat(levelAt(profile, merged, 16)).isLessThan(-110);
    }

    @Test
    void profile_when_noise_has_stopped_expect_it_kept_for_two_seconds_and_then_let_go() {
        NoiseProfile profile = profile(48_000, 1024);
        profile.keep(sloping(-50, 0), 1);
        float[] nothing = new float[513];
        double whole = profile.merge(nothing, 0, 1)[100];
        float[] tracked = new float[513];
        Arrays.fill(tracked, (float) (1e-4 * whole));
        double[] dbAfter = new double[9 * 200];
        for (int f = 0; f < dbAfter.length; f++) {
            dbAfter[f] = 10 * Math.log10(profile.merge(tracked, 1, 1)[100] / whole);
        }
        assertThat(dbAfter[380]).isCloseTo(0, within(0.01));
        assertThat(dbAfter[400 + 200]).isCloseTo(-12, within(0.2));
        assertThat(dbAfter[1799]).isCloseTo(-40, within(0.01));
        // back as far as the noise is, at once
        Arrays.fill(tracked, (float) (0.1 * whole));
        profile.merge(tracked, 1, 1);
        assertThat(10 * Math.log10(profile.merge(nothing, 0.5f, 1)[100] / whole))
                .isCloseTo(-10, within(0.5));
    }

    @Test
    void profile_when_noise_rests_for_a_second_expect_it_kept() {
        NoiseProfile profile = profile(48_000, 1024);
        profile.keep(sloping(-50, 0), 1);
        float[] none = new float[513];
        double whole = profile.merge(none, 0, 1)[100];
        float[] back = new float[513];
        Arrays.fill(back, (float) (0.7 * whole));
        for (int turn = 0; turn < 10; turn++) {
            for (int f = 0; f < 200; f++) {
                assertThat(profile.merge(none, 1, 1)[100] / whole).isCloseTo(1, within(0.01));
            }
            profile.merge(back, 1, 1);
        }
    }
}
