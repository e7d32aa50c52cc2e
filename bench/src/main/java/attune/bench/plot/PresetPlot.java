package attune.bench.plot;

import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.util.Arrays;

/** Spectrograms of a voice in noise: as it comes, through a preset, and what the preset took away. */
final class PresetPlot {
    /** Prompts are 16 kHz recordings: above is only the noise. */
    private static final double HIGHEST_HZ = 10_000;

    private static final int HEIGHT = 300;
    /** Played before, so that the noise is known and the level is found. */
    private static final int PASSES_BEFORE = 1;

    private PresetPlot() {}

    static Sheet sheet(String preset, ParamSnapshot params, float[] sound) {
        return new Sheet(
                        "Preset " + preset + ": a voice in the noise of a fan, 15 dB under it",
                        "after one pass of the same sound; what was taken away as the macro Delta plays it; 21 ms windows, a full-scale sine is 0 dB")
                .add(new Spectrogram("in", sound, Probe.RATE_HZ, HIGHEST_HZ), HEIGHT)
                .add(new Spectrogram("out", played(params, sound, false), Probe.RATE_HZ, HIGHEST_HZ), HEIGHT)
                .add(
                        new Spectrogram("taken away or added", played(params, sound, true), Probe.RATE_HZ, HIGHEST_HZ),
                        HEIGHT);
    }

    private static float[] played(ParamSnapshot params, float[] sound, boolean delta) {
        Engine engine = new Engine();
        engine.prepare(new ProcessSpec(Probe.RATE_HZ, 1));
        engine.recall(0, params);
        MacroSnapshot macros = new MacroSnapshot();
        macros.set(MacroTable.DELTA, delta ? 1 : 0);
        engine.start(macros);
        int delay = engine.latencyFrames();
        float[] all = new float[(PASSES_BEFORE + 1) * sound.length + delay];
        float[][] quantum = new float[1][Probe.QUANTUM];
        for (int at = 0; at + Probe.QUANTUM <= all.length; at += Probe.QUANTUM) {
            System.arraycopy(sound, at % sound.length, quantum[0], 0, Probe.QUANTUM);
            engine.process(quantum, Probe.QUANTUM);
            System.arraycopy(quantum[0], 0, all, at, Probe.QUANTUM);
        }
        return Arrays.copyOfRange(all, PASSES_BEFORE * sound.length + delay, all.length);
    }
}
