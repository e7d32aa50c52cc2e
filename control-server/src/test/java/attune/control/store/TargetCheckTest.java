package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.api.LoudnessBasis;
import attune.api.LoudnessTarget;
import attune.api.Normalization;
import attune.api.TargetSource;
import attune.control.store.TargetCheck.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TargetCheckTest {
    private static final double NONE = Double.NEGATIVE_INFINITY;

    private static TargetCheck check(String id, double lufs, double dbtp) throws TargetException {
        return check(id, new MeasuredLoudness(180, lufs, lufs + 4, lufs + 2, 5, dbtp));
    }

    private static TargetCheck check(String id, MeasuredLoudness measured) throws TargetException {
        LoudnessTargets targets = new LoudnessTargets(Path.of("../presets"), Path.of("nowhere"));
        return TargetCheck.of(targets.find(id), measured);
    }

    @Test
    void youtube_when_loud_or_quiet_expect_turned_down_or_left() throws Exception {
        TargetCheck loud = check("youtube", -9, 0);
        assertThat(loud.gainDb()).isCloseTo(-5, within(1e-9));
        assertThat(loud.outcome()).isEqualTo(Outcome.pass);
        assertThat(loud.prediction()).isEqualTo("played 5.0 dB quieter");
        TargetCheck quiet = check("youtube", -18, -3);
        assertThat(quiet.gainDb()).isZero();
        assertThat(quiet.prediction()).isEqualTo("played as it is");
    }

    /** The example on Spotify's own page: −20 LUFS with peaks at −5 dBTP is raised to −16 only. */
    @Test
    void spotify_when_quiet_expect_raised_as_far_as_peaks_allow() throws Exception {
        assertThat(check("spotify", -20, -5).gainDb()).isCloseTo(4, within(1e-9));
        assertThat(check("spotify", -20, -12).gainDb()).isCloseTo(6, within(1e-9));
        assertThat(check("spotify", -20, -0.2).gainDb()).isZero();
        assertThat(check("spotify", -9, -2.5).gainDb()).isCloseTo(-5, within(1e-9));
        assertThat(check("spotify-loud", -20, -1).gainDb()).isCloseTo(9, within(1e-9));
    }

    @Test
    void spotify_when_louder_than_its_level_expect_a_lower_peak_asked_for() throws Exception {
        assertThat(check("spotify", -14, -1.5).outcome()).isEqualTo(Outcome.pass);
        TargetCheck loud = check("spotify", -9, -1.5);
        assertThat(loud.outcome()).isEqualTo(Outcome.fail);
        assertThat(loud.reasons()).containsExactly("true peak −1.5 dBTP, at most −2.0 for sound as loud");
    }

    @Test
    void platform_when_it_publishes_no_rule_for_quiet_sound_expect_no_gain_made_up() throws Exception {
        assertThat(check("deezer", -9, -1).gainDb()).isCloseTo(-6, within(1e-9));
        assertThat(check("deezer", -20, -9).gainDb()).isNull();
        assertThat(check("deezer", -20, -9).prediction()).contains("not published");
    }

    @Test
    void broadcast_when_off_the_level_or_over_the_peak_expect_fail_with_both_reasons() throws Exception {
        assertThat(check("ebu-r128", -23.9, -1).outcome()).isEqualTo(Outcome.pass);
        TargetCheck loud = check("ebu-r128", -18.3, -0.4);
        assertThat(loud.outcome()).isEqualTo(Outcome.fail);
        assertThat(loud.reasons()).containsExactly("4.7 LU too loud", "true peak −0.4 dBTP, at most −1.0");
        assertThat(loud.gainDb()).isZero();
        assertThat(check("atsc-a85", -26.2, -9).reasons()).containsExactly("2.2 LU too quiet");
    }

    @Test
    void commercial_when_a_part_is_loud_expect_its_short_term_named() throws Exception {
        TargetCheck check = check("ebu-r128-s1", new MeasuredLoudness(30, -23, -14, -16.4, 0, -6));
        assertThat(check.outcome()).isEqualTo(Outcome.fail);
        assertThat(check.reasons()).containsExactly("short-term loudness up to −16.4 LUFS, at most −18.0");
    }

    @Test
    void dialogue_target_when_checked_expect_loudness_left_open_and_peaks_judged() throws Exception {
        assertThat(check("netflix", -27, -3).outcome()).isEqualTo(Outcome.open);
        assertThat(check("netflix", -27, -1).outcome()).isEqualTo(Outcome.fail);
        assertThat(check("netflix", -27, -3).reasons())
                .singleElement()
                .asString()
                .contains("dialogue");
    }

    @Test
    void range_limit_when_programme_is_short_expect_open_instead_of_a_verdict() {
        LoudnessTarget house = new LoudnessTarget(
                "house",
                "House",
                -16,
                null,
                null,
                null,
                null,
                8.0,
                LoudnessBasis.programme,
                Normalization.none,
                null,
                new TargetSource("rules", "https://example.org", "2026-01", true),
                null);
        assertThat(TargetCheck.of(house, new MeasuredLoudness(59, -16, -12, -14, 12, -3))
                        .outcome())
                .isEqualTo(Outcome.open);
        TargetCheck wide = TargetCheck.of(house, new MeasuredLoudness(60, -16, -12, -14, 12, -3));
        assertThat(wide.outcome()).isEqualTo(Outcome.fail);
        assertThat(wide.reasons()).containsExactly("loudness range 12.0 LU, at most 8.0");
    }

    @Test
    void silence_when_checked_expect_fail_in_words_and_no_gain() throws Exception {
        TargetCheck check = check("spotify", new MeasuredLoudness(10, NONE, NONE, NONE, 0, NONE));
        assertThat(check.outcome()).isEqualTo(Outcome.fail);
        assertThat(check.reasons()).containsExactly("there is no sound above −70 LUFS");
        assertThat(check.gainDb()).isZero();
    }
}
