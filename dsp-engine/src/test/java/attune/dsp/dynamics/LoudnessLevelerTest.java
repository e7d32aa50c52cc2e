package attune.dsp.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.dsp.core.Signals;
import attune.dsp.meter.LoudnessMeter;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoudnessLevelerTest extends ProcessorContract {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final ProcessSpec MONO = new ProcessSpec(16_000, 1);
    private static final double TARGET_LUFS = -19;

    @Override
    protected Processor create() {
        return new LoudnessLeveler();
    }

    @Override
    protected ParamSnapshot neutral() {
        return params(0, 1);
    }

    @Override
    protected ParamSnapshot active() {
        return params(18, 10);
    }

    private static ParamSnapshot params(double rangeDb, double speed) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.LEVELER_RANGE, rangeDb);
        params.set(ParamTable.LEVELER_SPEED, speed);
        return params;
    }

    private static int frames(double seconds) {
        return Signals.frames(MONO, seconds);
    }

    private static float[] tone(double seconds) {
        return Signals.sine(MONO, frames(seconds), 1000, 0.1)[0];
    }

    /** Steady noise, softened like that of a room. */
    private static float[] noise(double seconds) {
        float[] out = Signals.noise(3, 1, frames(seconds), 0.5)[0];
        for (int i = 1; i < out.length; i++) {
            out[i] = 0.7f * out[i - 1] + 0.3f * out[i];
        }
        return out;
    }

    /** Like speech in its level: syllables of 120 to 300 ms, words of three with a short rest, a breath every 3 s. */
    private static float[] syllables(double seconds) {
        float[] out = Signals.noise(5, 1, frames(seconds), 0.3)[0];
        RandomGenerator random = Signals.random(6);
        int at = 0;
        for (int n = 0; at < out.length; n++) {
            int length = (int) ((0.12 + 0.18 * random.nextDouble()) * MONO.sampleRateHz());
            double loud = 0.4 + 0.6 * random.nextDouble();
            boolean rest = n % 4 == 3;
            double stretch = n % 16 == 15 ? 2.5 : 1;
            int end = Math.min(out.length, at + (int) (length * stretch));
            for (int i = at; i < end; i++) {
                out[i] *= (float) (rest ? 0.003 : loud * Math.sin(Math.PI * (i - at) / (end - at)) + 0.003);
            }
            at = end;
        }
        return out;
    }

    private static float[] at(double lufs, float[] signal) {
        double gainDb = lufs - loudness(signal, 0, signal.length);
        float[] out = signal.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] *= (float) StrictMath.pow(10, gainDb / 20);
        }
        return out;
    }

    private static double loudness(float[] signal, int from, int to) {
        LoudnessMeter meter = new LoudnessMeter();
        meter.prepare(MONO);
        float[][] block = new float[1][QUANTUM];
        for (int start = from; start + QUANTUM <= to; start += QUANTUM) {
            System.arraycopy(signal, start, block[0], 0, QUANTUM);
            meter.process(block, QUANTUM);
        }
        return meter.integratedLufs();
    }

    private static float[] join(float[]... parts) {
        float[][][] planar = new float[parts.length][][];
        for (int i = 0; i < parts.length; i++) {
            planar[i] = new float[][] {parts[i]};
        }
        return Signals.concat(planar)[0];
    }

    private static float[] mixed(float[] a, float[] b) {
        float[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += b[i % b.length];
        }
        return out;
    }

    /** One pass through a leveler, with its gain after every quantum. */
    private static final class Pass {
        final LoudnessLeveler leveler = new LoudnessLeveler();
        final List<Double> gainsDb = new ArrayList<>();
        float[] out = {};

        Pass(double rangeDb) {
            leveler.setTargetLufs(TARGET_LUFS);
            leveler.prepare(MONO);
            leveler.update(params(rangeDb, 1));
        }

        Pass play(float[] in) {
            out = in.clone();
            float[][] block = new float[1][QUANTUM];
            for (int start = 0; start < in.length; start += QUANTUM) {
                System.arraycopy(in, start, block[0], 0, QUANTUM);
                leveler.process(block, QUANTUM);
                System.arraycopy(block[0], 0, out, start, QUANTUM);
                gainsDb.add(leveler.gainDb());
            }
            return this;
        }

        double loudnessBetween(double fromSeconds, double toSeconds) {
            return loudness(out, frames(fromSeconds), Math.min(out.length, frames(toSeconds)));
        }

        double gainAt(double seconds) {
            return gainsDb.get((int) (seconds * MONO.sampleRateHz() / QUANTUM) - 1);
        }

        double largestChange(double fromSeconds, double toSeconds, double windowSeconds) {
            int window = (int) (windowSeconds * MONO.sampleRateHz() / QUANTUM);
            double largest = 0;
            for (int q = frames(fromSeconds) / QUANTUM; q + window < frames(toSeconds) / QUANTUM; q++) {
                largest = Math.max(largest, Math.abs(gainsDb.get(q + window) - gainsDb.get(q)));
            }
            return largest;
        }
    }

    @ParameterizedTest
    @CsvSource({"tone, -38", "tone, -8", "noise, -34", "noise, -10", "speech, -34", "speech, -28", "speech, -8"})
    void leveler_when_level_is_constant_expect_the_target_after_ten_seconds(String kind, double lufs) {
        float[] signal = "tone".equals(kind) ? tone(25) : "noise".equals(kind) ? noise(25) : syllables(25);
        Pass pass = new Pass(24).play(at(lufs, signal));
        assertThat(pass.loudnessBetween(10, 25)).isCloseTo(TARGET_LUFS, within(1.0));
        assertThat(pass.largestChange(12, 25, 0.3)).as("within a word").isLessThan(0.3);
    }

    @Test
    void leveler_when_sections_differ_by_twenty_decibels_expect_them_closer() {
        float[] speech = syllables(40);
        float[] in = join(at(-19, speech), at(-39, speech), at(-19, speech), at(-29, speech));
        Pass pass = new Pass(24).play(mixed(in, at(-62, noise(10))));
        for (int section = 0; section < 4; section++) {
            assertThat(pass.loudnessBetween(40 * section + 30, 40 * section + 40))
                    .as("section %d", section)
                    .isCloseTo(TARGET_LUFS, within(3.0));
        }
    }

    @Test
    void leveler_when_speech_pauses_expect_its_noise_not_raised() {
        for (double noiseLufs : new double[] {-65, -50, -42}) {
            float[] speech = at(-28, syllables(15));
            float[] in = join(speech, new float[frames(25)], speech);
            Pass pass = new Pass(18).play(mixed(in, at(noiseLufs, noise(10))));
            assertThat(pass.largestChange(15.5, 40, 24))
                    .as("noise at %s", noiseLufs)
                    .isLessThan(0.2);
            assertThat(pass.loudnessBetween(42, 55)).isCloseTo(TARGET_LUFS, within(1.0));
        }
    }

    @Test
    void leveler_when_only_room_noise_is_heard_yet_expect_no_gain() {
        Pass pass = new Pass(18).play(join(at(-47, noise(10)), at(-27, syllables(15))));
        assertThat(pass.gainAt(9.9)).isZero();
        assertThat(pass.loudnessBetween(18, 25)).isCloseTo(TARGET_LUFS, within(1.0));
    }

    @Test
    void leveler_when_sound_gets_much_louder_expect_it_turned_down_within_seconds() {
        Pass pass = new Pass(24).play(join(at(-39, syllables(20)), at(-17, syllables(20))));
        assertThat(pass.loudnessBetween(25, 28)).isLessThan(TARGET_LUFS + 4);
        assertThat(pass.loudnessBetween(30, 40)).isCloseTo(TARGET_LUFS, within(1.5));
    }

    @Test
    void leveler_when_a_bang_interrupts_expect_hardly_a_change() {
        float[] in = at(-28, syllables(30));
        for (int i = frames(20); i < frames(20.2); i++) {
            in[i] += (float) (0.7 * Math.sin(i * 0.05));
        }
        Pass pass = new Pass(18).play(in);
        assertThat(Math.abs(pass.gainAt(23) - pass.gainAt(19.9))).isLessThan(1.5);
    }

    @Test
    void leveler_when_a_gain_is_remembered_expect_it_from_the_first_quantum() {
        LoudnessLeveler leveler = new LoudnessLeveler();
        leveler.setTargetLufs(TARGET_LUFS);
        leveler.rememberGainDb(9);
        leveler.prepare(MONO);
        leveler.update(params(18, 1));
        float[][] in = {at(-28, syllables(10))};
        float first = in[0][0];
        leveler.process(in, QUANTUM);
        assertThat(in[0][0]).isCloseTo(first * (float) Math.pow(10, 0.45), within(1e-6f));
        leveler.process(in, frames(9.5));
        assertThat(leveler.gainDb()).isCloseTo(9, within(1.0));
        leveler.rememberGainDb(30);
        leveler.reset();
        leveler.update(params(12, 1));
        assertThat(leveler.gainDb()).as("bounded by the range").isEqualTo(12);
    }

    @Test
    void leveler_when_the_target_is_out_of_reach_expect_the_range_kept() {
        Pass up = new Pass(6).play(at(-40, syllables(20)));
        assertThat(up.gainsDb).allSatisfy(gain -> assertThat(gain).isBetween(-6.0, 6.0));
        assertThat(up.gainAt(19)).isCloseTo(6.0, within(0.01));
    }

    @Test
    void leveler_when_settled_expect_no_faster_rise_than_its_speed() {
        Pass pass = new Pass(24).play(join(at(-19, syllables(15)), at(-27, syllables(20))));
        assertThat(pass.largestChange(15, 35, 1)).isLessThan(1.05);
        assertThat(pass.loudnessBetween(29, 35)).isCloseTo(TARGET_LUFS, within(2.0));
    }
}
