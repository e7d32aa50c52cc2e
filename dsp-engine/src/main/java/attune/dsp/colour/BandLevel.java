package attune.dsp.colour;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Slow peak level of a band: up within a quantum, held for 25 to 50 ms, then down with a time constant of 0.1 s. A steady
 * tone from 100 Hz up has a steady level.
 */
final class BandLevel {
    /** −100 dB of full scale: no level is below. */
    static final float LEAST = 1e-5f;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double HOLD_SECONDS = 0.025;
    private static final double FALL_SECONDS = 0.1;

    private int holdQuanta = 1;
    private float fall = 1;
    private int quantaLeft = 1;
    private float heldBefore;
    private float held;
    private float from = LEAST;
    private float to = LEAST;

    @ControlThread
    void prepare(ProcessSpec spec) {
        holdQuanta = spec.quantaFor(HOLD_SECONDS);
        fall = (float) (1 - StrictMath.exp(-QUANTUM / spec.sampleRateHz() / FALL_SECONDS));
        reset();
    }

    @AudioThread
    void reset() {
        quantaLeft = holdQuanta;
        heldBefore = 0;
        held = 0;
        from = LEAST;
        to = LEAST;
    }

    @AudioThread
    void adopt(BandLevel other) {
        quantaLeft = other.quantaLeft;
        heldBefore = other.heldBefore;
        held = other.held;
        from = other.from;
        to = other.to;
    }

    /** Takes the largest magnitude of a quantum. */
    @AudioThread
    void track(float peak) {
        held = Math.max(held, peak);
        float heard = Math.max(held, heldBefore);
        from = to;
        to = Math.max(LEAST, heard > from ? heard : from + fall * (heard - from));
        quantaLeft--;
        if (quantaLeft == 0) {
            quantaLeft = holdQuanta;
            heldBefore = held;
            held = 0;
        }
    }

    /** Level where the quantum began. */
    @AudioThread
    float from() {
        return from;
    }

    /** Level where the quantum ends. */
    @AudioThread
    float to() {
        return to;
    }
}
