package attune.bench.plot;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.dynamics.DeEsser;
import attune.dsp.dynamics.LoudnessLeveler;
import attune.dsp.dynamics.MultibandCompressor;
import attune.dsp.dynamics.NoiseGate;
import attune.dsp.dynamics.TruePeakLimiter;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Gains of the dynamics stages over a recorded voice, each stage alone. */
final class GainPlot {
    private static final double STEP_SECONDS = 0.01;
    private static final int HEIGHT = 250;

    private final float[] sound;
    private final double[] seconds;
    private final int stepQuanta = Math.max(1, (int) (STEP_SECONDS * Probe.RATE_HZ / Probe.QUANTUM));
    private final double length;

    private GainPlot(float[] sound) {
        this.sound = sound;
        int steps = sound.length / Probe.QUANTUM / stepQuanta;
        this.seconds = new double[steps];
        for (int i = 0; i < steps; i++) {
            seconds[i] = (double) i * stepQuanta * Probe.QUANTUM / Probe.RATE_HZ;
        }
        this.length = (double) sound.length / Probe.RATE_HZ;
    }

    /** Level of the sound, and below it what each stage does to it. */
    static Sheet sheet(float[] sound) {
        GainPlot plot = new GainPlot(sound);
        return new Sheet(
                        "Gains over a recorded voice",
                        "peaks at −6 dBFS; each stage alone, its largest reduction in every 10 ms")
                .add(plot.level(), HEIGHT)
                .add(plot.gate(), HEIGHT)
                .add(plot.deEsser(), HEIGHT)
                .add(plot.compressor(), HEIGHT)
                .add(plot.leveler(), HEIGHT)
                .add(plot.limiter(), HEIGHT);
    }

    private Axis time() {
        return Axis.linear("time in s", 0, length, 1);
    }

    private Chart level() {
        double[] db = new double[seconds.length];
        for (int i = 0; i < db.length; i++) {
            double sum = 0;
            int from = i * stepQuanta * Probe.QUANTUM;
            for (int at = from; at < from + stepQuanta * Probe.QUANTUM; at++) {
                sum += (double) sound[at] * sound[at];
            }
            db[i] = 10 * Math.log10(sum / (stepQuanta * Probe.QUANTUM) + 1e-9);
        }
        return new Chart("Level of the voice", time(), Axis.linear("dBFS", -80, 0, 20))
                .line("rms of 10 ms", seconds, db);
    }

    private Chart gate() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.GATE_RANGE, 15);
        params.set(ParamTable.GATE_THRESHOLD, -40);
        params.set(ParamTable.GATE_REFERENCE, 0);
        NoiseGate gate = new NoiseGate();
        List<double[]> gains = gains(gate, params, List.of(g -> gate.gainReductionDb()), gate::markRead);
        return chart("Gate: threshold −40 dB, ratio 2, range 15 dB", -18).line("gate", seconds, gains.get(0));
    }

    private Chart deEsser() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.DEESS_DEPTH, 9);
        params.set(ParamTable.DEESS_THRESHOLD, -6);
        DeEsser deEsser = new DeEsser();
        List<double[]> gains = gains(deEsser, params, List.of(any -> deEsser.gainReductionDb()), deEsser::markRead);
        return chart("De-esser: depth 9 dB, threshold −6 dB, from 5 kHz", -12).line("de-esser", seconds, gains.get(0));
    }

    private Chart compressor() {
        ParamSnapshot params = new ParamSnapshot();
        for (ParamTable ratio : List.of(
                ParamTable.COMP1_RATIO, ParamTable.COMP2_RATIO, ParamTable.COMP3_RATIO, ParamTable.COMP4_RATIO)) {
            params.set(ratio, 3);
        }
        params.set(ParamTable.COMP_REFERENCE, 0);
        MultibandCompressor compressor = new MultibandCompressor();
        List<ToDoubleFunction<Processor>> bands = new ArrayList<>();
        for (int band = 0; band < MultibandCompressor.BANDS; band++) {
            int number = band;
            bands.add(any -> compressor.bandGainDb(number));
        }
        List<double[]> gains = gains(compressor, params, bands, compressor::markRead);
        Chart chart = chart("Compressor: threshold −24 dB, ratio 3 in all bands", -15);
        String[] names = {"below 160 Hz", "160 Hz to 1 kHz", "1 to 5 kHz", "above 5 kHz"};
        for (int band = 0; band < names.length; band++) {
            chart.line(names[band], seconds, gains.get(band));
        }
        return chart;
    }

    private Chart leveler() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.LEVELER_RANGE, 12);
        LoudnessLeveler leveler = new LoudnessLeveler();
        List<double[]> gains = gains(leveler, params, List.of(any -> leveler.gainDb()), () -> {});
        return new Chart("Leveler: towards −16 LUFS, range 12 dB", time(), Axis.linear("gain in dB", -6, 9, 3))
                .line("leveler", seconds, gains.get(0));
    }

    private Chart limiter() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.LIMITER_CEILING, -12);
        TruePeakLimiter limiter = new TruePeakLimiter();
        List<double[]> gains = gains(limiter, params, List.of(any -> limiter.gainReductionDb()), limiter::markRead);
        return chart("Limiter: ceiling −12 dBTP, release 120 ms", -9).line("limiter", seconds, gains.get(0));
    }

    private Chart chart(String heading, double lowest) {
        return new Chart(heading, time(), Axis.linear("gain in dB", lowest, 1, 3));
    }

    private List<double[]> gains(
            Processor stage, ParamSnapshot params, List<ToDoubleFunction<Processor>> gains, Runnable markRead) {
        stage.prepare(new ProcessSpec(Probe.RATE_HZ, 1));
        stage.update(params);
        List<double[]> values = new ArrayList<>();
        gains.forEach(any -> values.add(new double[seconds.length]));
        float[][] quantum = new float[1][Probe.QUANTUM];
        for (int step = 0; step < seconds.length; step++) {
            for (int q = 0; q < stepQuanta; q++) {
                System.arraycopy(sound, (step * stepQuanta + q) * Probe.QUANTUM, quantum[0], 0, Probe.QUANTUM);
                stage.process(quantum, Probe.QUANTUM);
            }
            for (int i = 0; i < gains.size(); i++) {
                values.get(i)[step] = gains.get(i).applyAsDouble(stage);
            }
            markRead.run();
        }
        return values;
    }
}
