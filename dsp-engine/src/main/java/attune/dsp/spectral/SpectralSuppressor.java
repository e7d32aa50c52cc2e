package attune.dsp.spectral;

import attune.dsp.core.ExactMath;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Noise suppression in one short-time transform: tracks the noise, decides which bands hold more, and lowers the rest.
 * Order within a quantum as in {@link Stft}, with {@link #frame} for what lies between the transforms.
 */
final class SpectralSuppressor {
    /** Added power floor: about −150 dB of full scale, far above denormals. */
    private static final float POWER_FLOOR = 1e-12f;
    /** 100 dB above full scale; its square still fits a float. */
    private static final float POWER_CEILING = 0x1p50f;
    /** Trust in a young noise estimate grows from nothing to full between these. */
    private static final double TRUST_FROM_SECONDS = 0.25;

    private static final double TRUST_FULL_SECONDS = 0.8;

    private final Stft stft;
    private final NoiseTracker tracker;
    private final PresenceDetector presence;
    private final SuppressionRule rule;
    private final float[] power;
    private final double hopSeconds;
    private final double trustFromFrames;
    private final double trustPerFrame;
    private float protection;
    private float presenceRelease;
    private float floorLinear = 1;
    private float reductionLinear = 1;

    /**
     * For one transform.
     *
     * @param stft to work in, and to be fed and read by the caller
     */
    @ControlThread
    SpectralSuppressor(Stft stft, double sampleRateHz) {
        int bins = stft.bins();
        this.stft = stft;
        this.hopSeconds = stft.hopFrames() / sampleRateHz;
        this.tracker = new NoiseTracker(bins, hopSeconds);
        this.presence = new PresenceDetector(bins, sampleRateHz / stft.frames(), hopSeconds);
        this.rule = new SuppressionRule(bins);
        this.power = new float[bins];
        this.trustFromFrames = TRUST_FROM_SECONDS / hopSeconds;
        this.trustPerFrame = hopSeconds / (TRUST_FULL_SECONDS - TRUST_FROM_SECONDS);
    }

    /** What works here, for its parameters. */
    SuppressionRule rule() {
        return rule;
    }

    /** Least gain, linear. */
    @AudioThread
    void setFloor(float linear) {
        floorLinear = linear;
    }

    /** How far word beginnings are protected, 0 to 1. */
    @AudioThread
    void setProtection(float share) {
        protection = share;
        rule.setProtection(share);
    }

    /** Time in which an open band closes again. */
    @AudioThread
    void setRelease(double seconds) {
        presenceRelease = (float) ExactMath.exp(-hopSeconds / seconds);
    }

    /** Forgets everything; parameters stay. */
    @AudioThread
    void reset() {
        tracker.reset();
        presence.reset();
        rule.reset();
        reductionLinear = 1;
    }

    /**
     * One frame, when {@link Stft#push} says that it is due.
     *
     * @param learn whether it may hold noise to learn from
     */
    @AudioThread
    void frame(boolean learn) {
        stft.analyse();
        stft.power(power, POWER_FLOOR, POWER_CEILING);
        if (learn) {
            tracker.update(power);
        }
        float[] posterior = rule.compare(power, tracker.inverse());
        presence.look(posterior, tracker.noise(), tracker.held(), protection, presenceRelease);
        if (learn) {
            learn();
        }
        float[] gain = rule.gains(power, tracker.inverse(), tracker.held(), presence, floor());
        measure(gain);
        stft.scale(gain);
        stft.synthesise();
    }

    private void learn() {
        int bands = presence.bands();
        for (int b = 0; b < bands; b++) {
            tracker.refine(power, presence.edge(b), presence.edge(b + 1), presence.presence(b));
        }
        tracker.refine(power, 0, 1, presence.presence(0));
        tracker.refine(power, power.length - 1, power.length, presence.presence(bands - 1));
    }

    private float floor() {
        float trust = (float) Math.max(0, Math.min(1, (tracker.framesSeen() - trustFromFrames) * trustPerFrame));
        return 1 - trust * (1 - floorLinear);
    }

    private void measure(float[] gain) {
        float[] noise = tracker.noise();
        float before = 1e-20f;
        float after = 1e-20f;
        for (int k = 0; k < gain.length; k++) {
            before += noise[k];
            after += noise[k] * gain[k] * gain[k];
        }
        reductionLinear = after / before;
    }

    /** Whether any noise has been tracked since the last reset. */
    boolean knowsNoise() {
        return tracker.framesSeen() > 0;
    }

    /** Gain on the noise in the last frame, a power ratio. */
    float reduction() {
        return reductionLinear;
    }

    /** Mean square of the tracked noise, all channels added. */
    @AudioThread
    double noiseMeanSquare() {
        float[] noise = tracker.noise();
        double sum = 0;
        for (int k = 0; k < noise.length; k++) {
            sum += noise[k];
        }
        return sum * stft.meanSquarePerPower();
    }
}
