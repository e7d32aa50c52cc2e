package attune.dsp.spectral;

import attune.dsp.core.ProcessSpec;
import attune.dsp.spectral.NoiseReducer.Floor;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Noise suppression in one short-time transform: tracks the noise, decides which bands hold more, and lowers the rest.
 *
 * <p>Order within a quantum: {@link #push}; {@link #wake} or {@link #wakeFrom} where it has slept and is needed; while
 * awake {@link #work}; then one of {@link #pull}, {@link #pullDry} and {@link #skip}.
 */
final class SpectralSuppressor {
    /**
     * A {@link NoiseTracker} learns from every second frame: half the cost, and neighbours that overlap fourfold say little
     * new. A {@link StationaryFloor} needs all, to see how power scatters.
     */
    static final int LEARNING_HOPS = 2;

    /** Added power floor: about −150 dB of full scale, far above denormals. */
    private static final float POWER_FLOOR = 1e-12f;
    /** 100 dB above full scale; its square still fits a float. */
    private static final float POWER_CEILING = 0x1p50f;
    /** Time in which an open band closes again, at 0 and 100 % of the smoothing. */
    private static final double LEAST_RELEASE_SECONDS = 0.005;

    private static final double MOST_RELEASE_SECONDS = 0.03;

    private final Stft stft;
    private final FrameThinning thinning = new FrameThinning();
    private final NoiseEstimator estimator;
    /** Whether the estimator is given every frame, and the scatter in it. */
    private final boolean learnsAll;

    private final NoiseProfile profile;
    private final PresenceDetector presence;
    private final SuppressionRule rule;
    private final float[] power;
    private final float[] single;
    private final int quantaPerFrame;
    private boolean due;
    /** Hops since the output was forgotten; enough at {@link Stft#overlap}. */
    private int hopsInOutput;

    private boolean thin;
    private float protection;
    private float floorLinear = 1;
    private float reductionLinear = 1;

    /**
     * For one transform.
     *
     * @param stft to work in, owned from now on
     * @param spec of what goes through it
     * @param floor what counts as noise
     */
    @ControlThread
    SpectralSuppressor(Stft stft, ProcessSpec spec, Floor floor) {
        int bins = stft.bins();
        this.stft = stft;
        double hopSeconds = stft.hopFrames() / spec.sampleRateHz();
        double binHz = spec.sampleRateHz() / stft.frames();
        this.learnsAll = floor == Floor.MUSIC;
        this.estimator =
                learnsAll ? new StationaryFloor(bins, hopSeconds) : new NoiseTracker(bins, LEARNING_HOPS * hopSeconds);
        this.presence = new PresenceDetector(bins, binHz, hopSeconds);
        this.profile = new NoiseProfile(bins, binHz, hopSeconds, stft.meanSquarePerPower() / spec.channels());
        this.rule = new SuppressionRule(bins);
        this.power = new float[bins];
        this.single = new float[learnsAll ? bins : 0];
        this.quantaPerFrame = stft.frames() / ProcessSpec.QUANTUM_FRAMES;
    }

    /** Least gain, linear. */
    @AudioThread
    void setFloor(float linear) {
        floorLinear = linear;
    }

    /** Raises the noise that counts by so many dB. */
    @AudioThread
    void setSensitivityDb(double db) {
        rule.setSensitivityDb(db);
    }

    /** Smoothing of the gains, 0 (least) to 1. */
    @AudioThread
    void setSmoothing(double share) {
        rule.setSmoothing(share);
        presence.setRelease(LEAST_RELEASE_SECONDS + share * (MOST_RELEASE_SECONDS - LEAST_RELEASE_SECONDS));
    }

    /** How far word beginnings are protected, 0 to 1. */
    @AudioThread
    void setProtection(float share) {
        protection = share;
        rule.setProtection(share);
    }

    /** Noise that was learned once, see {@link NoiseProfile#keep}. */
    @AudioThread
    void keepProfile(double[] bandsDb, double share) {
        profile.keep(bandsDb, share);
    }

    /** Leaves out every second frame, or no longer; only where frames overlap fourfold. */
    @AudioThread
    void setThin(boolean on) {
        thinning.want(on);
    }

    /** As if just made; parameters stay. A history of zeros is whole. */
    @AudioThread
    void reset() {
        stft.reset();
        forgetNoise();
        hopsInOutput = stft.overlap();
    }

    private void forgetNoise() {
        estimator.reset();
        profile.reset();
        presence.reset();
        rule.reset();
        thinning.reset();
        setStride();
        reductionLinear = 1;
    }

    /** Begins anew, with the input alone in memory. */
    @AudioThread
    void wake() {
        stft.forgetOutput();
        forgetNoise();
        hopsInOutput = 0;
    }

    /** Begins with what another has learned, whose transform may be of half or twice the length. */
    @AudioThread
    void wakeFrom(SpectralSuppressor other) {
        wake();
        adopt(other);
    }

    /** Takes over what another has learned. */
    @AudioThread
    void adopt(SpectralSuppressor other) {
        estimator.adopt(other.estimator);
        profile.adopt(other.profile);
    }

    /** Takes one quantum in. */
    @AudioThread
    void push(float[][] source, int offset) {
        due = stft.push(source, offset);
    }

    /**
     * Suppresses where a frame is due.
     *
     * @param quantaWithSound since the last one of digital silence, which is no noise to learn
     */
    @AudioThread
    void work(int quantaWithSound) {
        if (!due) {
            return;
        }
        float weight = thinning.next();
        if (weight > 0) {
            setStride();
            boolean learn = learnsAll || !thinning.isOdd();
            frame(learn && quantaWithSound >= quantaPerFrame, weight);
        }
        if (weight > 0 || hopsInOutput > 0) {
            hopsInOutput = Math.min(hopsInOutput + 1, stft.overlap());
        }
    }

    private void setStride() {
        if (thin != thinning.isThin()) {
            thin = thinning.isThin();
            int stride = thin ? 2 : 1;
            estimator.setStride(stride);
            presence.setStride(stride);
            rule.setStride(stride);
        }
    }

    private void frame(boolean learn, float weight) {
        stft.analyse();
        stft.power(power, POWER_FLOOR, POWER_CEILING);
        if (learn) {
            if (learnsAll) {
                stft.single(single, POWER_FLOOR, POWER_CEILING);
            }
            estimator.update(power, single);
        }
        float trust = estimator.trust();
        boolean known = profile.isPresent();
        float[] noise = known ? profile.merge(estimator.noise(), trust, thin ? 2 : 1) : estimator.noise();
        float[] inverse = known ? profile.inverse() : estimator.inverse();
        float[] posterior = rule.compare(power, inverse);
        presence.look(posterior, noise, estimator.held(), protection);
        if (learn) {
            learn();
        }
        float floor = known ? floorLinear : 1 - trust * (1 - floorLinear);
        float[] gain = rule.gains(power, inverse, estimator.held(), presence, floor);
        measure(noise, gain);
        stft.scale(gain);
        stft.synthesise(weight);
    }

    private void learn() {
        int bands = presence.bands();
        for (int b = 0; b < bands; b++) {
            estimator.refine(power, presence.edge(b), presence.edge(b + 1), presence.presence(b));
        }
        estimator.refine(power, 0, 1, presence.presence(0));
        estimator.refine(power, power.length - 1, power.length, presence.presence(bands - 1));
    }

    private void measure(float[] noise, float[] gain) {
        float before = 1e-20f;
        float after = 1e-20f;
        for (int k = 0; k < gain.length; k++) {
            before += noise[k];
            after += noise[k] * gain[k] * gain[k];
        }
        reductionLinear = after / before;
    }

    /** Whether the output holds all frames that belong into it. */
    boolean isWhole() {
        return hopsInOutput >= stft.overlap();
    }

    /** One quantum of output, for the quantum last pushed. */
    @AudioThread
    void pull(float[][] destination, int offset) {
        stft.pull(destination, offset);
    }

    /** One quantum of untouched input with the delay of {@link #pull}. */
    @AudioThread
    void pullDry(float[][] destination, int offset) {
        stft.pullDry(destination, offset);
    }

    /** Drops the quantum that {@link #pull} would give. */
    @AudioThread
    void skip() {
        stft.skip();
    }

    int latencyFrames() {
        return stft.latencyFrames();
    }

    /** Whether any noise has been tracked since the last reset. */
    boolean knowsNoise() {
        return estimator.isStarted();
    }

    /** Gain on the noise in the last frame, a power ratio. */
    float reduction() {
        return reductionLinear;
    }

    /** Levels of the tracked noise, see {@link NoiseProfile#measure}; {@link #knowsNoise} first. */
    @AudioThread
    void measureProfile(double[] bandsDb) {
        profile.measure(estimator.noise(), bandsDb);
    }

    /** Mean square of the tracked noise, all channels added. */
    @AudioThread
    double noiseMeanSquare() {
        float[] noise = estimator.noise();
        double sum = 0;
        for (int k = 0; k < noise.length; k++) {
            sum += noise[k];
        }
        return sum * stft.meanSquarePerPower();
    }
}
