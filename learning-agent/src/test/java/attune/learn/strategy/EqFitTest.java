package attune.learn.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import attune.param.ParamSnapshot;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EqFitTest {
    private static final double[] CENTRES_HZ = {
        100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000
    };

    @Test
    void fit_when_correction_is_what_the_equaliser_can_do_expect_finds_its_gains() {
        EqFit fit = new EqFit(48_000, CENTRES_HZ);
        double[] gains = {4, 0, -3, 0, 0, 5, 0, -6};
        double[] wish = new EqResponse(48_000, CENTRES_HZ).gainsDb(EqFit.withGains(new ParamSnapshot(), gains));

        double[] reached =
                new EqResponse(48_000, CENTRES_HZ).gainsDb(EqFit.withGains(new ParamSnapshot(), fit.fit(wish)));

        for (int i = 0; i < wish.length; i++) {
            assertThat(reached[i]).isCloseTo(wish[i], org.assertj.core.data.Offset.offset(1.0));
        }
    }

    @Test
    void fit_when_voice_is_dull_expect_tilt_is_mended_to_within_a_decibel() {
        double[] wish = new double[CENTRES_HZ.length];
        for (int i = 0; i < wish.length; i++) {
            wish[i] = CENTRES_HZ[i] < 2000 ? 0 : 4 * Math.log(CENTRES_HZ[i] / 2000) / Math.log(2);
        }
        double[] gains = new EqFit(44_100, CENTRES_HZ).fit(wish);
        double[] reached = new EqResponse(44_100, CENTRES_HZ).gainsDb(EqFit.withGains(new ParamSnapshot(), gains));

        double worst = 0;
        for (int i = 0; i < wish.length; i++) {
            worst = Math.max(worst, Math.abs(reached[i] - wish[i]));
        }
        assertThat(worst).isLessThan(1.2);
    }

    @Test
    void fit_when_far_more_is_wished_than_allowed_expect_no_gain_beyond_nine_decibels() {
        double[] wish = new double[CENTRES_HZ.length];
        Arrays.fill(wish, 20);

        for (double gain : new EqFit(48_000, CENTRES_HZ).fit(wish)) {
            assertThat(Math.abs(gain)).isLessThanOrEqualTo(EqFit.LARGEST_GAIN_DB);
        }
    }

    @Test
    void fit_when_nothing_is_wished_expect_every_band_off() {
        assertThat(new EqFit(48_000, CENTRES_HZ).fit(new double[CENTRES_HZ.length]))
                .containsOnly(0);
    }
}
