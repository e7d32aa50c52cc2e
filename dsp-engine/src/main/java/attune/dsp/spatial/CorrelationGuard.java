package attune.dsp.spatial;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Says how wide sound may be made so that its channels do not come to cancel each other. With mid m = (l + r)/2 and side
 * s = (l − r)/2 the correlation of the channels has the sign of Σm² − Σs²; all sums here fade with a time constant
 * of 0.4 s, as a correlation meter's do.
 *
 * <p>Two bounds hold, the smaller one counts. The steady one is the width at which the running energies would give a
 * correlation just above 0. The other one spends what the output has left: it falls when sound turns wide faster than
 * the averages follow. Neither goes under 1: sides that came that wide are left as they are.
 */
final class CorrelationGuard {
    /** Widest that is ever asked for. */
    static final double WIDEST = 2;

    private static final double AVERAGE_SECONDS = 0.4;
    private static final double FALL_SECONDS = 0.005;
    private static final double RISE_SECONDS = 0.4;
    /** Mid over side energy that is aimed at: a correlation of 0.05. */
    private static final double STEADY_RESERVE = 1.1;
    /** Mid over side energy of the output that is kept: a correlation of 0.02. */
    private static final double LEAST_RESERVE = 1.04;

    private double perQuantum = 1;
    private double fall = 1;
    private double rise = 1;
    private double mid;
    private double side;
    private double sideOut;
    private double limit = WIDEST;
    private boolean fresh = true;

    @ControlThread
    void prepare(ProcessSpec spec) {
        perQuantum = share(spec, AVERAGE_SECONDS);
        fall = share(spec, FALL_SECONDS);
        rise = share(spec, RISE_SECONDS);
        reset();
    }

    private static double share(ProcessSpec spec, double seconds) {
        return 1 - StrictMath.exp(-ProcessSpec.QUANTUM_FRAMES / spec.sampleRateHz() / seconds);
    }

    @AudioThread
    void reset() {
        mid = 0;
        side = 0;
        sideOut = 0;
        limit = WIDEST;
        fresh = true;
    }

    /** Goes on from what another one heard. */
    @AudioThread
    void adopt(CorrelationGuard other) {
        mid = other.mid;
        side = other.side;
        sideOut = other.sideOut;
        limit = other.limit;
        fresh = other.fresh;
    }

    /**
     * Takes the energies of a quantum as it comes in.
     *
     * @return largest gain that its sides should have at its end, 1 to {@link #WIDEST}
     */
    @AudioThread
    double limit(double midEnergy, double sideEnergy) {
        mid += perQuantum * (midEnergy - mid);
        side += perQuantum * (sideEnergy - side);
        double left = mid / LEAST_RESERVE - (1 - perQuantum) * sideOut;
        double allowed = Math.min(width(mid, STEADY_RESERVE * side), width(left, perQuantum * sideEnergy));
        limit += (fresh ? 1 : allowed < limit ? fall : rise) * (allowed - limit);
        fresh = false;
        return limit;
    }

    private static double width(double midEnergy, double sideEnergy) {
        if (midEnergy <= sideEnergy) {
            return midEnergy > 0 || sideEnergy > 0 ? 1 : WIDEST;
        }
        return midEnergy >= WIDEST * WIDEST * sideEnergy ? WIDEST : Math.sqrt(midEnergy / sideEnergy);
    }

    /** Takes the energy that the sides of the same quantum were given. */
    @AudioThread
    void spent(double sideEnergy) {
        sideOut += perQuantum * (sideEnergy - sideOut);
    }
}
