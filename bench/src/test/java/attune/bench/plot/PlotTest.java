package attune.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.dynamics.TruePeakLimiter;
import attune.dsp.filter.HighPassFilter;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {
    private static final Axis LEVELS = Axis.linear("gain in dB", -60, 0, 20);

    @TempDir
    Path folder;

    @Test
    void response_when_stage_is_a_high_pass_expect_its_corner_and_slope() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.HPF_CORNER, 100);
        double[] db = Probe.responseDb(new HighPassFilter(), params, new double[] {25, 50, 100, 1000});
        assertThat(db[2]).isCloseTo(-3.0, within(0.1));
        assertThat(db[1] - db[0]).isCloseTo(12, within(0.4));
        assertThat(db[3]).isCloseTo(0, within(0.01));
    }

    @Test
    void static_curve_when_stage_is_a_limiter_expect_the_level_below_and_the_ceiling_above() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.LIMITER_CEILING, -6);
        double[] out = Probe.staticCurveDb(new TruePeakLimiter(), params, 400, new double[] {-20, 0});
        assertThat(out[0]).isCloseTo(-20, within(0.01));
        assertThat(out[1]).isCloseTo(-6, within(0.05));
    }

    @Test
    void axis_when_logarithmic_expect_equal_ratios_equally_far_apart_and_round_ticks() {
        Axis axis = Axis.frequency(20, 20_000);
        assertThat(axis.position(20)).isZero();
        assertThat(axis.position(20_000)).isEqualTo(1);
        assertThat(axis.position(200)).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(axis.ticks()).contains(20.0, 50.0, 1000.0, 20_000.0).doesNotContain(10.0);
        assertThat(Axis.text(-0.04)).isEqualTo("−0.04");
        assertThat(Axis.text(20_000)).isEqualTo("20k");
    }

    @Test
    void sheet_when_written_expect_a_picture_with_the_line_where_its_values_are() throws Exception {
        Chart chart = new Chart("heading", Axis.linear("time in s", 0, 10, 1), LEVELS);
        chart.line("flat", new double[] {0, 10}, new double[] {-20, -20});
        Path file = folder.resolve("flat.png");
        new Sheet("title", "subtitle").add(chart, 400).write(file);

        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(1200);
        assertThat(image.getHeight()).isGreaterThan(400);
        int top = firstBlue(image, 500);
        assertThat(firstBlue(image, 200)).isEqualTo(top);
        int frameTop = 78 + 34;
        int frameBottom = 78 + 400 - 62;
        assertThat(top).isCloseTo(frameTop + (frameBottom - frameTop) / 3, within(3));
    }

    private static int firstBlue(BufferedImage image, int x) {
        for (int y = 0; y < image.getHeight(); y++) {
            Color colour = new Color(image.getRGB(x, y));
            if (colour.getBlue() > 150 && colour.getRed() < 60) {
                return y;
            }
        }
        return -1;
    }

    @Test
    void chart_when_a_name_would_be_cut_off_expect_it_refused() {
        Chart chart = new Chart("", LEVELS, LEVELS);
        chart.line("a name that is far too long for the legend", new double[] {0}, new double[] {0});
        assertThatThrownBy(() -> new Sheet("", "").add(chart, 300).image()).hasMessageContaining("too long");
    }

    @Test
    void spectrogram_when_sound_is_a_tone_expect_it_bright_at_its_height_only() {
        float[] tone = new float[48_000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * 5000 * i / 48_000));
        }
        BufferedImage image = new Sheet("", "")
                .add(new Spectrogram("tone", tone, 48_000, 10_000), 300)
                .image();
        int middle = 78 + 30 + 110;
        assertThat(brightness(image, 600, middle)).isGreaterThan(600);
        assertThat(brightness(image, 600, middle - 60)).isLessThan(100);
        assertThat(brightness(image, 600, middle + 60)).isLessThan(100);
    }

    private static int brightness(BufferedImage image, int x, int around) {
        int most = 0;
        for (int y = around - 3; y <= around + 3; y++) {
            Color colour = new Color(image.getRGB(x, y));
            most = Math.max(most, colour.getRed() + colour.getGreen() + colour.getBlue());
        }
        return most;
    }
}
