package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Gain that gives back what compression takes from the loudness: ratio of the energies before and behind it, each
 * averaged over 3 s of sound (what is 30 dB quieter counts a tenth as long), 0 to 9 dB, at most 1.5 dB a second upwards
 * and 6 downwards.
 *
 * <p>Where settings change what will be lost, the average is corrected at once by what the static curves say. Then the
 * gain falls with the reduction, by 60 dB a second, and rises as fast to where it has been before.
 */
final class MakeupGain {
    static final double MOST_DB = 9;

    static final double AVERAGE_SECONDS = 3;
    private static final double QUIET_RATIO = 1e-3;
    private static final double QUIET_WEIGHT = 0.1;
    private static final double RISE_DB_PER_SECOND = 1.5;
    private static final double FALL_DB_PER_SECOND = 6;
    private static final double CORRECTED_DB_PER_SECOND = 60;
    /** Energy of a quantum that counts as silence: −100 dB. */
    static final double SILENCE = 1e-10 * ProcessSpec.QUANTUM_FRAMES;

    private double perQuantum = 1;
    private double riseDb;
    private double fallDb;
    private double correctedDb;
    private double heardQuanta;
    private double before;
    private double after;
    private double gainDb;
    /** NaN before the first quantum. */
    private double lastShare;

    /** Largest gain so far. */
    private double highestDb;

    /** Whether settings have changed and the gain does not yet fit them. */
    private boolean corrected;

    @ControlThread
    void prepare(ProcessSpec spec) {
        double quantumSeconds = ProcessSpec.QUANTUM_FRAMES / spec.sampleRateHz();
        perQuantum = quantumSeconds / AVERAGE_SECONDS;
        riseDb = RISE_DB_PER_SECOND * quantumSeconds;
        fallDb = FALL_DB_PER_SECOND * quantumSeconds;
        correctedDb = CORRECTED_DB_PER_SECOND * quantumSeconds;
        reset();
    }

    @AudioThread
    void reset() {
        heardQuanta = 0;
        before = 0;
        after = 0;
        gainDb = 0;
        highestDb = 0;
        lastShare = Double.NaN;
        corrected = false;
    }

    /** Goes on from what another has measured. */
    @AudioThread
    void adopt(MakeupGain other) {
        heardQuanta = other.heardQuanta;
        before = other.before;
        after = other.after;
        gainDb = other.gainDb;
        highestDb = other.highestDb;
        lastShare = other.lastShare;
    }

    /**
     * Settings have changed.
     *
     * @param lossDbBefore of what was heard of late, at the settings that were in force
     * @param lossDbNow the same at those now in force
     */
    @AudioThread
    void expectLoss(double lossDbBefore, double lossDbNow) {
        if (lossDbNow == lossDbBefore || lossDbBefore == 0 || after >= before || after <= 0) {
            return;
        }
        double lossDb = ExactMath.powerToDb(before / after);
        double expectedDb = lossDb * lossDbNow / lossDbBefore;
        if (lossDbNow > lossDbBefore) {
            expectedDb = Math.max(lossDb, Math.min(expectedDb, lossDbNow));
        }
        after = before * ExactMath.dbToLinear(-2 * expectedDb);
        corrected = true;
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
        corrected |= share < lastShare || share > lastShare;
        lastShare = share;
        gainDb = corrected ? quickly(wantedDb) : slowly(wantedDb);
        highestDb = Math.max(highestDb, gainDb);
        return gainDb;
    }

    private double slowly(double wantedDb) {
        return Math.max(gainDb - fallDb, Math.min(gainDb + riseDb, wantedDb));
    }

    private double quickly(double wantedDb) {
        double knownDb = Math.min(wantedDb, Math.max(gainDb, highestDb));
        double nextDb = Math.max(gainDb - correctedDb, Math.min(gainDb + correctedDb, knownDb));
        corrected = nextDb != knownDb;
        return nextDb;
    }
}
