package attune.bench.plot;

import attune.bench.BenchException;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.dsp.core.ProcessSpec;
import attune.dsp.dynamics.DeEsser;
import attune.dsp.dynamics.MultibandCompressor;
import attune.dsp.dynamics.NoiseGate;
import attune.dsp.dynamics.TruePeakLimiter;
import attune.dsp.filter.HighPassFilter;
import attune.dsp.filter.HumRemover;
import attune.dsp.filter.LinkwitzRileyCrossover;
import attune.dsp.filter.ParametricEq;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Draws what the stages do, from measurements of the stages themselves, into PNG files of a folder. */
public final class ChainPlots {
    private static final double[] HZ = Probe.frequencies(20, 20_000, 1200);
    private static final Axis FREQUENCY = Axis.frequency(20, 20_000);
    private static final String HOW = "measured at 48 kHz, from the answer to an impulse";
    private static final double TONE_HZ = 400;

    private final Path folder;
    private final Path work;
    private final PresetStore presets;
    private final Consumer<String> told;

    /**
     * Makes the folder where it is not there.
     *
     * @param folder to write into
     * @param work scratch folder
     * @param presets that are drawn
     * @param told each file that was written, and what could not be drawn
     */
    public ChainPlots(Path folder, Path work, PresetStore presets, Consumer<String> told) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.work = work;
        this.presets = presets;
        this.told = told;
    }

    /** Draws all. */
    public void run() throws IOException, BenchException, PresetException {
        write("high-pass", highPass());
        write("equaliser", equaliser());
        write("hum", hum());
        write("de-esser", deEsser());
        write("crossover", crossover());
        write("gate", gate());
        write("compressor", compressor());
        write("limiter", limiter());
        Optional<float[]> voice = PlotSounds.voice(work, 4, 12);
        if (voice.isEmpty()) {
            told.accept(PlotSounds.MISSING);
            return;
        }
        write("gains", GainPlot.sheet(PlotSounds.withPeak(voice.get(), -6)));
        for (String preset : List.of("podcast-voice", "noisy-room")) {
            write(preset, PresetPlot.sheet(preset, presets.find(preset).params(), PlotSounds.noisy(voice.get(), 15)));
        }
    }

    private void write(String name, Sheet sheet) throws IOException {
        Path file = folder.resolve(name + ".png");
        sheet.write(file);
        told.accept(file.toString());
    }

    private static Sheet highPass() {
        Chart chart = new Chart("", FREQUENCY, Axis.linear("gain in dB", -60, 6, 6));
        for (int slope = 0; slope <= 1; slope++) {
            for (double corner : new double[] {40, 80, 160}) {
                ParamSnapshot params = new ParamSnapshot();
                params.set(ParamTable.HPF_CORNER, corner);
                params.set(ParamTable.HPF_SLOPE, slope);
                String name = (int) corner + " Hz, " + (slope == 0 ? 12 : 24) + " dB/octave";
                chart.line(name, HZ, Probe.responseDb(new HighPassFilter(), params, HZ));
            }
        }
        return new Sheet("High-pass", HOW).add(chart, 620);
    }

    private static Sheet equaliser() {
        Chart bands = new Chart("Each band at +6 dB and at its own frequency", FREQUENCY, gains());
        ParamSnapshot all = new ParamSnapshot();
        for (int band = 0; band < 8; band++) {
            ParamSnapshot params = new ParamSnapshot();
            int gain = ParamTable.EQ1_GAIN.index() + 3 * band;
            params.set(gain, 6);
            all.set(gain, band % 2 == 0 ? 4 : -4);
            double hz = params.get(ParamTable.EQ1_FREQUENCY.index() + 3 * band);
            String kind = band == 0 ? "low shelf" : band == 7 ? "high shelf" : "bell";
            bands.line(kind + ", " + (int) hz + " Hz", HZ, Probe.responseDb(new ParametricEq(), params, HZ));
        }
        Chart widths =
                new Chart("A bell at 1.6 kHz, ±12 dB, by Q; all bands together, ±4 dB in turn", FREQUENCY, gains());
        for (double q : new double[] {0.5, 1, 3, 8}) {
            for (double gain : new double[] {12, -12}) {
                ParamSnapshot params = new ParamSnapshot();
                params.set(ParamTable.EQ5_FREQUENCY, 1600);
                params.set(ParamTable.EQ5_GAIN, gain);
                params.set(ParamTable.EQ5_Q, q);
                String name = "Q " + Axis.text(q) + ", " + (gain > 0 ? "+" : "−") + "12 dB";
                widths.line(name, HZ, Probe.responseDb(new ParametricEq(), params, HZ));
            }
        }
        widths.reference("all bands", HZ, Probe.responseDb(new ParametricEq(), all, HZ));
        return new Sheet("Equaliser", HOW).add(bands, 500).add(widths, 500);
    }

    private static Axis gains() {
        return Axis.linear("gain in dB", -15, 15, 3);
    }

    private static Sheet hum() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.HUM_DEPTH, 30);
        float[] sound = PlotSounds.humInNoise(90);
        double[] wide = bins(20, 500);
        double[] near = bins(46, 54);
        int settled = 20 * Probe.RATE_HZ;
        Chart all = new Chart(
                "Eight harmonics of 50.03 Hz, depth 30 dB",
                Axis.linear("frequency in Hz", 20, 500, 50),
                Axis.linear("gain in dB", -36, 3, 6));
        all.line("hum removal", wide, Probe.followedResponseDb(new HumRemover(), params, sound, settled, wide));
        Chart one = new Chart(
                "The first one, near by",
                Axis.linear("frequency in Hz", 46, 54, 1),
                Axis.linear("gain in dB", -36, 3, 6));
        one.line("hum removal", near, Probe.followedResponseDb(new HumRemover(), params, sound, settled, near));
        return new Sheet(
                        "Hum removal",
                        "measured on hum in white noise once it has locked: cross spectrum over 70 s, bins of 0.2 Hz")
                .add(all, 440)
                .add(one, 440);
    }

    private static double[] bins(double fromHz, double toHz) {
        int count = (int) ((toHz - fromHz) / Probe.BIN_HZ);
        double[] hz = new double[count];
        for (int i = 0; i < count; i++) {
            hz[i] = (Math.ceil(fromHz / Probe.BIN_HZ) + i) * Probe.BIN_HZ;
        }
        return hz;
    }

    private static double[] linear(double from, double to, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = from + (to - from) * i / (count - 1);
        }
        return values;
    }

    private static Sheet deEsser() {
        float[] sharp = PlotSounds.endlessSibilant(40);
        double[] hz = bins(200, 20_000);
        Chart chart = new Chart("", Axis.frequency(200, 20_000), Axis.linear("gain in dB", -21, 3, 3));
        for (double[] depthAndHz :
                new double[][] {{3, 5000}, {6, 5000}, {12, 5000}, {18, 5000}, {9, 3500}, {9, 8000}}) {
            ParamSnapshot params = new ParamSnapshot();
            params.set(ParamTable.DEESS_DEPTH, depthAndHz[0]);
            params.set(ParamTable.DEESS_FREQUENCY, depthAndHz[1]);
            params.set(ParamTable.DEESS_THRESHOLD, -12);
            String name = (int) depthAndHz[0] + " dB from " + (int) depthAndHz[1] + " Hz";
            double[] db = Probe.followedResponseDb(new DeEsser(), params, sharp, 2 * Probe.RATE_HZ, hz);
            chart.line(name, hz, smoothed(db));
        }
        return new Sheet(
                        "De-esser while it is pressed down",
                        "measured on an s without an end, after a voice: cross spectrum over 38 s, means of 10 Hz")
                .add(chart, 620);
    }

    private static double[] smoothed(double[] db) {
        int half = (int) (5 / Probe.BIN_HZ);
        double[] out = new double[db.length];
        for (int i = 0; i < db.length; i++) {
            out[i] = Arrays.stream(db, Math.max(0, i - half), Math.min(db.length, i + half + 1))
                    .average()
                    .orElse(0);
        }
        return out;
    }

    private static Sheet crossover() {
        LinkwitzRileyCrossover crossover = new LinkwitzRileyCrossover();
        crossover.prepare(new ProcessSpec(Probe.RATE_HZ, 1));
        crossover.setCornersHz(160, 1000, 5000);
        crossover.reset();
        int frames = 1 << 16;
        double[][] in = new double[1][Probe.QUANTUM];
        double[][][] bands = new double[LinkwitzRileyCrossover.BANDS][1][Probe.QUANTUM];
        double[][] answers = new double[LinkwitzRileyCrossover.BANDS][frames];
        double[] sum = new double[frames];
        for (int at = 0; at < frames; at += Probe.QUANTUM) {
            in[0][0] = at == 0 ? 1 : 0;
            crossover.process(in, bands, 0);
            for (int band = 0; band < answers.length; band++) {
                for (int i = 0; i < Probe.QUANTUM; i++) {
                    answers[band][at + i] = bands[band][0][i];
                    sum[at + i] += bands[band][0][i];
                }
            }
            in[0][0] = 0;
        }
        Chart chart = new Chart("Bands and their sum", FREQUENCY, Axis.linear("gain in dB", -60, 6, 6));
        String[] names = {"below 160 Hz", "160 Hz to 1 kHz", "1 to 5 kHz", "above 5 kHz"};
        for (int band = 0; band < answers.length; band++) {
            chart.line(names[band], HZ, Probe.magnitudesDb(answers[band], HZ));
        }
        double[] sumDb = Probe.magnitudesDb(sum, HZ);
        chart.reference("sum", HZ, sumDb);
        Chart near = new Chart("The sum, near by", FREQUENCY, Axis.linear("gain in dB", -0.1, 0.1, 0.02));
        near.reference("sum", HZ, sumDb);
        return new Sheet("Crossover: Linkwitz-Riley, 24 dB an octave", HOW)
                .add(chart, 520)
                .add(near, 300);
    }

    private static Sheet gate() {
        double[] levels = linear(-80, 0, 161);
        Chart chart = new Chart(
                "",
                Axis.linear("level in, peak of the sine in dBFS", -80, 0, 10),
                Axis.linear("level out in dBFS", -120, 0, 10));
        chart.reference("as it came", levels, levels);
        for (double[] ratioAndRange : new double[][] {{2, 10}, {2, 20}, {2, 40}, {4, 20}, {10, 40}}) {
            ParamSnapshot params = new ParamSnapshot();
            params.set(ParamTable.GATE_RATIO, ratioAndRange[0]);
            params.set(ParamTable.GATE_RANGE, ratioAndRange[1]);
            params.set(ParamTable.GATE_THRESHOLD, -45);
            params.set(ParamTable.GATE_REFERENCE, 0);
            String name = "ratio " + (int) ratioAndRange[0] + ", range " + (int) ratioAndRange[1] + " dB";
            chart.line(name, levels, Probe.staticCurveDb(new NoiseGate(), params, TONE_HZ, levels));
            if (ratioAndRange[0] == 4) {
                double[] falling = Probe.staticCurveDb(new NoiseGate(), params, TONE_HZ, levels, 0);
                chart.line("the same, falling", levels, falling);
            }
        }
        return new Sheet("Gate: what level comes out", staticHow("threshold −45 dB, opens 3 dB higher after silence"))
                .add(chart, 700);
    }

    private static String staticHow(String setting) {
        return setting + "; steady sines of " + (int) TONE_HZ + " Hz, the last half of two seconds";
    }

    private static Chart curve(String heading) {
        return new Chart(
                heading,
                Axis.linear("level in, peak of the sine in dBFS", -60, 0, 10),
                Axis.linear("level out in dBFS", -60, 0, 10));
    }

    private static Sheet compressor() {
        double[] levels = linear(-60, 0, 61);
        Chart ratios = curve("By ratio");
        ratios.reference("as it came", levels, levels);
        for (double ratio : new double[] {1.5, 2, 3, 5, 10}) {
            double[] out = Probe.staticCurveDb(new MultibandCompressor(), compressed(ratio, 8), TONE_HZ, levels);
            ratios.line("ratio " + Axis.text(ratio) + ", knee 8 dB", levels, out);
        }
        Chart knees = curve("By knee");
        knees.reference("as it came", levels, levels);
        for (double knee : new double[] {0, 8, 16, 24}) {
            double[] out = Probe.staticCurveDb(new MultibandCompressor(), compressed(4, knee), TONE_HZ, levels);
            knees.line("ratio 4, knee " + (int) knee + " dB", levels, out);
        }
        return new Sheet(
                        "Compressor: what level comes out",
                        staticHow("threshold −24 dB of full scale, no make-up, splits far from the tone"))
                .add(ratios, 560)
                .add(knees, 560);
    }

    private static ParamSnapshot compressed(double ratio, double knee) {
        ParamSnapshot params = new ParamSnapshot();
        for (ParamTable band : List.of(
                ParamTable.COMP1_RATIO, ParamTable.COMP2_RATIO, ParamTable.COMP3_RATIO, ParamTable.COMP4_RATIO)) {
            params.set(band, ratio);
        }
        params.set(ParamTable.COMP_SPLIT1, 50);
        params.set(ParamTable.COMP_SPLIT2, 3000);
        params.set(ParamTable.COMP_SPLIT3, 10_000);
        params.set(ParamTable.COMP_KNEE, knee);
        params.set(ParamTable.COMP_MAKEUP, 0);
        params.set(ParamTable.COMP_REFERENCE, 0);
        return params;
    }

    private static Sheet limiter() {
        double[] levels = linear(-24, 12, 73);
        Chart chart = new Chart(
                "",
                Axis.linear("level in, peak of the sine in dBFS", -24, 12, 3),
                Axis.linear("level out in dBFS", -24, 3, 3));
        chart.reference("as it came", levels, levels);
        for (double ceiling : new double[] {-1, -3, -6, -12}) {
            ParamSnapshot params = new ParamSnapshot();
            params.set(ParamTable.LIMITER_CEILING, ceiling);
            String name = "ceiling " + Axis.text(ceiling) + " dBTP";
            chart.line(name, levels, Probe.staticCurveDb(new TruePeakLimiter(), params, TONE_HZ, levels));
        }
        return new Sheet("True-peak limiter: what level comes out", staticHow("release 120 ms")).add(chart, 640);
    }
}
