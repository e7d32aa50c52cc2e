package attune.learn.taste;

import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LogBands;
import attune.dsp.meter.SpectrumMeter;
import java.util.Arrays;

/**
 * Mean level of a whole sound in thirds of an octave, four of the spectrum's {@link LogBands} each. One owner thread; prepared once per
 * sample rate.
 */
final class ThirdOctaves {
    /** Number of bands. */
    static final int BANDS = LogBands.BANDS / ThirdOctaves.TOGETHER;

    private static final int TOGETHER = 4;
    private static final double HOP_SECONDS = 0.05;
    private static final double SILENCE = 1e-16;
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    private final SpectrumMeter meter = new SpectrumMeter(0);
    private final float[] levels = new float[LogBands.BANDS];
    private int hopQuanta = 1;

    void prepare(ProcessSpec spec) {
        meter.prepare(spec);
        hopQuanta = spec.quantaFor(HOP_SECONDS);
    }

    /** Centre frequency of a band. */
    static double centreHz(int band) {
        return Math.sqrt(LogBands.lowerHz(TOGETHER * band) * LogBands.lowerHz(TOGETHER * (band + 1)));
    }

    /** Levels in dB of {@link #BANDS} bands, −160 where there is nothing. */
    double[] levelsDb(float[][] sound) {
        meter.reset();
        double[] powers = new double[BANDS];
        float[][] quantum = new float[sound.length][QUANTUM];
        int quanta = sound[0].length / QUANTUM;
        int read = 0;
        for (int q = 0; q < quanta; q++) {
            for (int c = 0; c < sound.length; c++) {
                System.arraycopy(sound[c], q * QUANTUM, quantum[c], 0, QUANTUM);
            }
            meter.process(quantum, QUANTUM);
            if (q % hopQuanta == 0) {
                add(powers);
                read++;
            }
        }
        int reads = Math.max(1, read);
        return Arrays.stream(powers)
                .map(power -> 10 * StrictMath.log10(Math.max(SILENCE, power / reads)))
                .toArray();
    }

    private void add(double[] powers) {
        meter.levelsDb(levels);
        for (int i = 0; i < levels.length; i++) {
            powers[i / TOGETHER] += StrictMath.pow(10, levels[i] / 10);
        }
    }
}
