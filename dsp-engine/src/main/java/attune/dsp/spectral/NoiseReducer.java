package attune.dsp.spectral;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Lowers steady noise in a short-time transform, by the maximum attenuation at most: a {@link NoiseTracker} knows the
 * noise, a {@link PresenceDetector} the bands that hold more, a {@link SuppressionRule} finds the gains. One gain for
 * both channels, from their summed power, so the stereo image stays.
 *
 * <p>Quality mode takes 20 ms; live mode 4 ms, with frames half as long whose newest part alone is heard ({@link
 * StftWindows}): bins twice as wide, so that noise between the harmonics of a low voice stays.
 *
 * <p>A tone held for long is steady too, but narrow: the tracker leaves it out of the noise and its bins pass whole, while
 * the noise between the tones is lowered. So hum passes as well. Limit: partials so close that the transform cannot tell
 * them apart (a low drone, spaced less than about three bins) are broad, and are lowered like noise after some two
 * seconds, by the maximum attenuation at most.
 *
 * <p>At 0 dB maximum attenuation the output is the input, delayed, bit for bit, and the transform sleeps.
 */
public final class NoiseReducer implements Processor {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    /** Mean square of a quantum below which it is digital silence (16-bit dither lies 10 dB above). */
    private static final float SILENCE_MEAN_SQUARE = 1e-11f;
    /** Time in which an open band closes again, at 0 and 100 % of the parameter. */
    private static final double LEAST_RELEASE_SECONDS = 0.005;

    private static final double MOST_RELEASE_SECONDS = 0.03;

    private ProcessSpec spec = new ProcessSpec(48_000, 2);
    private Stft stft = new Stft(spec);
    private SpectralSuppressor suppressor = new SpectralSuppressor(stft, spec.sampleRateHz());
    private int quantaPerFrame;

    private double attenuationDb;
    private double sensitivityDb;
    private double smoothingPercent = Double.NaN;
    private double onsetPercent;

    /** No quantum since prepare or reset: parameters take effect at once. */
    private boolean fresh = true;
    /** Frames go through the transform. */
    private boolean awake;
    /** The output is the transform's. */
    private boolean wet;
    /** Frames since the output was forgotten; enough at {@link Stft#overlap}. */
    private int framesInOutput;
    /** Quanta since the last one of digital silence. */
    private int quantaWithSound;

    private float[][] dry = new float[0][0];

    @Override
    @ControlThread
    public void prepare(ProcessSpec newSpec) {
        spec = newSpec;
        stft = new Stft(spec);
        suppressor = new SpectralSuppressor(stft, spec.sampleRateHz());
        quantaPerFrame = stft.frames() / QUANTUM;
        dry = new float[spec.channels()][QUANTUM];
        attenuationDb = 0;
        sensitivityDb = 0;
        smoothingPercent = Double.NaN;
        onsetPercent = Double.NaN;
        reset();
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        double newAttenuationDb = params.get(ParamTable.NR_ATTENUATION);
        if (newAttenuationDb != attenuationDb) {
            attenuationDb = newAttenuationDb;
            suppressor.setFloor((float) ExactMath.dbToLinear(-attenuationDb));
        }
        double newSensitivityDb = params.get(ParamTable.NR_SENSITIVITY);
        if (newSensitivityDb != sensitivityDb) {
            sensitivityDb = newSensitivityDb;
            suppressor.rule().setSensitivityDb(sensitivityDb);
        }
        double newSmoothingPercent = params.get(ParamTable.NR_SMOOTHING);
        if (newSmoothingPercent != smoothingPercent) {
            smoothingPercent = newSmoothingPercent;
            double share = smoothingPercent / 100;
            suppressor.rule().setSmoothing(share);
            suppressor.setRelease(LEAST_RELEASE_SECONDS + share * (MOST_RELEASE_SECONDS - LEAST_RELEASE_SECONDS));
        }
        double newOnsetPercent = params.get(ParamTable.NR_ONSET);
        if (newOnsetPercent != onsetPercent) {
            onsetPercent = newOnsetPercent;
            suppressor.setProtection((float) (onsetPercent / 100));
        }
        if (fresh) {
            awake = attenuationDb > 0;
            wet = awake;
        }
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        fresh = false;
        for (int offset = 0; offset < frames; offset += QUANTUM) {
            countSound(channels, offset);
            boolean due = stft.push(channels, offset);
            if (attenuationDb > 0 && !awake) {
                wake();
            }
            if (due && awake) {
                suppressor.frame(quantaWithSound >= quantaPerFrame);
                framesInOutput = Math.min(framesInOutput + 1, stft.overlap());
            }
            output(channels, offset);
        }
    }

    /** Digital silence is no noise to learn: a frame with any of it in is left out. */
    private void countSound(float[][] channels, int offset) {
        float sum = 0;
        for (int c = 0; c < channels.length; c++) {
            float[] x = channels[c];
            for (int i = offset; i < offset + QUANTUM; i++) {
                sum += x[i] * x[i];
            }
        }
        quantaWithSound = sum < SILENCE_MEAN_SQUARE * QUANTUM ? 0 : Math.min(quantaWithSound + 1, quantaPerFrame);
    }

    private void wake() {
        awake = true;
        framesInOutput = 0;
        stft.forgetOutput();
        suppressor.reset();
    }

    /** Input, transform, or the way from one to the other within this quantum. */
    private void output(float[][] channels, int offset) {
        boolean target = attenuationDb > 0 && framesInOutput >= stft.overlap();
        if (!wet && !target) {
            awake = attenuationDb > 0;
            stft.skip();
            stft.pullDry(channels, offset);
            return;
        }
        if (wet && target) {
            stft.pull(channels, offset);
            return;
        }
        stft.pullDry(dry, 0);
        stft.pull(channels, offset);
        for (int c = 0; c < channels.length; c++) {
            float[] x = channels[c];
            float[] d = dry[c];
            for (int i = 0; i < QUANTUM; i++) {
                float along = (i + 1) * (1f / QUANTUM);
                float wetShare = target ? along : 1 - along;
                x[offset + i] = d[i] + wetShare * (x[offset + i] - d[i]);
            }
        }
        wet = target;
        awake = target;
    }

    @Override
    @AudioThread
    public void reset() {
        stft.reset();
        suppressor.reset();
        quantaWithSound = 0;
        // a history of zeros is whole
        framesInOutput = stft.overlap();
        awake = attenuationDb > 0;
        wet = awake;
        fresh = true;
    }

    @Override
    public int latencyFrames() {
        return stft.latencyFrames();
    }

    /** Gain on the noise in the last frame as a level, 0 or negative; 0 while off or before any noise is known. */
    @AudioThread
    public double meanReductionDb() {
        return awake && suppressor.knowsNoise() ? ExactMath.powerToDb(suppressor.reduction()) : 0;
    }

    /** Level of the tracked noise, mean square of a channel relative to full scale; −∞ until known. */
    @AudioThread
    public double noiseFloorDbfs() {
        if (!awake || !suppressor.knowsNoise()) {
            return Double.NEGATIVE_INFINITY;
        }
        return ExactMath.powerToDb(suppressor.noiseMeanSquare() / spec.channels());
    }
}
