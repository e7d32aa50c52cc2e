package attune.dsp.core;

import attune.rt.AudioThread;

/**
 * Makes any 32 bits into a sample that filters can work on. Works on the bit patterns: a comparison of floats would
 * itself be slow on denormal numbers.
 */
public final class SampleScrub {
    /** Larger magnitudes (and infinities and NaN, whose bits are larger still) become silence: 2³². */
    private static final int LARGEST_BITS = (127 + 32) << 23;
    /** Smaller magnitudes become silence: 2⁻⁵⁰, −301 dB. */
    private static final int SMALLEST_BITS = (127 - 50) << 23;

    private static final int MAGNITUDE_MASK = 0x7FFF_FFFF;

    private SampleScrub() {}

    /**
     * Replaces by +0 what is not finite, beyond ±2³², or below 2⁻⁵⁰ in magnitude (which includes −0).
     *
     * @return how many samples were not finite or too large; tiny ones are not counted
     */
    @AudioThread
    public static int scrub(float[] samples, int frames) {
        int bad = 0;
        for (int i = 0; i < frames; i++) {
            int bits = Float.floatToRawIntBits(samples[i]);
            int magnitude = bits & MAGNITUDE_MASK;
            int tooLarge = (LARGEST_BITS - magnitude) >> 31; // all ones or all zeros
            int tooSmall = (magnitude - SMALLEST_BITS) >> 31;
            bad -= tooLarge;
            samples[i] = Float.intBitsToFloat(bits & ~(tooLarge | tooSmall));
        }
        return bad;
    }

    /**
     * Magnitude of a sample as a number that is compared without a branch: of finite samples these are in the order of the
     * magnitudes. {@link Float#intBitsToFloat} gives the magnitude back.
     */
    @AudioThread
    public static int magnitudeBits(float sample) {
        return Float.floatToRawIntBits(sample) & MAGNITUDE_MASK;
    }
}
