package attune.dsp.spectral;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/**
 * Lowers steady noise: {@link NoiseTracker minimum statistics}, decision-directed a-priori SNR (Ephraim and Malah 1984)
 * and the {@link LogSpectralAmplitude} gain, never below the maximum attenuation. One gain for both channels, from their
 * summed power, so the stereo image stays.
 *
 * <p>Whether a band (a fifth of an octave to a few hundred Hz wide) holds more than noise is decided anew in every frame
 * from its mean a-posteriori SNR, whose spread in noise is known. In a band of noise the a-priori SNR moves slowly and
 * the gain rests on its floor (no musical noise); in a band that opens it follows the frame at once, so that word
 * beginnings pass.
 *
 * <p>A faint beginning shows in many bands before it is certain in any: a frame that stands out as a whole makes every
 * band open sooner, and a band that has just opened passes whole for some 60 ms ({@code NR_ONSET} scales all of this).
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
    /** Added power floor: about −150 dB of full scale, far above denormals. */
    private static final float POWER_FLOOR = 1e-12f;
    /** 100 dB above full scale; its square still fits a float. */
    private static final float POWER_CEILING = 0x1p50f;
    /** Mean square of a quantum below which it is digital silence (16-bit dither lies 10 dB above). */
    private static final float SILENCE_MEAN_SQUARE = 1e-11f;
    /** Trust in a young noise estimate grows from nothing to full between these. */
    private static final double TRUST_FROM_SECONDS = 0.25;

    private static final double TRUST_FULL_SECONDS = 0.8;
    private static final float LARGEST_POSTERIOR = 1000;
    private static final float SMALLEST_PRIOR = 0.003f;
    /** Decision-directed smoothing α in a band of noise, at 0 and 100 % of the parameter. */
    private static final double LEAST_SMOOTHING = 0.95;

    private static final double MOST_SMOOTHING = 0.995;
    /** Decision-directed smoothing α in a band that certainly holds signal, at 0 and 100 % of the parameter. */
    private static final double LEAST_OPEN_SMOOTHING = 0.3;

    private static final double MOST_OPEN_SMOOTHING = 0.8;
    /** Time in which an open band closes again, at 0 and 100 % of the parameter. */
    private static final double LEAST_RELEASE_SECONDS = 0.005;

    private static final double MOST_RELEASE_SECONDS = 0.03;
    /** A band opens between these excesses of its mean posterior SNR, in standard deviations of noise. */
    private static final float OPEN_FROM_SIGMA = 3f;

    private static final float OPEN_FULL_SIGMA = 5f;
    /** Weight of a frame's own SNR in a band that may be all noise, next to 1 in a band of signal. */
    private static final float UNSURE_NEWS = 0.2f;

    /** A band that has just opened lets everything through at this gain at least, so much longer. */
    private static final float ONSET_GAIN = 1f;

    private static final double ONSET_SECONDS = 0.06;
    /** What a frame that stands out as a whole adds to each band's excess, at most. */
    private static final float SUPPORT = 2f;

    private static final float SUPPORT_FROM = 4f;
    /** Further gain on a band that may be all noise. */
    private static final float UNSURE_GAIN = 0.7f;

    /** Neighbouring bins of the windowed transform are not independent: effective share of a band's bins. */
    private static final double INDEPENDENT_SHARE = 0.66;

    /** A band with less than this share of all noise holds mostly what the window leaks from the others. */
    private static final float LEAKAGE = 1e-6f;
    /** Steady noise is never quite steady: relative spread of its power, and how much of it all bands share. */
    private static final double LEVEL_SPREAD = 0.15;

    private static final double COMMON_SHARE = 0.3;
    private static final double NARROWEST_BAND_HZ = 200;
    private static final double BAND_TO_CENTRE = 0.3;

    private final LogSpectralAmplitude estimator = new LogSpectralAmplitude();
    private ProcessSpec spec = new ProcessSpec(48_000, 2);
    private Stft stft = new Stft(spec);
    private NoiseTracker tracker = new NoiseTracker(1, 1);
    private float[] power = new float[0];
    private float[] posterior = new float[0];
    /** A² of the last frame: cleaned power. */
    private float[] cleaned = new float[0];

    private float[] gain = new float[0];
    /** First bin of every band, and the end. */
    private int[] bandEdge = new int[0];
    /** One over the standard deviation of a band's mean posterior SNR in noise. */
    private float[] bandInverseSigma = new float[0];

    private float[] presence = new float[0];
    /** Excess of every band in this frame, in standard deviations of noise. */
    private float[] excess = new float[0];

    /** One over the standard deviation of the sum of so many bands' excesses. */
    private float[] supportScale = new float[0];
    /** Noise power of all bands in the last frame. */
    private float noiseTotal;

    /** Presence as it was some time ago: a slow follower. */
    private float[] recentPresence = new float[0];

    private float recentRate;
    private float presenceRelease;
    private double hopSeconds;
    private double trustPerFrame;
    private double trustFromFrames;
    private int framesPerInput;

    private double attenuationDb;
    private double sensitivityDb;
    private double smoothingPercent = Double.NaN;
    private double onsetPercent;
    private float floorLinear = 1;
    private float inverseSensitivity = 1;
    private float alpha;
    private float openAlpha;
    private float onset;

    /** No quantum since prepare or reset: parameters take effect at once. */
    private boolean fresh = true;
    /** Frames go through the transform. */
    private boolean awake;
    /** The output is the transform's. */
    private boolean wet;
    /** Frames since the output was forgotten; enough at {@link Stft#OVERLAP}. */
    private int framesInOutput;
    /** Quanta since the last one of digital silence. */
    private int quantaWithSound;

    private float reductionLinear = 1;
    private float[][] dry = new float[0][0];

    @Override
    @ControlThread
    public void prepare(ProcessSpec newSpec) {
        spec = newSpec;
        stft = new Stft(spec);
        int bins = stft.bins();
        hopSeconds = stft.hopFrames() / spec.sampleRateHz();
        tracker = new NoiseTracker(bins, hopSeconds);
        power = new float[bins];
        posterior = new float[bins];
        cleaned = new float[bins];
        gain = new float[bins];
        layOutBands(bins, spec.sampleRateHz() / stft.frames());
        smoothingPercent = Double.NaN;
        recentRate = (float) (1 - StrictMath.exp(-hopSeconds / ONSET_SECONDS));
        trustFromFrames = TRUST_FROM_SECONDS / hopSeconds;
        trustPerFrame = hopSeconds / (TRUST_FULL_SECONDS - TRUST_FROM_SECONDS);
        framesPerInput = stft.frames() / QUANTUM;
        dry = new float[spec.channels()][QUANTUM];
        reset();
    }

    private void layOutBands(int allBins, double binHz) {
        int bins = allBins;
        int[] edge = new int[bins + 1];
        int bands = 0;
        int at = 1; // 0 Hz and the Nyquist frequency scatter more than the rest and follow their neighbours
        bins--;
        while (at < bins) {
            edge[bands++] = at;
            double width = Math.max(NARROWEST_BAND_HZ, BAND_TO_CENTRE * at * binHz) / binHz;
            at += (int) Math.max(4, Math.round(width));
        }
        if (bands > 1 && bins - edge[bands - 1] < 4) {
            bands--; // the last few bins join their neighbours
        }
        edge[bands] = bins;
        bandEdge = Arrays.copyOf(edge, bands + 1);
        bandInverseSigma = new float[bands];
        for (int b = 0; b < bands; b++) {
            double random = 1 / (INDEPENDENT_SHARE * (bandEdge[b + 1] - bandEdge[b]));
            bandInverseSigma[b] = (float) (1 / Math.sqrt(random + LEVEL_SPREAD * LEVEL_SPREAD));
        }
        presence = new float[bands];
        recentPresence = new float[bands];
        excess = new float[bands];
        supportScale = new float[bands + 1];
        for (int n = 1; n <= bands; n++) {
            supportScale[n] = (float) (1 / Math.sqrt(n + COMMON_SHARE * COMMON_SHARE * n * n));
        }
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        double newAttenuationDb = params.get(ParamTable.NR_ATTENUATION);
        if (newAttenuationDb != attenuationDb) {
            attenuationDb = newAttenuationDb;
            floorLinear = (float) ExactMath.dbToLinear(-attenuationDb);
        }
        double newSensitivityDb = params.get(ParamTable.NR_SENSITIVITY);
        if (newSensitivityDb != sensitivityDb) {
            sensitivityDb = newSensitivityDb;
            double linear = ExactMath.dbToLinear(-sensitivityDb);
            inverseSensitivity = (float) (linear * linear);
        }
        double newSmoothingPercent = params.get(ParamTable.NR_SMOOTHING);
        if (newSmoothingPercent != smoothingPercent) {
            smoothingPercent = newSmoothingPercent;
            designSmoothing(smoothingPercent / 100);
        }
        onsetPercent = params.get(ParamTable.NR_ONSET);
        onset = (float) (onsetPercent / 100);
        if (fresh) {
            awake = attenuationDb > 0;
            wet = awake;
        }
    }

    private void designSmoothing(double share) {
        alpha = (float) (LEAST_SMOOTHING + share * (MOST_SMOOTHING - LEAST_SMOOTHING));
        openAlpha = (float) (LEAST_OPEN_SMOOTHING + share * (MOST_OPEN_SMOOTHING - LEAST_OPEN_SMOOTHING));
        double release = LEAST_RELEASE_SECONDS + share * (MOST_RELEASE_SECONDS - LEAST_RELEASE_SECONDS);
        presenceRelease = (float) ExactMath.exp(-hopSeconds / release);
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
                frame();
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
        quantaWithSound = sum < SILENCE_MEAN_SQUARE * QUANTUM ? 0 : Math.min(quantaWithSound + 1, framesPerInput);
    }

    private void wake() {
        awake = true;
        framesInOutput = 0;
        stft.forgetOutput();
        tracker.reset();
        noiseTotal = 0;
        Arrays.fill(cleaned, 0);
        Arrays.fill(presence, 0);
        Arrays.fill(recentPresence, 0);
    }

    private void frame() {
        stft.analyse();
        stft.power(power, POWER_FLOOR, POWER_CEILING);
        boolean learn = quantaWithSound >= framesPerInput;
        if (learn) {
            tracker.update(power);
        }
        comparePosterior();
        findPresence();
        if (learn) {
            learn();
        }
        findGains();
        measure();
        stft.scale(gain);
        stft.synthesise();
        framesInOutput = Math.min(framesInOutput + 1, Stft.OVERLAP);
    }

    private void comparePosterior() {
        float[] y = power;
        float[] inverse = tracker.inverse();
        float[] out = posterior;
        float scale = inverseSensitivity;
        for (int k = 0; k < out.length; k++) {
            out[k] = Math.min(LARGEST_POSTERIOR, y[k] * inverse[k] * scale);
        }
    }

    private void findPresence() {
        float[] noise = tracker.noise();
        float[] held = tracker.held();
        float together = 0;
        float total = 0;
        int counted = 0;
        for (int b = 0; b < presence.length; b++) {
            int from = bandEdge[b];
            int to = bandEdge[b + 1];
            float sum = 0;
            float bandNoise = 0;
            for (int k = from; k < to; k++) {
                // a held tone says nothing about the rest of its band
                sum += posterior[k] + held[k] * (1 - posterior[k]);
                bandNoise += noise[k];
            }
            total += bandNoise;
            float sigmas = (sum / (to - from) - 1) * bandInverseSigma[b];
            excess[b] = sigmas;
            if (bandNoise > LEAKAGE * noiseTotal) {
                together += Math.max(-3, Math.min(OPEN_FULL_SIGMA, sigmas));
                counted++;
            }
        }
        noiseTotal = total;
        // a faint beginning shows in many bands before it is certain in any
        float support = together * supportScale[counted] - SUPPORT_FROM;
        float help = onset * SUPPORT * Math.max(0, Math.min(1, support));
        for (int b = 0; b < presence.length; b++) {
            float open = (excess[b] + help - OPEN_FROM_SIGMA) / (OPEN_FULL_SIGMA - OPEN_FROM_SIGMA);
            presence[b] = Math.min(1, Math.max(open, presence[b] * presenceRelease));
            recentPresence[b] += recentRate * (presence[b] - recentPresence[b]);
        }
    }

    private void learn() {
        for (int b = 0; b < presence.length; b++) {
            tracker.refine(power, bandEdge[b], bandEdge[b + 1], presence[b]);
        }
        tracker.refine(power, 0, 1, presence[0]);
        tracker.refine(power, gain.length - 1, gain.length, presence[presence.length - 1]);
    }

    private void findGains() {
        float[] inverse = tracker.inverse();
        float[] held = tracker.held();
        float trust = (float) Math.max(0, Math.min(1, (tracker.framesSeen() - trustFromFrames) * trustPerFrame));
        float floor = 1 - trust * (1 - floorLinear);
        for (int b = 0; b < presence.length; b++) {
            float a = alpha - presence[b] * onset * (alpha - openAlpha);
            float sure = UNSURE_GAIN + (1 - UNSURE_GAIN) * presence[b];
            float least = Math.max(floor, onset * ONSET_GAIN * (presence[b] - recentPresence[b]));
            float news = (1 - a) * (UNSURE_NEWS + (1 - UNSURE_NEWS) * presence[b]);
            for (int k = bandEdge[b]; k < bandEdge[b + 1]; k++) {
                float gamma = posterior[k];
                float previous = Math.min(LARGEST_POSTERIOR, cleaned[k] * inverse[k] * inverseSensitivity);
                float xi = a * previous + news * Math.max(0, gamma - 1);
                float g = estimator.gain(Math.max(SMALLEST_PRIOR, xi), Math.max(1e-6f, gamma));
                cleaned[k] = g * g * power[k];
                gain[k] = Math.max(Math.max(least, held[k]), g * sure);
            }
        }
        gain[0] = gain[1];
        gain[gain.length - 1] = gain[gain.length - 2];
    }

    private void measure() {
        float[] noise = tracker.noise();
        float before = 1e-20f;
        float after = 1e-20f;
        for (int k = 0; k < gain.length; k++) {
            before += noise[k];
            after += noise[k] * gain[k] * gain[k];
        }
        reductionLinear = after / before;
    }

    /** Input, transform, or the way from one to the other within this quantum. */
    private void output(float[][] channels, int offset) {
        boolean target = attenuationDb > 0 && framesInOutput >= Stft.OVERLAP;
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
        tracker.reset();
        Arrays.fill(cleaned, 0);
        Arrays.fill(presence, 0);
        Arrays.fill(recentPresence, 0);
        Arrays.fill(gain, 1);
        quantaWithSound = 0;
        noiseTotal = 0;
        reductionLinear = 1;
        // a history of zeros is whole
        framesInOutput = Stft.OVERLAP;
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
        return awake && tracker.framesSeen() > 0 ? ExactMath.powerToDb(reductionLinear) : 0;
    }

    /** Level of the tracked noise, mean square of a channel relative to full scale; −∞ until known. */
    @AudioThread
    public double noiseFloorDbfs() {
        if (!awake || tracker.framesSeen() == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        float[] noise = tracker.noise();
        double sum = 0;
        for (int k = 0; k < noise.length; k++) {
            sum += noise[k];
        }
        return ExactMath.powerToDb(sum * stft.meanSquarePerPower() / spec.channels());
    }
}
