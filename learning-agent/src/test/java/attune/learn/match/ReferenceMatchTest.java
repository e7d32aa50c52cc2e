package attune.learn.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.learn.audio.CapturedClip;
import attune.learn.strategy.EqResponse;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceMatchTest {
    private static final double RATE_HZ = 48_000;
    private static final ReferenceMatch.Progress UNWATCHED = (done, total) -> {};
    private static final double[] CENTRES_HZ = {60, 100, 200, 400, 800, 1600, 3200, 6400, 9000, 14_000};

    private static MatchOptions only(MatchPart... parts) {
        return options(100, 6, parts);
    }

    private static MatchOptions options(double amount, double range, MatchPart... parts) {
        return new MatchOptions(amount, range, 0.5, Set.of(parts));
    }

    private static MatchResult match(CapturedClip recording, CapturedClip reference, MatchOptions options)
            throws MatchException {
        return ReferenceMatch.match(recording, MatchReference.of(reference), new ParamSnapshot(), options, UNWATCHED);
    }

    /** Pink within 1 dB (P. Kellet's filter), channels apart. */
    private static float[][] pinkNoise(long seed, double seconds, double amplitude) {
        Random random = new Random(seed);
        float[][] out = new float[2][(int) (seconds * RATE_HZ)];
        for (float[] channel : out) {
            double a = 0;
            double b = 0;
            double c = 0;
            for (int i = 0; i < channel.length; i++) {
                double white = random.nextGaussian();
                a = 0.99765 * a + white * 0.0990460;
                b = 0.96300 * b + white * 0.2965164;
                c = 0.57000 * c + white * 1.0526913;
                channel[i] = (float) (amplitude * 0.15 * (a + b + c + white * 0.1848));
            }
        }
        return out;
    }

    private static CapturedClip clip(float[][] samples) {
        return new CapturedClip(RATE_HZ, samples, 0);
    }

    private static CapturedClip played(float[][] samples, ParamSnapshot params) {
        return new MatchRenderer(clip(samples)).render(params);
    }

    private static float[][] scaled(float[][] samples, double gain) {
        float[][] out = new float[samples.length][samples[0].length];
        for (int c = 0; c < out.length; c++) {
            for (int i = 0; i < out[c].length; i++) {
                out[c][i] = (float) (gain * samples[c][i]);
            }
        }
        return out;
    }

    private static ParamSnapshot eq(double... gains) {
        ParamSnapshot params = new ParamSnapshot();
        for (int b = 0; b < gains.length; b++) {
            params.set(ParamTable.EQ1_GAIN.index() + 3 * b, gains[b]);
        }
        return params;
    }

    /** Curve of a set's equaliser without its mean. */
    private static double[] curve(ParamSnapshot params) {
        double[] gains = new EqResponse(RATE_HZ, CENTRES_HZ).gainsDb(params);
        double mean = 0;
        for (double gain : gains) {
            mean += gain / gains.length;
        }
        for (int i = 0; i < gains.length; i++) {
            gains[i] -= mean;
        }
        return gains;
    }

    private static double gain(ParamSnapshot params, int band) {
        return params.get(ParamTable.EQ1_GAIN.index() + 3 * band);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.1, 3})
    void tone_when_the_reference_went_through_an_equaliser_expect_its_curve_at_any_level(double level)
            throws MatchException {
        ParamSnapshot known = eq(3, 0, -4, 0, 0, 4, 0, -3);
        CapturedClip reference = played(pinkNoise(1, 12, 0.2), known);
        MatchResult result = match(clip(scaled(pinkNoise(2, 12, 0.2), level)), reference, only(MatchPart.TONE));

        double[] expected = curve(known);
        double[] found = curve(result.params());
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("%s Hz", CENTRES_HZ[i]).isCloseTo(expected[i], within(1.0));
        }
        MatchResult.Part tone = result.parts().get(0);
        assertThat(tone.leftAlone()).isNull();
        assertThat(tone.beforeDb()).isGreaterThan(2);
        assertThat(tone.afterDb()).isLessThan(0.6);
    }

    @Test
    void tone_when_amount_is_half_expect_half_the_gains() throws MatchException {
        CapturedClip recording = clip(pinkNoise(3, 8, 0.2));
        CapturedClip reference = played(pinkNoise(3, 8, 0.2), eq(0, 4, 0, 0, -4, 0, 0, 3));
        ParamSnapshot whole =
                match(recording, reference, options(100, 6, MatchPart.TONE)).params();
        ParamSnapshot half =
                match(recording, reference, options(50, 6, MatchPart.TONE)).params();

        assertThat(Math.abs(gain(whole, 4))).isGreaterThan(2.5);
        for (int b = 0; b < 8; b++) {
            boolean kept = gain(half, b) != 0;
            assertThat(gain(half, b)).isCloseTo(kept ? gain(whole, b) / 2 : 0, within(0.01));
        }
    }

    @Test
    void tone_when_far_more_is_missing_than_the_range_expect_no_gain_beyond_it() throws MatchException {
        CapturedClip recording = clip(pinkNoise(4, 8, 0.1));
        CapturedClip reference = played(pinkNoise(4, 8, 0.1), eq(-12, 0, 0, 0, 0, 0, 12, 14));
        for (double range : new double[] {2, 6}) {
            MatchResult result = match(recording, reference, options(150, range, MatchPart.TONE));
            for (int b = 0; b < 8; b++) {
                assertThat(Math.abs(gain(result.params(), b))).isLessThanOrEqualTo(range);
            }
            for (double db : new EqResponse(RATE_HZ, CENTRES_HZ).gainsDb(result.params())) {
                assertThat(Math.abs(db)).isLessThan(range + 0.3);
            }
            assertThat(result.parts().get(0).afterDb())
                    .isLessThan(result.parts().get(0).beforeDb());
        }
    }

    @Test
    void tone_when_the_reference_ends_at_4_kHz_expect_no_cut_above_it() throws MatchException {
        float[][] narrow = pinkNoise(5, 8, 0.2);
        MatchResult result =
                match(clip(pinkNoise(6, 8, 0.2)), new CapturedClip(8_000, narrow, 0), only(MatchPart.TONE));
        double[] gains = new EqResponse(RATE_HZ, new double[] {9_000, 14_000}).gainsDb(result.params());
        assertThat(Math.abs(gains[0])).isLessThan(2);
        assertThat(Math.abs(gains[1])).isLessThan(2);
    }

    @Test
    void tone_when_both_sound_the_same_expect_it_left_alone() throws MatchException {
        MatchResult result =
                match(clip(pinkNoise(7, 20, 0.2)), clip(scaled(pinkNoise(7, 20, 0.2), 0.3)), only(MatchPart.TONE));
        assertThat(result.parts().get(0).leftAlone()).isEqualTo("The tone is the reference's already.");
        assertThat(result.params().sameAs(new ParamSnapshot())).isTrue();
    }

    /** Noise in syllables of changing level. */
    private static float[][] syllables(long seed, double seconds) {
        float[][] out = pinkNoise(seed, seconds, 0.25);
        Random random = new Random(seed + 1);
        int syllable = (int) (0.3 * RATE_HZ);
        double level = 1;
        for (int i = 0; i < out[0].length; i++) {
            if (i % syllable == 0) {
                level = Math.pow(10, (-16 + 16 * random.nextDouble()) / 20);
            }
            for (float[] channel : out) {
                channel[i] *= (float) level;
            }
        }
        return out;
    }

    private static ParamSnapshot compressed(double thresholdDb, double ratio) {
        ParamSnapshot params = new ParamSnapshot();
        for (int b = 0; b < 4; b++) {
            params.set(ParamTable.COMP1_THRESHOLD.index() + 3 * b, thresholdDb);
            params.set(ParamTable.COMP1_THRESHOLD.index() + 3 * b + 1, ratio);
        }
        return params;
    }

    @Test
    void dynamics_when_the_reference_is_a_compressed_copy_expect_most_of_the_distance_gone() throws MatchException {
        float[][] sound = syllables(8, 20);
        CapturedClip reference = played(sound, compressed(-45, 2.5));
        MatchResult result = match(clip(sound), reference, only(MatchPart.DYNAMICS));

        MatchResult.Part dynamics = result.parts().get(0);
        assertThat(dynamics.leftAlone()).isNull();
        assertThat(dynamics.beforeDb()).isGreaterThan(2.5);
        assertThat(dynamics.afterDb()).isLessThan(0.35 * dynamics.beforeDb());
        for (int b = 0; b < 4; b++) {
            assertThat(result.params().get(ParamTable.COMP1_RATIO.index() + 3 * b))
                    .isBetween(1.2, 4.0);
        }
        assertThat(gain(result.params(), 4)).isZero();
    }

    @Test
    void dynamics_when_the_recording_is_the_more_compressed_one_expect_it_left_alone_with_the_reason()
            throws MatchException {
        float[][] sound = syllables(9, 12);
        CapturedClip recording = played(sound, compressed(-45, 3));
        MatchResult result = match(recording, clip(sound), only(MatchPart.DYNAMICS));
        assertThat(result.parts().get(0).leftAlone()).contains("no more compressed than the recording");
        assertThat(result.params().sameAs(new ParamSnapshot())).isTrue();
    }

    @Test
    void dynamics_when_the_reference_hardly_moves_expect_no_ratio_above_four() throws MatchException {
        MatchResult result = match(clip(syllables(10, 12)), clip(pinkNoise(11, 12, 0.2)), only(MatchPart.DYNAMICS));
        for (int b = 0; b < 4; b++) {
            assertThat(result.params().get(ParamTable.COMP1_RATIO.index() + 3 * b))
                    .isBetween(1.0, 4.0);
        }
        assertThat(result.parts().get(0).afterDb())
                .isLessThan(result.parts().get(0).beforeDb());
    }

    @Test
    void dynamics_when_little_is_to_be_gained_expect_it_left_alone_with_the_figure() throws MatchException {
        float[][] sound = syllables(21, 20);
        ParamSnapshot onlyHigh = compressed(-45, 1);
        onlyHigh.set(ParamTable.COMP4_RATIO, 1.6);
        MatchResult result = match(clip(sound), played(sound, onlyHigh), only(MatchPart.DYNAMICS));

        MatchResult.Part dynamics = result.parts().get(0);
        assertThat(dynamics.beforeDb()).isBetween(0.5, 1.5);
        assertThat(dynamics.leftAlone()).matches("What was tried comes only [0-9.]+ dB nearer .*");
        assertThat(dynamics.afterDb()).isEqualTo(dynamics.beforeDb());
        assertThat(result.params().sameAs(new ParamSnapshot())).isTrue();
    }

    /** Steady lows under treble of changing level. */
    private static float[][] liveliness(long seed, boolean lively) {
        float[][] lows = played(pinkNoise(seed, 12, 0.3), eq(0, 0, 0, 0, -12, -18, -18, -18))
                .channels();
        float[][] treble = lively ? syllables(seed + 1, 12) : pinkNoise(seed + 1, 12, 0.1);
        for (int c = 0; c < lows.length; c++) {
            for (int i = 1; i < lows[c].length; i++) {
                boolean loud = !lively || (int) (i / RATE_HZ) % 4 == 0;
                lows[c][i] += (loud ? 0.6f : 0.15f) * (treble[c][i] - treble[c][i - 1]);
            }
        }
        return lows;
    }

    @Test
    void dynamics_when_one_band_loses_far_more_than_the_others_expect_at_most_three_decibels_given_back()
            throws MatchException {
        MatchResult result = match(clip(liveliness(22, true)), clip(liveliness(24, false)), only(MatchPart.DYNAMICS));
        double most = -99;
        for (int b = 0; b < 4; b++) {
            most = Math.max(most, result.params().get(ParamTable.COMP1_GAIN.index() + 3 * b));
        }
        assertThat(result.parts().get(0).leftAlone()).isNull();
        assertThat(most).isEqualTo(3);
    }

    /** Sides under a middle. */
    private static float[][] wide(long seed, double sides) {
        float[][] noise = pinkNoise(seed, 8, 0.2);
        float[][] out = new float[2][noise[0].length];
        for (int i = 0; i < out[0].length; i++) {
            out[0][i] = (float) (noise[0][i] + sides * noise[1][i]);
            out[1][i] = (float) (noise[0][i] - sides * noise[1][i]);
        }
        return out;
    }

    @ParameterizedTest
    @ValueSource(doubles = {30, 60, 150})
    void width_when_the_reference_is_a_copy_of_another_width_expect_that_width(double percent) throws MatchException {
        ParamSnapshot narrowed = new ParamSnapshot();
        narrowed.set(ParamTable.WIDENER_WIDTH, percent);
        float[][] sound = wide(12, 0.4);
        MatchResult result = match(clip(sound), played(sound, narrowed), only(MatchPart.WIDTH));
        assertThat(result.params().get(ParamTable.WIDENER_WIDTH)).isCloseTo(percent, within(0.05 * percent));
        assertThat(result.parts().get(0).afterDb()).isLessThan(0.5);
    }

    @Test
    void width_when_either_is_mono_expect_it_left_alone_with_the_reason() throws MatchException {
        float[] mono = pinkNoise(13, 6, 0.2)[0];
        CapturedClip twice = clip(new float[][] {mono, mono.clone()});
        CapturedClip stereo = clip(wide(14, 0.5));
        assertThat(match(stereo, clip(new float[][] {mono}), only(MatchPart.WIDTH))
                        .parts()
                        .get(0)
                        .leftAlone())
                .isEqualTo("The reference is mono, so its width can't be matched.");
        assertThat(match(stereo, twice, only(MatchPart.WIDTH)).parts().get(0).leftAlone())
                .isEqualTo("The reference is mono, so its width can't be matched.");
        assertThat(match(twice, stereo, only(MatchPart.WIDTH)).parts().get(0).leftAlone())
                .isEqualTo("The recording is mono, so it has no sides to widen.");
    }

    @Test
    void curve_when_music_is_dull_expect_more_treble_and_nothing_said_about_the_rest() throws MatchException {
        float[][] dull =
                played(pinkNoise(15, 8, 0.2), eq(0, 0, 0, 0, -6, -12, -14, -16)).channels();
        MatchResult result = ReferenceMatch.match(
                clip(dull), MatchReference.of(TargetCurve.MUSIC), new ParamSnapshot(), MatchOptions.DEFAULT, UNWATCHED);
        assertThat(gain(result.params(), 6)).isPositive();
        assertThat(result.parts())
                .extracting(MatchResult.Part::part)
                .containsExactly(MatchPart.TONE, MatchPart.DYNAMICS, MatchPart.WIDTH);
        assertThat(result.parts().get(0).afterDb())
                .isLessThan(result.parts().get(0).beforeDb());
        assertThat(result.parts().get(1).leftAlone()).isEqualTo("A target curve says nothing about dynamics.");
        assertThat(result.parts().get(2).leftAlone()).isEqualTo("A target curve says nothing about width.");
    }

    @Test
    void match_when_a_set_is_started_from_expect_only_the_matched_stages_changed() throws MatchException {
        ParamSnapshot start = eq(6, 0, 0, 0, 0, 0, 0, 0);
        start.set(ParamTable.HPF_CORNER, 60);
        start.set(ParamTable.EXCITER_AMOUNT, 10);
        float[][] sound = pinkNoise(16, 8, 0.2);
        CapturedClip reference = played(sound, eq(0, 0, 0, 0, 0, 5, 0, 0));
        MatchResult result =
                ReferenceMatch.match(clip(sound), MatchReference.of(reference), start, only(MatchPart.TONE), UNWATCHED);
        assertThat(gain(result.params(), 0)).isLessThan(3);
        assertThat(gain(result.params(), 5)).isBetween(3.5, 6.0);
        for (ParamTable param : ParamTable.all()) {
            if (param.spec().stage() != MatchPart.TONE.stage()) {
                assertThat(result.params().get(param)).as(param.id()).isEqualTo(start.get(param));
            }
        }
    }

    @Test
    void match_when_the_program_lacks_a_stage_expect_it_said() throws MatchException {
        ParamSnapshot start = new ParamSnapshot();
        start.set(ParamTable.PROGRAM, 1);
        MatchResult result = ReferenceMatch.match(
                clip(wide(17, 0.5)), MatchReference.of(clip(wide(18, 0.2))), start, only(MatchPart.WIDTH), UNWATCHED);
        assertThat(result.parts().get(0).leftAlone())
                .isEqualTo("The chain program Speech has no stage 'Stereo width'.");
    }

    @Test
    void match_when_there_is_too_little_sound_expect_one_sentence() {
        CapturedClip sound = clip(pinkNoise(19, 6, 0.2));
        assertThatThrownBy(() -> match(clip(new float[2][400_000]), sound, MatchOptions.DEFAULT))
                .isInstanceOf(MatchException.class)
                .hasMessage("The recording is silent; at least 3 s of sound are needed.");
        assertThatThrownBy(() -> match(clip(pinkNoise(19, 0.02, 0.2)), sound, MatchOptions.DEFAULT))
                .hasMessage("The recording is too short: it lasts 0.02 s; at least 3 s of sound are needed.");
        float[][] bursts = new float[2][400_000];
        System.arraycopy(pinkNoise(20, 2, 0.2)[0], 0, bursts[0], 100_000, 96_000);
        assertThatThrownBy(() -> match(sound, clip(bursts), MatchOptions.DEFAULT))
                .isInstanceOf(MatchException.class)
                .hasMessageMatching("The reference holds 2\\.[01] s of sound; at least 3 s are needed\\.");
    }

    @Test
    void options_when_out_of_range_expect_name_value_and_what_is_allowed() {
        assertThatThrownBy(() -> new MatchOptions(151, 6, 0.5, EnumSet.allOf(MatchPart.class)))
                .hasMessage("amountPercent=151.0, allowed are 0.0 to 150.0");
        assertThatThrownBy(() -> new MatchOptions(100, Double.NaN, 0.5, EnumSet.allOf(MatchPart.class)))
                .hasMessage("rangeDb=NaN, allowed are 0.0 to 18.0");
        assertThatThrownBy(() -> new MatchOptions(100, 6, 0.5, Set.of()))
                .hasMessage("parts=none, allowed are tone, dynamics and width");
    }
}
