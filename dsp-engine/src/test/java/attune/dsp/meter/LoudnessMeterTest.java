package attune.dsp.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The synthetic minimum requirements of EBU Tech 3341 (2016, table 1) and EBU Tech 3342 (table 1): stereo sines of 1
 * kHz, levels are peak levels of each channel in dBFS.
 */
class LoudnessMeterTest {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double TONE_HZ = 1000;
    private static final double SILENT_DB = -200;

    /** Feeds stereo tones one after the other, without a break in phase, and remembers what the meter said. */
    private static final class Bench {
        final LoudnessMeter meter = new LoudnessMeter();
        final List<Double> momentary = new ArrayList<>();
        final List<Double> shortTerm = new ArrayList<>();
        private final ProcessSpec spec;
        private final float[][] block = new float[2][QUANTUM];
        private long frame;
        private double endSeconds;

        Bench(double sampleRateHz) {
            spec = new ProcessSpec(sampleRateHz, 2);
            meter.prepare(spec);
        }

        Bench tone(double levelDb, double seconds) {
            endSeconds += seconds;
            double amplitude = levelDb <= SILENT_DB ? 0 : StrictMath.pow(10, levelDb / 20);
            long end = Math.round(endSeconds * spec.sampleRateHz());
            double step = 2 * Math.PI * TONE_HZ / spec.sampleRateHz();
            for (; frame < end; frame++) {
                int i = (int) (frame % QUANTUM);
                block[0][i] = (float) (amplitude * Math.sin(step * frame));
                block[1][i] = block[0][i];
                if (i == QUANTUM - 1) {
                    meter.process(block, QUANTUM);
                    momentary.add(meter.momentaryLufs());
                    shortTerm.add(meter.shortTermLufs());
                }
            }
            return this;
        }

        /** Values from this time on. */
        List<Double> after(List<Double> values, double seconds) {
            return values.subList((int) (seconds * spec.sampleRateHz() / QUANTUM) + 1, values.size());
        }

