package attune.bench.noise;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.dsp.spectral.NoiseReducer;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Locale;

/**
 * Attune's stage alone, its other parameters as they are by default.
 *
 * @param attenuationDb by which it lowers at most
 */
record AttuneReducer(LatencyMode mode, int attenuationDb) implements Reducer {
    private static final int RATE_HZ = 48_000;

    @Override
    public int rateHz() {
        return RATE_HZ;
    }

    @Override
    public String name() {
        return "Attune " + mode.name().toLowerCase(Locale.ROOT) + ", " + attenuationDb + " dB";
    }

    @Override
    public String id() {
        return "attune_" + mode.name().toLowerCase(Locale.ROOT) + "_" + attenuationDb;
    }

    @Override
    public double[] reduce(double[] noisy) {
        NoiseReducer reducer = new NoiseReducer();
        reducer.prepare(new ProcessSpec(RATE_HZ, 1, mode));
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.NR_ATTENUATION, attenuationDb);
        reducer.update(params);
        int quanta = (noisy.length + reducer.latencyFrames()) / ProcessSpec.QUANTUM_FRAMES + 1;
        float[][] samples = new float[1][quanta * ProcessSpec.QUANTUM_FRAMES];
        for (int i = 0; i < noisy.length; i++) {
            samples[0][i] = (float) noisy[i];
        }
        reducer.process(samples, samples[0].length);
        double[] out = new double[samples[0].length];
        for (int i = 0; i < out.length; i++) {
            out[i] = samples[0][i];
        }
        return out;
    }
}
