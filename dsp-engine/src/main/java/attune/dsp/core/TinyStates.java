package attune.dsp.core;

import attune.rt.AudioThread;

/**
 * Ends the decay of recursive states before it reaches denormal numbers, so that the samples do not depend on whether
 * the processor flushes those to zero, and silence costs no more than sound. 1e-15 is 300 dB below full scale: nothing
 * that float samples could carry is lost.
 */
public final class TinyStates {
    /** States below this magnitude count as zero. */
    public static final double SMALLEST = 1e-15;

    private TinyStates() {}

    /** {@code state}, or 0 when it is below {@link #SMALLEST} in magnitude. Once a quantum is enough. */
    @AudioThread
    public static double flush(double state) {
        return state < SMALLEST && state > -SMALLEST ? 0.0 : state;
    }
}
