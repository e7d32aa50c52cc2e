package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Gain that gives back what compression takes from the loudness: ratio of the energies before and behind it, each
 * averaged over 3 s of sound (what is 30 dB quieter counts a tenth as long), 0 to 9 dB, at most 1.5 dB a second upwards
 * and 6 downwards. Where settings change so that less will be lost, the average is corrected at once by what the static
 * curves say, and the gain falls with the reduction, by 60 dB a second.
 */
final class MakeupGain {
    static final double MOST_DB = 9;

    static final double AVERAGE_SECONDS = 3;
    private static final double QUIET_RATIO = 1e-3;
    private static final double QUIET_WEIGHT = 0.1;
    private static final double RISE_DB_PER_SECOND = 1.5;
    private static final double FALL_DB_PER_SECOND = 6;
    private static final double CORRECTED_FALL_DB_PER_SECOND = 60;
    /** Energy of a quantum that counts as silence: −100 dB. */
    static final double SILENCE = 1e-10 * ProcessSpec.QUANTUM_FRAMES;

    private double perQuantum = 1;
    private double riseDb;
    private double fallDb;
    private double correctedFallDb;
    private double heardQuanta;
    private double before;
    private double after;
    private double gainDb;
    private double lastShare;
    /** Whether settings made the gain too high, until it is no more. */
    private boolean corrected;

    @ControlThread
    void prepare(ProcessSpec spec) {
        double quantumSeconds = ProcessSpec.QUANTUM_FRAMES / spec.sampleRateHz();
        perQuantum = quantumSeconds / AVERAGE_SECONDS;
        riseDb = RISE_DB_PER_SECOND * quantumSeconds;
        fallDb = FALL_DB_PER_SECOND * quantumSeconds;
        correctedFallDb = CORRECTED_FALL_DB_PER_SECOND * quantumSeconds;
        reset();
    }

    @AudioThread
    void reset() {
        heardQuanta = 0;
        before = 0;
        after = 0;
        gainDb = 0;
        corrected = false;
    }

    /** Goes on from what another has measured. */
    @AudioThread
    void adopt(MakeupGain other) {
        heardQuanta = other.heardQuanta;
        before = other.before;
        after = other.after;
        gainDb = other.gainDb;
    }

    /**
     * Settings have changed.
     *
     * @param lossDbBefore of what was heard of late, at the settings that were in force
     * @param lossDbNow the same at those now in force
     */
    @AudioThread
    void expectLoss(double lossDbBefore, double lossDbNow) {
        if (lossDbNow < lossDbBefore && after > 0 && after < before) {
            double lossDb = ExactMath.powerToDb(before / after);
            after = before * ExactMath.dbToLinear(-2 * lossDb * lossDbNow / lossDbBefore);
            corrected = true;
        }
    }

    /**
     * One quantum.
     *
     * @param share of the loss that is given back, 0 to 1
     * @return gain now, in dB
     */
    @AudioThread
    double next(double energyBefore, double energyAfter, double share) {
        if (energyBefore > SILENCE) {
            heardQuanta++;
            double weight = energyBefore > QUIET_RATIO * before ? 1 : QUIET_WEIGHT;
            double rate = Math.max(perQuantum, 1 / heardQuanta) * weight;
            before += rate * (energyBefore - before);
            after += rate * (energyAfter - after);
        }
        double lossDb = before > 0 && after > 0 ? ExactMath.powerToDb(before / after) : 0;
        double wantedDb = share * Math.max(0, Math.min(MOST_DB, lossDb));
        corrected |= share < lastShare;
        lastShare = share;
        gainDb = Math.max(gainDb - (corrected ? correctedFallDb : fallDb), Math.min(gainDb + riseDb, wantedDb));
        corrected &= gainDb > wantedDb;
        return gainDb;
    }
}
