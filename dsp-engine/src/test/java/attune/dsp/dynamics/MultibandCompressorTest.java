package attune.dsp.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.dsp.core.Signals;
import attune.dsp.meter.LoudnessMeter;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every stage, and what a compressor must do to each band, over time, and to nothing else. */
class MultibandCompressorTest extends ProcessorContract {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int BANDS = MultibandCompressor.BANDS;
    private static final double RATE = 48_000;
    private static final ProcessSpec MONO = new ProcessSpec(RATE, 1);
    private static final ProcessSpec STEREO = new ProcessSpec(RATE, 2);
    private static final int LATENCY = LatencyTable.compressorFrames(RATE, LatencyMode.QUALITY);
    /** In the middle of each band when its neighbours are as narrow as they can be. */
    private static final double[] TONE_HZ = {50, 400, 2000, 14_000};

    @Override
    protected Processor create() {
        return new MultibandCompressor();
    }

    @Override
    protected ParamSnapshot neutral() {
        return new ParamSnapshot();
    }

    @Override
    protected ParamSnapshot active() {
        ParamSnapshot params = new ParamSnapshot();
        for (int b = 0; b < BANDS; b++) {
            band(params, b, -50, 3 + b, 6 - 4 * b);
        }
        params.set(ParamTable.COMP_SPLIT1, 90);
        return params;
    }

    private static void band(ParamSnapshot params, int band, double thresholdDb, double ratio, double gainDb) {
        int at = ParamTable.COMP1_THRESHOLD.index() + 3 * band;
        params.set(at, thresholdDb);
        params.set(at + 1, ratio);
        params.set(at + 2, gainDb);
    }

