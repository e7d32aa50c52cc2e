package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.rt.AudioThread;

/**
 * Gain of a limiter over time: falls at once, comes back exponentially in decibels. After a single peak 90 % of the
 * reduction is gone when the release time is over; after sustained limiting half of the mean reduction goes several
 * times slower, so that the gain does not follow single bass waves or syllables. Ends at exactly one.
 */
final class ReleaseEnvelope {
    private static final double RELEASED_90_PERCENT = 2.302585092994046;
    private static final double MEAN_FALL_RATIO = 10;
    private static final double MEAN_RISE_RATIO = 3;
    private static final double SUSTAIN = 0.5;
    /** 0.0006 dB, in octaves of gain: from here the gain is one. */
    private static final double NEARLY_ONE_LOG2 = -1e-4;

    private double fast;
    private double meanFall;
    private double meanRise;
    private double gainLog2;
    private double meanLog2;

    /** Time constants for steps of this length. */
    @AudioThread
    void set(double releaseSeconds, double stepSeconds) {
        fast = 1 - ExactMath.exp(-stepSeconds * RELEASED_90_PERCENT / releaseSeconds);
        meanFall = 1 - ExactMath.exp(-stepSeconds / (MEAN_FALL_RATIO * releaseSeconds));
        meanRise = 1 - ExactMath.exp(-stepSeconds / (MEAN_RISE_RATIO * releaseSeconds));
    }

    @AudioThread
    void reset() {
        gainLog2 = 0;
        meanLog2 = 0;
    }

    /** Whether the gain is one and stays so until the next required reduction. */
    @AudioThread
    boolean atRest() {
        return gainLog2 == 0 && meanLog2 == 0;
    }

    /**
     * One step.
     *
     * @param required largest gain allowed now, 2⁻⁴⁰ to 1
     * @return gain, never above {@code required}
     */
    @AudioThread
    double next(double required) {
        double requiredLog2 = required < 1 ? ExactMath.log2(required) : 0;
        double result = required;
        if (requiredLog2 <= gainLog2) {
            gainLog2 = requiredLog2;
        } else {
            double goal = Math.min(requiredLog2, SUSTAIN * meanLog2);
            if (goal > gainLog2) {
                gainLog2 += fast * (goal - gainLog2);
            }
            if (gainLog2 > NEARLY_ONE_LOG2 && required >= 1) {
                gainLog2 = 0;
            }
            result = Math.min(required, ExactMath.exp2(gainLog2));
        }
        meanLog2 += (gainLog2 < meanLog2 ? meanFall : meanRise) * (gainLog2 - meanLog2);
        if (meanLog2 > NEARLY_ONE_LOG2 && gainLog2 == 0) {
            meanLog2 = 0;
        }
        return result;
    }
}
