package attune.dsp.colour;

import attune.dsp.core.Oversampler;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.SampleScrub;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Second and third harmonics of one channel's band. The waveshaper is a polynomial of third order, so that it makes no
 * others: at twice the rate none of them folds back. It works on the band over its own slow level, which is put
 * back behind it, so that quiet sound gets the same harmonics in proportion as loud sound.
 */
final class HarmonicGenerator {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int UPPER_QUANTUM = 2 * QUANTUM;
    /** Amplitudes of the harmonics of a sine, relative to it: −2 dB and −18 dB. What is like noise gets 10 dB less. */
    private static final float SECOND = 0.8f;

    private static final float THIRD = 0.12f;
    /** A steady sine's peak before the waveshaper; while the level rises, what exceeds ±1 is clipped. */
    private static final float DRIVE = 0.9f;
    /** cos 2a = 2 cos² a − 1, cos 3a = 4 cos³ a − 3 cos a; the drive is made up for. */
    private static final float SQUARE = 2 * SECOND / (DRIVE * DRIVE);

    private static final float CUBE = 4 * THIRD / (DRIVE * DRIVE * DRIVE);
    /**
     * Share of the band itself that the cube makes and that is taken off: between what a sine (3 DRIVE²/4 = 0.61) and
     * noise with its crest of 10 dB (3 · 0.3² = 0.27) would need, so that neither's own level moves by more than 0.6 dB.
     */
    private static final float LINEAR = 0.44f * CUBE;
    /** Band peak under which nothing is made: −180 dB of full scale; keeps cubes clear of denormal numbers. */
    private static final float SILENT = 1e-9f;

    private static final float[] RISING = rising();

    private final Oversampler oversampler = new Oversampler();
    private final BandLevel level = new BandLevel();
    private final float[] band = new float[QUANTUM];
    /** Largest magnitude of the quantum. */
    private float peak;

    /** From 0 to 1 over a quantum, for both phases. */
    private static float[] rising() {
        float[] ramp = new float[UPPER_QUANTUM];
        for (int i = 0; i < UPPER_QUANTUM; i++) {
            ramp[i] = (i % QUANTUM + 1f) / QUANTUM;
        }
        return ramp;
    }

    @ControlThread
    void prepare(ProcessSpec spec) {
        level.prepare(spec);
        reset();
    }

    @AudioThread
    void reset() {
        oversampler.reset();
        level.reset();
        peak = 0;
    }

    /** Goes on from another's level. */
    @AudioThread
    void adopt(HarmonicGenerator other) {
        level.adopt(other.level);
    }

    /** Takes one quantum of the band whose level counts: not yet bounded above. */
    @AudioThread
    void listen(double[] samples) {
        int even = 0;
        int odd = 0;
        for (int i = 0; i < QUANTUM; i += 2) {
            even = Math.max(even, SampleScrub.magnitudeBits((float) samples[i]));
            odd = Math.max(odd, SampleScrub.magnitudeBits((float) samples[i + 1]));
        }
        peak = Float.intBitsToFloat(Math.max(even, odd));
        level.track(peak);
    }

    /** Replaces one quantum of the band by its harmonics, {@link Oversampler#LATENCY_FRAMES} later. */
    @AudioThread
    void generate(double[] samples) {
        float gain = peak < SILENT ? 0 : 1;
        for (int i = 0; i < QUANTUM; i++) {
            band[i] = gain * (float) samples[i];
        }
        oversampler.up(band);
        if (level.to() > level.from()) {
            shapeOnset(oversampler.upper(), level.from(), level.to());
        } else {
            shape(oversampler.upper(), level.from(), level.to());
        }
        oversampler.down(band);
        for (int i = 0; i < QUANTUM; i++) {
            samples[i] = band[i];
        }
    }

    /** The level falls or stays: but for what lies between samples the band is within it. */
    private static void shape(float[] samples, float fromLevel, float toLevel) {
        float drive = DRIVE / fromLevel;
        float driveStep = DRIVE / toLevel - drive;
        float levelStep = toLevel - fromLevel;
        for (int i = 0; i < UPPER_QUANTUM; i++) {
            float x = samples[i] * (drive + driveStep * RISING[i]);
            samples[i] = x * (x * (SQUARE + CUBE * x) - LINEAR) * (fromLevel + levelStep * RISING[i]);
        }
    }

    /** The same where the level is on its way up to the band. */
    private static void shapeOnset(float[] samples, float fromLevel, float toLevel) {
        float drive = DRIVE / fromLevel;
        float driveStep = DRIVE / toLevel - drive;
        float levelStep = toLevel - fromLevel;
        for (int i = 0; i < UPPER_QUANTUM; i++) {
            float x = samples[i] * (drive + driveStep * RISING[i]);
            x = Math.max(-1f, Math.min(1f, x));
            samples[i] = x * (x * (SQUARE + CUBE * x) - LINEAR) * (fromLevel + levelStep * RISING[i]);
        }
    }
}