    /** One band working, as wide as it can be, from full scale, without knee, make-up and look-ahead. */
    private static ParamSnapshot only(int band, double thresholdDb, double ratio) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.COMP_REFERENCE, 0);
        params.set(ParamTable.COMP_KNEE, 0);
        params.set(ParamTable.COMP_MAKEUP, 0);
        params.set(ParamTable.COMP_LOOKAHEAD, 0);
        double[][] corners = {{500, 3000, 14_000}, {50, 3000, 14_000}, {50, 300, 14_000}, {50, 300, 2000}};
        params.set(ParamTable.COMP_SPLIT1, corners[band][0]);
        params.set(ParamTable.COMP_SPLIT2, corners[band][1]);
        params.set(ParamTable.COMP_SPLIT3, corners[band][2]);
        band(params, band, thresholdDb, ratio, 0);
        return params;
    }

    private static double linear(double db) {
        return Math.pow(10, db / 20);
    }

    private static double db(double linear) {
        return 20 * Math.log10(linear);
    }

    private static float[][] tone(ProcessSpec spec, double seconds, double hz, double levelDb) {
        return Signals.sine(spec, Signals.frames(spec, seconds), hz, linear(levelDb));
    }

    private static float[][] scaled(float[][] signal, double gainDb) {
        float[][] out = Signals.copy(signal);
        for (float[] channel : out) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] *= (float) linear(gainDb);
            }
        }
        return out;
    }

    private float[][] compress(ParamSnapshot params, float[][] in) {
        return run(prepared(new ProcessSpec(RATE, in.length), params), in);
    }

    /** Gain from {@code from} to before {@code to}, on the input's clock. */
    private static double gainDb(float[] in, float[] out, int from, int to) {
        return db(Signals.rms(out, from + LATENCY, to + LATENCY) / Signals.rms(in, from, to));
    }

    private double settledGainDb(ParamSnapshot params, double hz, double levelDb) {
        float[][] in = tone(MONO, 2, hz, levelDb);
        int end = in[0].length - LATENCY;
        return gainDb(in[0], compress(params, in)[0], end - 24_000, end);
    }

    @ParameterizedTest
    @CsvSource({
        "-24, 2, -30, 0",
        "-24, 2, -24, 0",
        "-24, 2, -14, -5",
        "-24, 2, -4, -10",
        "-30, 4, -26, -3",
        "-30, 4, -10, -15",
        "-40, 10, -35, -4.5",
        "-40, 10, -20, -18",
        "-12, 1.3, -2, -2.3077"
    })
    void compressor_when_a_band_is_over_its_threshold_expect_its_static_curve(
            double thresholdDb, double ratio, double levelDb, double gainDb) {
        for (int b = 0; b < BANDS; b++) {
            assertThat(settledGainDb(only(b, thresholdDb, ratio), TONE_HZ[b], levelDb))
                    .as("band %d", b)
                    .isCloseTo(gainDb, within(0.2));
        }
    }

    @ParameterizedTest
    @CsvSource({"-37, 0", "-36, 0", "-33, -0.28125", "-30, -1.125", "-26, -3.125", "-24, -4.5", "-14, -12"})
    void compressor_when_it_has_a_knee_expect_the_ratio_to_come_in_softly(double levelDb, double gainDb) {
        for (int b = 0; b < BANDS; b++) {
            ParamSnapshot params = only(b, -30, 4);
            params.set(ParamTable.COMP_KNEE, 12);
            assertThat(settledGainDb(params, TONE_HZ[b], levelDb))
                    .as("band %d", b)
                    .isCloseTo(gainDb, within(0.2));
        }
    }

    @Test
    void compressor_when_a_low_tone_is_compressed_expect_it_undistorted() {
        ParamSnapshot params = only(0, -40, 10);
        params.set(ParamTable.COMP_ATTACK, 0.5);
        params.set(ParamTable.COMP_RELEASE, 20);
        float[][] in = tone(MONO, 1, 60, -10);
        float[] out = compress(params, in)[0];
        int period = 800;
        for (int i = out.length - 10 * period; i < out.length; i++) {
            double halfWaveBefore = -out[i - period / 2];
            assertThat((double) out[i]).isCloseTo(halfWaveBefore, within(1e-5));
            double quarter = out[i - period / 4];
            assertThat(Math.hypot(out[i], quarter))
                    .as("frame %d", i)
                    .isCloseTo(linear(-37), within(0.01 * linear(-37)));
        }
    }

    /**
     * Milliseconds from {@code fromMs} until the gain has crossed {@code gainDb}, looked at from {@code waitMs} later on.
     *
     * @param window frames over which a gain is measured: whole periods
     */
    private static double millisecondsTo(
            float[] in, float[] out, int window, int fromMs, int waitMs, double gainDb, boolean downwards) {
        int middle = 48 * (fromMs + waitMs);
        while (gainDb(in, out, middle - window / 2, middle + window / 2) > gainDb == downwards) {
            middle += 6;
        }
        return middle / 48.0 - fromMs;
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2000, 24, 5, 180", "2, 2000, 24, 15, 180", "2, 2000, 24, 40, 100", "2, 2000, 24, 150, 1000",
        "2, 2000, 24, 20, 2000", "2, 2000, 24, 15, 60", "0, 150, 320, 50, 300", "1, 400, 120, 50, 300",
        "3, 14000, 24, 50, 300"
    })
    void compressor_when_level_jumps_expect_attack_and_release_in_their_times(
            int band, double hz, int window, double attackMs, double releaseMs) {
        ParamSnapshot params = only(band, -40, 4);
        params.set(ParamTable.COMP_ATTACK, attackMs);
        params.set(ParamTable.COMP_RELEASE, releaseMs);
        float[][] in = Signals.concat(tone(MONO, 0.5, hz, -50), tone(MONO, 1, hz, -20), tone(MONO, 4, hz, -50));
        float[] out = compress(params, in)[0];
        double settledDb = gainDb(in[0], out, 62_400, 67_200);
        assertThat(settledDb).isCloseTo(-15, within(0.5));
        assertThat(millisecondsTo(in[0], out, window, 500, 2, 0.9 * settledDb, true))
                .isCloseTo(attackMs, within(0.1 * attackMs));
        assertThat(millisecondsTo(in[0], out, window, 1500, 20, 0.1 * settledDb, false))
                .isCloseTo(releaseMs, within(0.1 * releaseMs));
    }

    @Test
    void compressor_when_it_looks_ahead_expect_the_gain_down_before_the_sound() {
        float[][] in = Signals.concat(tone(MONO, 0.5, 2000, -80), tone(MONO, 0.5, 2000, -10));
        int onset = in[0].length / 2;
        double[] peaks = new double[2];
        for (int ahead = 0; ahead <= 1; ahead++) {
            ParamSnapshot params = only(2, -40, 4);
            params.set(ParamTable.COMP_ATTACK, 1);
            params.set(ParamTable.COMP_LOOKAHEAD, ahead);
            float[] out = compress(params, in)[0];
            double settled = Signals.peak(new float[][] {out}, out.length - 4800);
            peaks[ahead] = db(Signals.peak(new float[][] {out}, onset) / settled);
        }
        assertThat(peaks[0]).as("overshoot without").isGreaterThan(8);
        assertThat(peaks[1]).as("overshoot with").isBetween(0.0, 3.0);
    }

    @Test
    void compressor_when_look_ahead_is_switched_while_playing_expect_no_click() {
        float[][] in = tone(MONO, 4, 300, -10);
        for (int i = 0; i < in[0].length; i++) {
            in[0][i] *= (float) linear(12 * Math.cos(2 * Math.PI * 31 * i / RATE) - 12);
        }
        double[] bends = new double[3];
        for (int v = 0; v < bends.length; v++) {
            int variant = v;
            ParamSnapshot params = only(1, -50, 10);
            params.set(ParamTable.COMP_ATTACK, 5);
            params.set(ParamTable.COMP_RELEASE, 20);
            float[] out = runBlocks(prepared(MONO, params), in, QUANTUM, start -> {
                params.set(ParamTable.COMP_LOOKAHEAD, variant == 2 ? start / 6400 % 2 : variant);
                return params;
            })[0];
            for (int i = 9600; i < out.length - 1; i++) {
                bends[v] = Math.max(bends[v], Math.abs(out[i + 1] - 2 * out[i] + out[i - 1]));
            }
        }
        assertThat(bends[2]).isLessThan(3 * Math.max(bends[0], bends[1]));
    }

    @Test
    void compressor_when_one_channel_is_loud_expect_the_same_gain_on_both() {
        float[] loud = Signals.concat(tone(MONO, 0.3, 400, -50), tone(MONO, 0.3, 400, -10))[0];
        float[] quiet = tone(MONO, 0.6, 400, -50)[0];
        ParamSnapshot params = only(1, -40, 4);
        int end = loud.length - LATENCY;
        for (float[][] in : new float[][][] {{loud, quiet}, {quiet, loud}}) {
            float[][] out = compress(params, in);
            for (int c = 0; c < 2; c++) {
                assertThat(gainDb(in[c], out[c], end - 4800, end)).isCloseTo(-22.5, within(0.2));
            }
        }
    }

    @Test
    void compressor_when_one_band_works_expect_the_others_left_at_their_level() {
        for (int b = 0; b < BANDS; b++) {
            ParamSnapshot params = only(b, -60, 10);
            for (int other = 0; other < BANDS; other++) {
                params.set(ParamTable.COMP1_THRESHOLD.index() + 3 * other, -60);
            }
            params.set(ParamTable.COMP_SPLIT1, 100);
            params.set(ParamTable.COMP_SPLIT2, 1200);
            params.set(ParamTable.COMP_SPLIT3, 6000);
            double[] hz = {25, 350, 2700, 16_000};
            for (int other = 0; other < BANDS; other++) {
                double gain = settledGainDb(params, hz[other], -20);
                assertThat(gain).isBetween(other == b ? -37.0 : -0.5, other == b ? -20.0 : 0.1);
            }
        }
    }

    @Test
    void compressor_when_levels_stay_under_the_thresholds_expect_a_flat_response() {
        ParamSnapshot params = new ParamSnapshot();
        for (int b = 0; b < BANDS; b++) {
            band(params, b, 0, 10, 0);
        }
        params.set(ParamTable.COMP_REFERENCE, 0);
        params.set(ParamTable.COMP_KNEE, 0);
        for (double hz = 20; hz < 20_000; hz *= 1.5) {
            assertThat(settledGainDb(params, hz, -6)).as("at %s Hz", hz).isCloseTo(0, within(0.05));
        }
    }

    @Test
    void compressor_when_band_gains_are_set_expect_them_in_their_bands() {
        double[] gains = {3, -6, 3, -3};
        double[] hz = {25, 400, 2300, 16_000};
        ParamSnapshot params = new ParamSnapshot();
        for (int b = 0; b < BANDS; b++) {
            band(params, b, -24, 1, gains[b]);
        }
        params.set(ParamTable.COMP_SPLIT1, 100);
        params.set(ParamTable.COMP_SPLIT2, 1000);
        params.set(ParamTable.COMP_SPLIT3, 6000);
        for (int b = 0; b < BANDS; b++) {
            assertThat(settledGainDb(params, hz[b], -20)).as("band %d", b).isCloseTo(gains[b], within(0.5));
        }
    }

    @Test
    void compressor_when_corners_move_while_playing_expect_a_smooth_tone() {
        double hz = 700;
        float[][] in = tone(STEREO, 1, hz, -6);
        ParamSnapshot params = new ParamSnapshot();
        for (int b = 0; b < BANDS; b++) {
            band(params, b, -40, 2, 0);
        }
        float[] out = runBlocks(prepared(STEREO, params), in, QUANTUM, start -> {
            double way = Math.sin(start / 9000.0);
            params.set(ParamTable.COMP_SPLIT1, 160 * Math.pow(2, way));
            params.set(ParamTable.COMP_SPLIT2, 900 * Math.pow(2, way));
            params.set(ParamTable.COMP_SPLIT3, 5000 * Math.pow(2, -way));
            return params;
        })[0];
        double step = 2 * Math.PI * hz / RATE;
        double amplitude = Signals.peak(new float[][] {out}, 9600);
        for (int i = 9600; i < out.length - 1; i++) {
            double bend = out[i + 1] - 2 * out[i] + out[i - 1];
            assertThat(Math.abs(bend)).as("curvature at frame %d", i).isLessThan(1.2 * amplitude * step * step);
        }
    }

    @Test
    void compressor_when_switched_on_and_off_expect_no_click_and_exact_input_afterwards() {
        double hz = 180;
        float[][] in = tone(STEREO, 2, hz, -6);
        ParamSnapshot on = new ParamSnapshot();
        for (int b = 0; b < BANDS; b++) {
            band(on, b, -30, 3, 0);
        }
        float[] out = runBlocks(prepared(STEREO, neutral()), in, QUANTUM, start -> {
            return start / 19_200 % 2 == 0 ? neutral() : on;
        })[0];
        double ofTone = 0.5 * Math.pow(2 * Math.PI * hz / RATE, 2);
        double ofCrossfade = (0.5 + 0.5) / (0.02 * RATE);
        for (int i = LATENCY + 2; i < out.length - 1; i++) {
            double bend = out[i + 1] - 2 * out[i] + out[i - 1];
            assertThat(Math.abs(bend)).as("curvature at frame %d", i).isLessThan(ofTone + ofCrossfade);
        }
        for (int i = 2 * 19_200 + 1100; i < 3 * 19_200; i++) {
            assertThat(out[i]).as("off again, frame %d", i).isEqualTo(in[0][i - LATENCY]);
        }
        assertThat(gainDb(in[0], out, 28_800, 38_000)).as("at work").isBetween(-6.0, -2.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUALITY", "LIVE"})
    void compressor_when_settings_differ_expect_the_latency_of_the_table(LatencyMode mode) {
        for (double rate : new double[] {8_000, 48_000, 192_000}) {
            ProcessSpec spec = new ProcessSpec(rate, 1, mode);
            int latency = LatencyTable.compressorFrames(rate, mode);
            for (int ahead = 0; ahead <= 1; ahead++) {
                ParamSnapshot params = new ParamSnapshot();
                band(params, 0, 0, 1.5, 0);
                params.set(ParamTable.COMP_LOOKAHEAD, ahead);
                Processor compressor = prepared(spec, params);
                float[] out = run(compressor, Signals.impulse(1, 8 * QUANTUM, 0, 0.001))[0];
                assertThat(compressor.latencyFrames()).isEqualTo(latency);
                assertThat(Signals.rms(out, 0, latency)).isZero();
                assertThat(Math.abs(out[latency])).as("%s Hz, %s", rate, mode).isGreaterThan(1e-5f);
            }
        }
    }

    @Test
    void compressor_when_make_up_is_full_expect_the_loudness_of_the_input() {
        float[] speech = syllables(30);
        ParamSnapshot params = new ParamSnapshot();
        for (int b = 0; b < BANDS; b++) {
            band(params, b, -34, 3, 0);
        }
        params.set(ParamTable.COMP_REFERENCE, 0);
        float[] out = compress(params, new float[][] {speech})[0];
        assertThat(loudness(out, 15, 30)).isCloseTo(loudness(speech, 15, 30), within(0.7));
        params.set(ParamTable.COMP_MAKEUP, 0);
        double lossLu = loudness(speech, 15, 30) - loudness(compress(params, new float[][] {speech})[0], 15, 30);
        assertThat(lossLu).isBetween(4.0, 9.0);
        params.set(ParamTable.COMP_MAKEUP, 50);
        double half = loudness(speech, 15, 30) - loudness(compress(params, new float[][] {speech})[0], 15, 30);
        assertThat(half).isCloseTo(lossLu / 2, within(0.7));
    }

    /** As for a voice on a live stream, by thresholds and ratios of that preset. */
    private static ParamSnapshot liveVoice() {
        ParamSnapshot params = new ParamSnapshot();
        band(params, 0, -17, 2.2, 0);
        band(params, 1, -15, 2.4, 0);
        band(params, 2, -18, 2.2, 0);
        band(params, 3, -21, 2, 0);
        return params;
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, 8", "1, 8"})
    void compressor_when_a_voice_begins_expect_it_as_loud_as_the_same_words_later(int reference, int roomSeconds) {
        float[] words = syllables(5);
        float[][] voice = Signals.concat(new float[][] {words}, new float[][] {words});
        voice = scaled(voice, -16 - loudness(voice[0], 0, 10));
        float[][] in = Signals.concat(Signals.noise(7, 1, roomSeconds * 48_000, 0.001), voice);
        ParamSnapshot params = liveVoice();
        params.set(ParamTable.COMP_REFERENCE, reference);
        float[] out = compress(params, in)[0];
        int first = roomSeconds * 48_000;
        int later = first + 5 * 48_000;
        for (int i = 0; i < 48_000; i += 24_000) {
            double before = gainDb(in[0], out, first + i, first + i + 24_000);
            double after = gainDb(in[0], out, later + i, later + i + 24_000);
            assertThat(before).as("gain from frame %d on", i).isCloseTo(after, within(1.0));
        }
        assertThat(gainDb(in[0], out, first, first + 48_000)).isCloseTo(0, within(1.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40, -26})
    void compressor_when_a_quiet_voice_begins_expect_no_more_than_its_thresholds_could_take(double levelDb) {
        float[][] in = {syllables(6)};
        in = scaled(in, levelDb - loudness(in[0], 0, 6));
        ParamSnapshot params = liveVoice();
        params.set(ParamTable.COMP_REFERENCE, 0);
        float[] out = compress(params, in)[0];
        assertThat(gainDb(in[0], out, 0, 24_000)).isBetween(-0.5, 4.0);
        assertThat(gainDb(in[0], out, 48_000, 5 * 48_000)).isBetween(-0.5, 0.7);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 100", "-14, 0"})
    void compressor_when_nothing_would_be_lost_or_given_back_expect_no_gain_at_the_start(
            double thresholdDb, double makeup) {
        ParamSnapshot params = liveVoice();
        for (int b = 0; b < BANDS; b++) {
            band(params, b, thresholdDb, 4, 0);
        }
        params.set(ParamTable.COMP_MAKEUP, makeup);
        params.set(ParamTable.COMP_KNEE, 0);
        float[][] in = tone(MONO, 0.5, 400, -30);
        assertThat(gainDb(in[0], compress(params, in)[0], 4800, 20_000)).isCloseTo(0, within(0.01));
    }

    @Test
    void compressor_when_much_is_lost_expect_nine_decibels_given_back_and_slowly() {
        float[][] in = tone(MONO, 10, 400, -10);
        ParamSnapshot params = only(1, -35, 10);
        params.set(ParamTable.COMP_MAKEUP, 100);
        float[] out = compress(params, in)[0];
        assertThat(gainDb(in[0], out, 9 * 48_000, 9 * 48_000 + 4800)).isCloseTo(-13.5, within(0.2));
        for (int second = 1; second < 8; second++) {
            double before = gainDb(in[0], out, second * 48_000, second * 48_000 + 4800);
            double after = gainDb(in[0], out, (second + 1) * 48_000, (second + 1) * 48_000 + 4800);
            assertThat(after - before).isBetween(-0.01, 1.6);
        }
    }

    @ParameterizedTest
    @CsvSource({"1.5, -34, 100", "3, -20, 100", "1, -34, 100", "6, -34, 20"})
    void compressor_when_settings_come_to_take_less_expect_no_more_given_back_than_they_take(
            double newRatio, double newThresholdDb, double newMakeup) {
        float[] speech = syllables(14);
        ParamSnapshot much = new ParamSnapshot();
        ParamSnapshot little = new ParamSnapshot();
        for (int b = 0; b < BANDS; b++) {
            band(much, b, -34, 6, 0);
            band(little, b, newThresholdDb, newRatio, b == 0 ? 0.01 : 0);
        }
        much.set(ParamTable.COMP_REFERENCE, 0);
        little.set(ParamTable.COMP_REFERENCE, 0);
        little.set(ParamTable.COMP_MAKEUP, newMakeup);
        float[] changed = changing(speech, much, little, 10);
        float[] always = changing(speech, little, little, 10);
        int soon = 48_000 * 10 + 48_000 * 3 / 10;
        assertThat(louderDb(changed, always, soon, soon + 9600)).isBetween(-2.0, 0.7);
        assertThat(louderDb(changed, always, 12 * 48_000, 14 * 48_000)).isBetween(-1.0, 0.7);
    }

    private static double louderDb(float[] signal, float[] than, int from, int to) {
        return db(Signals.rms(signal, from, to) / Signals.rms(than, from, to));
    }

    /** One channel, the settings changed after so many seconds. */
    private static float[] changing(float[] signal, ParamSnapshot first, ParamSnapshot second, int seconds) {
        MultibandCompressor compressor = new MultibandCompressor();
        compressor.prepare(MONO);
        compressor.update(first);
        float[] out = signal.clone();
        float[][] quantum = new float[1][QUANTUM];
        for (int start = 0; start + QUANTUM <= out.length; start += QUANTUM) {
            if (start == seconds * 48_000) {
                compressor.update(second);
            }
            System.arraycopy(out, start, quantum[0], 0, QUANTUM);
            compressor.process(quantum, QUANTUM);
            System.arraycopy(quantum[0], 0, out, start, QUANTUM);
        }
        return out;
    }

    /** Like speech in level and spectrum: syllables of harmonics with noise between, a breath every few words. */
    private static float[] syllables(double seconds) {
        float[] out = new float[Signals.frames(MONO, seconds)];
        RandomGenerator random = Signals.random(6);
        int at = 0;
        for (int n = 0; at < out.length; n++) {
            int length = (int) ((0.12 + 0.18 * random.nextDouble()) * RATE);
            double loud = 0.3 * (0.3 + 0.7 * random.nextDouble());
            double pitchHz = 100 + 60 * random.nextDouble();
            boolean rest = n % 5 == 4;
            int end = Math.min(out.length, at + length);
            for (int i = at; i < end; i++) {
                double envelope = Math.sin(Math.PI * (i - at) / (end - at));
                double voice = 0;
                for (int h = 1; h <= 30; h++) {
                    voice += Math.sin(2 * Math.PI * pitchHz * h * i / RATE) / h;
                }
                double noise = 0.2 * (2 * random.nextDouble() - 1);
                out[i] = (float) (loud * envelope * (rest ? noise : 0.5 * voice) + 1e-4 * noise);
            }
            at = end;
        }
        return out;
    }

    private static double loudness(float[] signal, int fromSeconds, int toSeconds) {
        LoudnessMeter meter = new LoudnessMeter();
        meter.prepare(MONO);
        float[][] block = new float[1][QUANTUM];
        for (int start = fromSeconds * 48_000; start + QUANTUM <= toSeconds * 48_000; start += QUANTUM) {
            System.arraycopy(signal, start, block[0], 0, QUANTUM);
            meter.process(block, QUANTUM);
        }
        return meter.integratedLufs();
    }

    @Test
    void compressor_when_thresholds_count_from_the_programme_expect_the_same_at_any_level() {
        float[][] in = {syllables(3)};
        ParamSnapshot params = new ParamSnapshot();
        for (int b = 0; b < BANDS; b++) {
            band(params, b, -30, 4, 0);
        }
        params.set(ParamTable.COMP_REFERENCE, 0);
        float[][] atTarget = compress(params, in);
        params.set(ParamTable.COMP_REFERENCE, 1);
        for (double levelDb : new double[] {-20, 12}) {
            MultibandCompressor compressor = new MultibandCompressor();
            compressor.prepare(MONO);
            compressor.update(params);
            compressor.setProgrammeGainDb(-levelDb);
            float[][] out = run(compressor, scaled(in, levelDb));
            for (int i = 0; i < out[0].length; i++) {
                assertThat(out[0][i] / linear(levelDb)).as("frame %d", i).isCloseTo(atTarget[0][i], within(2e-4));
            }
        }
    }

    @Test
    void compressor_when_thresholds_count_from_full_scale_expect_the_programme_ignored() {
        ParamSnapshot params = only(1, -30, 4);
        float[][] in = tone(MONO, 0.5, 400, -10);
        MultibandCompressor compressor = new MultibandCompressor();
        compressor.prepare(MONO);
        compressor.update(params);
        compressor.setProgrammeGainDb(15);
        assertThat(run(compressor, in)).isDeepEqualTo(compress(params, in));
    }

    @Test
    void gain_reduction_when_read_expect_the_deepest_of_each_band_since_the_last_mark() {
        MultibandCompressor compressor = new MultibandCompressor();
        compressor.prepare(MONO);
        ParamSnapshot params = only(1, -30, 4);
        band(params, 2, -20, 2, 0);
        compressor.update(params);
        assertThat(compressor.gainReductionDb()).isZero();
        run(compressor, tone(MONO, 0.5, 400, -10));
        run(compressor, tone(MONO, 3, 400, -60));
        assertThat(compressor.bandGainDb(1)).isCloseTo(-15, within(0.1));
        assertThat(compressor.bandGainDb(2)).isZero();
        assertThat(compressor.gainReductionDb()).isEqualTo(compressor.bandGainDb(1));
        compressor.markRead();
        run(compressor, tone(MONO, 0.5, 400, -60));
        assertThat(compressor.gainReductionDb()).isZero();
    }
}
