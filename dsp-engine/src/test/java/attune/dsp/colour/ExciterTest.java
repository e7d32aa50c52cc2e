package attune.dsp.colour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.dsp.core.Signals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import org.jtransforms.fft.DoubleFFT_1D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExciterTest extends ProcessorContract {
    private static final int LATENCY = LatencyTable.EXCITER_FRAMES;
    /** One second after one second of run-in: spectra have a bin per hertz and tones of whole hertz have no skirts. */
    private static final int SPECTRUM_SECONDS = 1;

    private static final double HALF = 0.5011872336272722; // −6 dB

    @Override
    protected Processor create() {
        return new Exciter();
    }

    @Override
    protected ParamSnapshot neutral() {
        return params(0, 3500);
    }

    @Override
    protected ParamSnapshot active() {
        return params(100, 1500);
    }

    @Override
    protected double boundLinear() {
        return 8;
    }

    private static ParamSnapshot params(double amountPercent, double frequencyHz) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.EXCITER_AMOUNT, amountPercent);
        params.set(ParamTable.EXCITER_FREQUENCY, frequencyHz);
        return params;
    }

    private static float[][] excited(double rate, float[][] in, double amountPercent, double frequencyHz) {
        Exciter exciter = new Exciter();
        exciter.prepare(new ProcessSpec(rate, in.length));
        exciter.update(params(amountPercent, frequencyHz));
        return run(exciter, in);
    }

    private static float[][] tone(double rate, double hz, double amplitude) {
        ProcessSpec mono = new ProcessSpec(rate, 1);
        return Signals.sine(mono, Signals.frames(mono, 1 + SPECTRUM_SECONDS), hz, amplitude);
    }

    /** Amplitudes by hertz of the last second. */
    private static double[] spectrum(double rate, float[] samples) {
        int n = (int) (rate * SPECTRUM_SECONDS);
        double[] data = new double[n];
        for (int i = 0; i < n; i++) {
            data[i] = samples[samples.length - n + i];
        }
        new DoubleFFT_1D(n).realForward(data);
        double[] amplitudes = new double[n / 2];
        amplitudes[0] = Math.abs(data[0]) / n;
        for (int k = 1; k < n / 2; k++) {
            amplitudes[k] = 2 * Math.hypot(data[2 * k], data[2 * k + 1]) / n;
        }
        return amplitudes;
    }

    /** What was added. */
    private static float[] added(float[] in, float[] out) {
        float[] added = out.clone();
        for (int i = LATENCY; i < added.length; i++) {
            added[i] = out[i] - in[i - LATENCY];
        }
        return added;
    }

    private static double db(double ratio) {
        return 20 * Math.log10(ratio + 1e-12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {44_100, 48_000, 96_000})
    void exciter_when_a_tone_lies_above_its_frequency_expect_second_and_third_harmonics(double rate) {
        double[] spectrum = spectrum(rate, excited(rate, tone(rate, 5000, HALF), 100, 3500)[0]);
        assertThat(db(spectrum[5000] / HALF)).isCloseTo(0, within(0.8));
        assertThat(db(spectrum[10_000] / HALF)).isCloseTo(-2, within(1.0));
        assertThat(db(spectrum[15_000] / HALF)).isCloseTo(-18, within(2.0));
    }

    /** At the tone of the specification, and wherever else a product could fold back. */
    @ParameterizedTest
    @CsvSource({
        "44100, 5000", "44100, 6100", "44100, 7300", "44100, 8317", "44100, 9100", "44100, 11800", "44100, 13511",
        "48000, 5000", "48000, 6700", "48000, 8100", "48000, 9511", "48000, 10900", "48000, 12500", "48000, 15107",
        "96000, 5000", "96000, 9511", "32000, 5000", "16000, 3111"
    })
    void exciter_when_a_tone_is_loud_expect_nothing_but_its_harmonics(double rate, int hz) {
        double frequency = Math.min(3500, 0.16 * rate / 2);
        double[] spectrum = spectrum(rate, excited(rate, tone(rate, hz, HALF), 100, frequency)[0]);
        for (int k = 0; k < spectrum.length; k++) {
            boolean harmonic = k % hz == 0 && k > 0;
            if (!harmonic) {
                assertThat(db(spectrum[k] / HALF)).as("%d Hz", k).isLessThan(-75);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {44_100, 48_000})
    void exciter_when_harmonics_have_no_room_expect_nothing_above_nine_tenths_of_nyquist(double rate) {
        for (int hz = 6400; hz < 12_000; hz += 100) {
            double[] spectrum = spectrum(rate, excited(rate, tone(rate, hz, HALF), 100, 3500)[0]);
            for (int k = (int) (0.45 * rate) + 1; k < spectrum.length; k++) {
                assertThat(db(spectrum[k] / HALF))
                        .as("%d Hz of a tone at %d Hz", k, hz)
                        .isLessThan(-60);
            }
        }
    }

    @Test
    void exciter_when_sound_is_noise_expect_no_more_above_nine_tenths_of_nyquist_and_below_its_frequency() {
        float[][] in = Signals.noise(1, 1, 96_000, 0.5);
        double[] added = spectrum(48_000, added(in[0], excited(48_000, in, 100, 3500)[0]));
        double within = meanDb(added, 7000, 14_000);
        assertThat(meanDb(added, 21_700, 24_000)).isLessThan(within - 40);
        assertThat(meanDb(added, 20, 1000)).isLessThan(within - 35);
    }

    private static double meanDb(double[] spectrum, int fromHz, int toHz) {
        double sum = 0;
        for (int k = fromHz; k < toHz; k++) {
            sum += spectrum[k] * spectrum[k];
        }
        return 10 * Math.log10(sum / (toHz - fromHz));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40, -20, 0})
    void exciter_when_the_level_changes_expect_the_same_harmonics_in_proportion(double levelDb) {
        double gain = Math.pow(10, levelDb / 20);
        float[][] reference = bursts(0.2);
        float[] harmonics = added(reference[0], excited(48_000, reference, 60, 3000)[0]);
        float[][] in = bursts(0.2 * gain);
        float[] scaled = added(in[0], excited(48_000, in, 60, 3000)[0]);
        double expected = Signals.rms(harmonics, 0, harmonics.length) * gain;
        assertThat(db(Signals.rms(scaled, 0, scaled.length) / expected)).isCloseTo(0, within(0.1));
    }

    /** A complex tone on and off, as syllables are. */
    private static float[][] bursts(double amplitude) {
        float[][] out = new float[1][96_000];
        for (int i = 0; i < out[0].length; i++) {
            double t = i / 48_000.0;
            double envelope = Math.max(0, Math.sin(2 * Math.PI * 4 * t));
            double sound = Math.sin(2 * Math.PI * 200 * t)
                    + 0.3 * Math.sin(2 * Math.PI * 3400 * t)
                    + 0.2 * Math.sin(2 * Math.PI * 4600 * t);
            out[0][i] = (float) (amplitude * envelope * sound);
        }
        return out;
    }

    @Test
    void exciter_when_amount_is_halved_expect_harmonics_six_db_lower() {
        float[][] in = tone(48_000, 5000, 0.3);
        double whole = spectrum(48_000, excited(48_000, in, 80, 3500)[0])[10_000];
        double half = spectrum(48_000, excited(48_000, in, 40, 3500)[0])[10_000];
        assertThat(db(half / whole)).isCloseTo(-6.02, within(0.05));
    }

    @Test
    void exciter_when_sound_lies_below_its_frequency_expect_it_alone() {
        float[][] in = tone(48_000, 400, HALF);
        float[] added = added(in[0], excited(48_000, in, 100, 3500)[0]);
        assertThat(db(Signals.rms(added, 48_000, 96_000) / HALF)).isLessThan(-70);
    }

    @Test
    void exciter_when_tones_beat_expect_neither_dc_nor_their_difference() {
        float[][] in = tone(48_000, 5000, 0.25);
        float[] other = tone(48_000, 5400, 0.25)[0];
        for (int i = 0; i < other.length; i++) {
            in[0][i] += other[i];
        }
        double[] spectrum = spectrum(48_000, excited(48_000, in, 100, 3500)[0]);
        assertThat(db(spectrum[0] / 0.25)).isLessThan(-110);
        assertThat(db(spectrum[400] / 0.25)).isLessThan(-70);
        assertThat(db(spectrum[10_400] / 0.25)).isGreaterThan(-12);
    }

    @Test
    void exciter_when_amount_is_full_expect_peaks_and_level_of_speech_like_sound_kept_in_bounds() {
        float[][] in = bursts(0.5);
        float[][] out = excited(48_000, in, 100, 2500);
        assertThat(db(Signals.peak(out, 0) / Signals.peak(in, 0))).isBetween(-1.5, 3.0);
        assertThat(db(Signals.rms(out[0], 0, 96_000) / Signals.rms(in[0], 0, 96_000)))
                .isBetween(-0.3, 0.5);
    }

    @ParameterizedTest
    @CsvSource({"8000, 1500", "8000, 8000", "16000, 3500", "44100, 8000"})
    void exciter_when_there_is_no_room_for_harmonics_expect_delayed_input(double rate, double frequencyHz) {
        float[][] in = Signals.noise(2, 2, 6400, 0.5);
        float[][] out = excited(rate, in, 100, frequencyHz);
        for (int c = 0; c < 2; c++) {
            for (int i = LATENCY; i < out[c].length; i++) {
                assertThat(out[c][i]).isEqualTo(in[c][i - LATENCY]);
            }
        }
    }

    @Test
    void exciter_when_switched_off_while_playing_expect_exact_delayed_input() {
        Processor exciter = prepared(new ProcessSpec(48_000, 2), params(80, 3000));
        run(exciter, Signals.noise(3, 2, 4800, 0.5));
        exciter.update(neutral());
        run(exciter, Signals.noise(4, 2, 64, 0.5));
        float[][] in = Signals.noise(5, 2, 6400, 0.5);
        float[][] out = run(exciter, in);
        for (int c = 0; c < 2; c++) {
            for (int i = LATENCY; i < out[c].length; i++) {
                assertThat(out[c][i]).isEqualTo(in[c][i - LATENCY]);
            }
        }
    }

    @Test
    void exciter_when_a_source_lies_to_one_side_expect_its_harmonics_there() {
        float[] source = tone(48_000, 5000, HALF)[0];
        float[][] in = {source, new float[source.length]};
        for (int i = 0; i < source.length; i++) {
            in[1][i] = 0.1f * source[i];
        }
        float[][] out = excited(48_000, in, 100, 3500);
        double left = spectrum(48_000, out[0])[10_000];
        double right = spectrum(48_000, out[1])[10_000];
        assertThat(db(right / left)).isCloseTo(-20, within(0.1));
    }

    @Test
    void exciter_when_economy_is_on_expect_delayed_input_after_a_fade_and_harmonics_again_afterwards() {
        Exciter exciter = new Exciter();
        exciter.prepare(new ProcessSpec(48_000, 1));
        exciter.update(params(100, 3500));
        run(exciter, tone(48_000, 5000, HALF));
        exciter.setEconomy(true);
        run(exciter, Signals.noise(6, 1, 1280, 0.5));
        float[][] in = Signals.noise(7, 1, 6400, 0.5);
        float[][] out = run(exciter, in);
        for (int i = LATENCY; i < out[0].length; i++) {
            assertThat(out[0][i]).isEqualTo(in[0][i - LATENCY]);
        }
        exciter.setEconomy(false);
        double[] spectrum = spectrum(48_000, run(exciter, tone(48_000, 5000, HALF))[0]);
        assertThat(db(spectrum[10_000] / HALF)).isGreaterThan(-4);
    }
}
