package attune.dsp.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.dsp.core.Signals;
import attune.dsp.meter.PeakInterpolator;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruePeakLimiterTest extends ProcessorContract {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double TOLERANCE_DB = 0.05;
    private static final ProcessSpec MONO = new ProcessSpec(48_000, 1);
    private static final ProcessSpec STEREO = new ProcessSpec(48_000, 2);

    @Override
    protected Processor create() {
        return new TruePeakLimiter();
    }

    @Override
    protected ParamSnapshot neutral() {
        return params(-0.1, 120);
    }

    @Override
    protected ParamSnapshot active() {
        return params(-12, 40);
    }

    @Override
    protected double boundLinear() {
        return 1;
    }

    private static ParamSnapshot params(double ceilingDbtp, double releaseMs) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.LIMITER_CEILING, ceilingDbtp);
        params.set(ParamTable.LIMITER_RELEASE, releaseMs);
        return params;
    }

    private static float[] samples(int frames, IntToDoubleFunction value) {
        float[] out = new float[frames];
        for (int i = 0; i < frames; i++) {
            out[i] = (float) value.applyAsDouble(i);
        }
        return out;
    }

    /** Signals that break limiters, up to +40 dB over full scale. */
    private static Map<String, float[]> adversaries(double rate) {
        int frames = (int) (0.4 * rate) / QUANTUM * QUANTUM;
        RandomGenerator random = Signals.random(1);
        float[] noise = samples(frames, i -> 2 * random.nextDouble() - 1);
        Map<String, float[]> signals = new LinkedHashMap<>();
        signals.put("quarter rate, 45 degrees", samples(frames, i -> 4 * Math.sin(Math.PI * i / 2 + Math.PI / 4)));
        signals.put(
                "its bursts",
                samples(frames, i -> (i / 700 % 3 == 1 ? 4 : 0.05) * Math.sin(Math.PI * (i / 2.0 + 0.25))));
        signals.put("square at +40 dB", samples(frames, i -> i / 24 % 2 == 0 ? 100 : -100));
        signals.put("full-scale square", samples(frames, i -> i / 111 % 2 == 0 ? 1 : -1));
        signals.put("impulses", samples(frames, i -> i % 1777 == 5 ? 8 : 0));
        signals.put("twin impulses", samples(frames, i -> i % 1777 == 5 || i % 1777 == 6 ? 8 : 0));
        signals.put("noise bursts at +24 dB", samples(frames, i -> noise[i] * (i / 1000 % 3 == 1 ? 16 : 0.1)));
        signals.put("sweep", samples(frames, i -> 4 * Math.sin(0.44 * Math.PI * i / frames * i)));
        signals.put(
                "clipped chord",
                samples(frames, i -> clip(3 * Math.sin(i * 0.031) + 2 * Math.sin(i * 0.41) + Math.sin(i * 1.13))));
        return signals;
    }

    private static double clip(double value) {
        return Math.max(-1, Math.min(1, value));
    }

    /** Largest magnitude at and after each frame, interpolated; not for the last quantum, whose end is a cut. */
    private static float[] peaks(float[] signal, int factor) {
        PeakInterpolator interpolator = new PeakInterpolator(factor);
        float[] padded = new float[signal.length + 4 * QUANTUM];
        System.arraycopy(signal, 0, padded, QUANTUM, signal.length);
        float[] all = new float[signal.length];
        float[] some = new float[QUANTUM];
        for (int start = 0; start < signal.length - QUANTUM; start += QUANTUM) {
            Arrays.fill(some, 0);
            interpolator.raise(padded, QUANTUM + start, some);
            System.arraycopy(some, 0, all, start, QUANTUM);
        }
        return all;
    }

    private static double truePeakDb(float[] signal, int factor) {
        return db(Signals.peak(new float[][] {peaks(signal, factor)}, 0));
    }

    private static double db(double linear) {
        return 20 * Math.log10(linear);
    }

    @ParameterizedTest
    @ValueSource(doubles = {8_000, 44_100, 48_000, 96_000, 192_000})
    void limiter_when_input_is_adversarial_expect_no_true_peak_above_the_ceiling(double rate) {
        ProcessSpec spec = new ProcessSpec(rate, 1);
        int factor = Math.max(2, PeakInterpolator.factorFor(rate));
        adversaries(rate).forEach((name, signal) -> {
            for (double ceiling : new double[] {-1, -12}) {
                float[][] out = run(prepared(spec, params(ceiling, 20)), new float[][] {signal});
                assertThat(truePeakDb(out[0], factor)).as(name).isLessThanOrEqualTo(ceiling + TOLERANCE_DB);
                assertThat(truePeakDb(out[0], 16)).as("%s, finer", name).isLessThanOrEqualTo(ceiling + 0.3);
            }
        });
    }

    @Test
    void limiter_when_true_peak_stays_under_the_ceiling_expect_the_delayed_input_bit_for_bit() {
        double amplitude = ExactMath.dbToLinear(-1.1);
        float[][] in = {samples(200 * QUANTUM, i -> amplitude * Math.sin(2 * Math.PI * 997 * i / 48_000))};
        Processor limiter = prepared(MONO, params(-1, 120));
        float[][] out = run(limiter, in);
        for (int i = limiter.latencyFrames(); i < in[0].length; i++) {
            assertThat(out[0][i]).isEqualTo(in[0][i - limiter.latencyFrames()]);
        }
    }

    @Test
    void limiter_when_a_tone_is_too_loud_expect_it_just_under_the_ceiling() {
        for (double gainDb : new double[] {3, 12, 40}) {
            double amplitude = ExactMath.dbToLinear(gainDb);
            float[][] in = {samples(750 * QUANTUM, i -> amplitude * Math.sin(2 * Math.PI * 997 * i / 48_000))};
            float[][] out = run(prepared(MONO, params(-1, 120)), in);
            assertThat(truePeakDb(out[0], 16)).isCloseTo(-1, within(0.1));
            assertThat(db(Signals.rms(out[0], 400 * QUANTUM, 700 * QUANTUM))).isCloseTo(-4.01, within(0.15));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {30, 120, 500})
    void limiter_when_a_single_peak_is_over_expect_release_in_the_set_time(double releaseMs) {
        float[] probe = samples(22_500 * QUANTUM, i -> i >= 4800 && i < 4804 ? 3.5 : 0.1);
        float[] out = run(prepared(MONO, params(-1, releaseMs)), new float[][] {probe})[0];
        int latency = prepared(MONO, neutral()).latencyFrames();
        int end = 4804 + latency;
        double deepest = db(out[end] / 0.1);
        assertThat(deepest).isLessThan(-11);
        int after = end + latency + (int) (releaseMs / 1000 * 48_000);
        assertThat(db(out[after] / 0.1)).isBetween(0.16 * deepest, 0.04 * deepest);
        assertThat(out[out.length - 1]).isEqualTo(0.1f);
    }

    @Test
    void limiter_when_it_attacks_expect_a_smooth_gain_before_the_peak() {
        float[] probe = samples(150 * QUANTUM, i -> i >= 4800 && i < 4804 ? 3.5 : 0.1);
        float[] out = run(prepared(MONO, params(-1, 120)), new float[][] {probe})[0];
        for (int i = 128; i < 4800 + 100; i++) {
            assertThat(out[i + 1] - out[i]).as("frame %d", i).isBetween(-0.0016f, 1e-6f);
        }
    }

    @Test
    void limiter_when_one_channel_is_over_expect_the_same_gain_on_both() {
        float[][] in = {
            samples(300 * QUANTUM, i -> 0.1 * Math.sin(i * 0.05) + 0.2),
            samples(300 * QUANTUM, i -> (i / 2000 % 2 == 0 ? 0.1 : 3) * Math.sin(i * 0.11))
        };
        float[][] out = run(prepared(STEREO, params(-1, 60)), in);
        for (int i = 256; i < out[0].length; i++) {
            double left = out[0][i] / in[0][i - 128];
            if (Math.abs(in[1][i - 128]) > 0.01) {
                assertThat(out[1][i] / in[1][i - 128]).isCloseTo((float) left, within(1e-5f));
            }
        }
    }

    @Test
    void limiter_when_the_ceiling_moves_expect_it_kept_from_one_latency_later_on() {
        RandomGenerator random = Signals.random(4);
        float[] in = samples(300 * QUANTUM, i -> (2 * random.nextDouble() - 1) * (i / 1000 % 3 == 1 ? 16 : 0.1));
        double[] ceilings = new double[in.length / QUANTUM];
        for (int q = 0; q < ceilings.length; q++) {
            ceilings[q] = q % 5 == 0 || q == 0 ? -12 + 11 * random.nextDouble() : ceilings[q - 1];
        }
        Processor limiter = prepared(MONO, params(ceilings[0], 20));
        float[][] out = runBlocks(limiter, new float[][] {in}, QUANTUM, start -> params(ceilings[start / QUANTUM], 20));
        float[] peaks = peaks(out[0], 4);
        for (int i = 0; i < peaks.length; i++) {
            double allowed = -20;
            for (int q = Math.max(0, (i - limiter.latencyFrames() - QUANTUM) / QUANTUM); q <= i / QUANTUM; q++) {
                allowed = Math.max(allowed, ceilings[q]);
            }
            assertThat(db(peaks[i] + 1e-9)).as("frame %d", i).isLessThanOrEqualTo(allowed + TOLERANCE_DB);
        }
    }

    @Test
    void gain_reduction_when_read_expect_the_deepest_since_the_last_mark() {
        TruePeakLimiter limiter = new TruePeakLimiter();
        limiter.prepare(MONO);
        limiter.update(params(-1, 20));
        assertThat(limiter.gainReductionDb()).isZero();
        float[][] loud = {samples(100 * QUANTUM, i -> 2 * Math.sin(i * 0.05))};
        limiter.process(loud, loud[0].length);
        assertThat(limiter.gainReductionDb()).isCloseTo(-7.02, within(0.1));
        float[][] silence = Signals.silence(1, 2000 * QUANTUM);
        limiter.process(silence, silence[0].length);
        limiter.markRead();
        assertThat(limiter.gainReductionDb()).isZero();
    }
}