        double largest(List<Double> values, double fromSeconds, double toSeconds) {
            double perSecond = spec.sampleRateHz() / QUANTUM;
            int to = Math.min(values.size(), (int) (toSeconds * perSecond));
            return values.subList((int) (fromSeconds * perSecond), to).stream()
                    .mapToDouble(v -> v)
                    .max()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {8_000, 11_025, 44_100, 48_000, 88_200, 96_000, 192_000})
    void meter_when_tone_is_steady_expect_its_level(double rate) {
        for (double level : new double[] {-23, -33}) {
            Bench bench = new Bench(rate).tone(level, 20);
            assertThat(bench.meter.momentaryLufs()).isCloseTo(level, within(0.1));
            assertThat(bench.meter.shortTermLufs()).isCloseTo(level, within(0.1));
            assertThat(bench.meter.integratedLufs()).isCloseTo(level, within(0.1));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {44_100, 48_000, 96_000})
    void integrated_when_programme_has_quiet_parts_expect_them_gated(double rate) {
        Bench three = new Bench(rate).tone(-36, 10).tone(-23, 60).tone(-36, 10);
        assertThat(three.meter.integratedLufs()).as("case 3").isCloseTo(-23, within(0.1));
        Bench five = new Bench(rate)
                .tone(-72, 10)
                .tone(-36, 10)
                .tone(-23, 60)
                .tone(-36, 10)
                .tone(-72, 10);
        assertThat(five.meter.integratedLufs()).as("case 4").isCloseTo(-23, within(0.1));
        Bench levels = new Bench(rate).tone(-26, 20).tone(-20, 20.1).tone(-26, 20);
        assertThat(levels.meter.integratedLufs()).as("case 5").isCloseTo(-23, within(0.1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {44_100, 48_000, 96_000})
    void short_term_when_level_alternates_within_its_window_expect_constant(double rate) {
        Bench bench = new Bench(rate);
        for (int i = 0; i < 5; i++) {
            bench.tone(-20, 1.34).tone(-30, 1.66);
        }
        assertThat(bench.after(bench.shortTerm, 3))
                .as("case 9")
                .allSatisfy(v -> assertThat(v).isCloseTo(-23, within(0.1)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {44_100, 48_000, 96_000})
    void momentary_when_level_alternates_within_its_window_expect_constant(double rate) {
        Bench bench = new Bench(rate);
        for (int i = 0; i < 25; i++) {
            bench.tone(-20, 0.18).tone(-30, 0.22);
        }
        assertThat(bench.after(bench.momentary, 1))
                .as("case 12")
                .allSatisfy(v -> assertThat(v).isCloseTo(-23, within(0.1)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {44_100, 48_000})
    void maximum_when_a_tone_fills_the_window_expect_its_level_wherever_it_starts(double rate) {
        for (int i = 0; i < 20; i++) {
            Bench shortTerm =
                    new Bench(rate).tone(SILENT_DB, i * 0.15).tone(-23, 3).tone(SILENT_DB, 1);
            assertThat(shortTerm.meter.maximumShortTermLufs())
                    .as("case 10, segment %d", i)
                    .isCloseTo(-23, within(0.1));
            Bench momentary =
                    new Bench(rate).tone(SILENT_DB, i * 0.02).tone(-23, 0.4).tone(SILENT_DB, 1);
            assertThat(momentary.meter.maximumMomentaryLufs())
                    .as("case 13, segment %d", i)
                    .isCloseTo(-23, within(0.1));
        }
    }

    @Test
    void maximum_when_tones_follow_each_other_expect_successive_values() {
        Bench shortTerm = new Bench(48_000);
        Bench momentary = new Bench(48_000);
        for (int i = 0; i < 20; i++) {
            shortTerm.tone(SILENT_DB, i * 0.15).tone(-38 + i, 3).tone(SILENT_DB, 3 - i * 0.15);
            momentary.tone(SILENT_DB, i * 0.02).tone(-38 + i, 0.4).tone(SILENT_DB, 0.4 - i * 0.02);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(shortTerm.largest(shortTerm.shortTerm, i * 6, i * 6 + 6.01))
                    .as("case 11, segment %d", i)
                    .isCloseTo(-38 + i, within(0.1));
            assertThat(momentary.largest(momentary.momentary, i * 0.8, i * 0.8 + 0.81))
                    .as("case 14, segment %d", i)
                    .isCloseTo(-38 + i, within(0.1));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {44_100, 48_000, 96_000})
    void loudness_range_when_levels_are_steps_expect_their_distance(double rate) {
        assertThat(new Bench(rate).tone(-20, 20).tone(-30, 20).meter.loudnessRangeLu())
                .as("case 1")
                .isCloseTo(10, within(1.0));
        assertThat(new Bench(rate).tone(-20, 20).tone(-15, 20).meter.loudnessRangeLu())
                .as("case 2")
                .isCloseTo(5, within(1.0));
        assertThat(new Bench(rate).tone(-40, 20).tone(-20, 20).meter.loudnessRangeLu())
                .as("case 3")
                .isCloseTo(20, within(1.0));
        Bench five = new Bench(rate)
                .tone(-50, 20)
                .tone(-35, 20)
                .tone(-20, 20)
                .tone(-35, 20)
                .tone(-50, 20);
        assertThat(five.meter.loudnessRangeLu()).as("case 4").isCloseTo(15, within(1.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {8_000, 44_100, 192_000})
    void loudness_range_when_less_than_a_minute_was_heard_expect_it_flagged_unstable(double rate) {
        Bench bench = new Bench(rate).tone(-20, 59.98);
        assertThat(bench.meter.rangeStable()).isFalse();
        bench.tone(-20, 0.05);
        assertThat(bench.meter.rangeStable()).isTrue();
        bench.meter.reset();
        assertThat(bench.meter.rangeStable()).isFalse();
    }

    @Test
    void meter_when_blocks_are_longer_expect_same_values() {
        ProcessSpec spec = new ProcessSpec(44_100, 2);
        float[][] noise = Signals.noise(1, 2, 8 * QUANTUM * 500, 0.3);
        LoudnessMeter small = metered(spec, noise, QUANTUM);
        LoudnessMeter large = metered(spec, noise, 8 * QUANTUM);
        assertThat(large.momentaryLufs()).isEqualTo(small.momentaryLufs());
        assertThat(large.shortTermLufs()).isEqualTo(small.shortTermLufs());
        assertThat(large.integratedLufs()).isEqualTo(small.integratedLufs());
        assertThat(large.loudnessRangeLu()).isEqualTo(small.loudnessRangeLu());
    }

    private static LoudnessMeter metered(ProcessSpec spec, float[][] signal, int blockFrames) {
        LoudnessMeter meter = new LoudnessMeter();
        meter.prepare(spec);
        float[][] block = new float[spec.channels()][blockFrames];
        for (int start = 0; start < signal[0].length; start += blockFrames) {
            for (int c = 0; c < block.length; c++) {
                System.arraycopy(signal[c], start, block[c], 0, blockFrames);
            }
            meter.process(block, blockFrames);
        }
        return meter;
    }

    @Test
    void meter_when_nothing_was_heard_or_it_is_reset_expect_minus_infinity() {
        Bench bench = new Bench(48_000).tone(-23, 4);
        assertThat(bench.momentary.get((int) (0.39 * 48_000 / QUANTUM) - 1)).isEqualTo(Double.NEGATIVE_INFINITY);
        bench.meter.reset();
        assertThat(bench.meter.momentaryLufs()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(bench.meter.shortTermLufs()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(bench.meter.integratedLufs()).isEqualTo(Double.NEGATIVE_INFINITY);
        bench.tone(SILENT_DB, 5);
        assertThat(bench.meter.integratedLufs()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(bench.meter.loudnessRangeLu()).isEqualTo(0.0);
    }

    @Test
    void meter_when_one_channel_of_two_expect_three_decibels_less() {
        ProcessSpec mono = new ProcessSpec(48_000, 1);
        ProcessSpec stereo = new ProcessSpec(48_000, 2);
        int frames = Signals.frames(mono, 2);
        double one =
                metered(mono, Signals.sine(mono, frames, TONE_HZ, 0.1), QUANTUM).integratedLufs();
        double two = metered(stereo, Signals.sine(stereo, frames, TONE_HZ, 0.1), QUANTUM)
                .integratedLufs();
        assertThat(two - one).isCloseTo(3.01, within(0.01));
        assertThat(one).isCloseTo(-23.01, within(0.1));
    }
}
