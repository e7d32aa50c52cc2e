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
 * <p>It begins at what the static curves are expected to take from a programme. In the first second of programme what is
 * measured takes the place of what was expected, and the gain may move by 12 dB a second. Until then sound that is 30 dB
 * under the expected programme is the room before the first word, and changes nothing; if it goes on for half a minute
 * and longer, less and less loud sound is taken for programme.
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
    private static final double FIRST_SECONDS = 1;
    private static final double FIRST_DB_PER_SECOND = 12;
    /** Energy of a quantum that counts as silence: −100 dB. */
    static final double SILENCE = 1e-10 * ProcessSpec.QUANTUM_FRAMES;

    private double perQuantum = 1;
    private double riseDb;
    private double fallDb;
    private double correctedDb;
    private double firstDb;
    private double firstQuanta = 1;
    /** Quanta of programme since the start; quiet ones count a tenth. */
    private double heardQuanta;

    private double expectedLossDb;
    /** Energy of a quantum of the expected programme; falls while nothing nearly as loud is heard. */
    private double expectedEnergy;

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
        firstDb = FIRST_DB_PER_SECOND * quantumSeconds;
        firstQuanta = FIRST_SECONDS / quantumSeconds;
        start(0, 0, 0);
    }

    /**
     * Forgets what was heard.
     *
     * @param lossDb that is expected, 0 or more
     * @param energy of a quantum of the expected programme
     * @param share of the loss that is given back, 0 to 1
     */
    @AudioThread
    void start(double lossDb, double energy, double share) {
        heardQuanta = 0;
        expectedLossDb = lossDb;
        expectedEnergy = energy;
        before = 0;
        after = 0;
        gainDb = share * Math.min(MOST_DB, lossDb);
        highestDb = gainDb;
        lastShare = Double.NaN;
        corrected = false;
    }

    /** Goes on from what another has measured. */
    @AudioThread
    void adopt(MakeupGain other) {
        heardQuanta = other.heardQuanta;
        expectedLossDb = other.expectedLossDb;
        expectedEnergy = other.expectedEnergy;
        before = other.before;
        after = other.after;
        gainDb = other.gainDb;
        highestDb = other.highestDb;
        lastShare = other.lastShare;
    }

    /** Other settings are expected to take this, 0 or more dB; matters as long as little was heard. */
    @AudioThread
    void expect(double lossDb) {
        expectedLossDb = lossDb;
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
     * One quantum; energies as they would be with the expected programme's level.
     *
     * @param share of the loss that is given back, 0 to 1
     * @return gain now, in dB
     */
    @AudioThread
    double next(double energyBefore, double energyAfter, double share) {
        if (energyBefore > SILENCE) {
            listen(energyBefore, energyAfter);
        }
        double lossDb = lossDb();
        double wantedDb = share * Math.max(0, Math.min(MOST_DB, lossDb));
        corrected |= share < lastShare || share > lastShare;
        lastShare = share;
        gainDb = corrected ? quickly(wantedDb) : slowly(wantedDb);
        highestDb = Math.max(highestDb, gainDb);
        return gainDb;
    }

    @AudioThread
    double gainDb() {
        return gainDb;
    }

    private void listen(double energyBefore, double energyAfter) {
        double usual = heardQuanta > 0 ? before : expectedEnergy;
        boolean quiet = energyBefore <= QUIET_RATIO * usual;
        if (quiet && heardQuanta == 0) {
            expectedEnergy -= QUIET_WEIGHT * perQuantum * expectedEnergy;
            return;
        }
        double weight = quiet ? QUIET_WEIGHT : 1;
        heardQuanta += weight;
        double rate = Math.max(perQuantum, 1 / heardQuanta) * weight;
        before += rate * (energyBefore - before);
        after += rate * (energyAfter - after);
    }

    /** What was expected, then what is measured, in the first second part of both. */
    private double lossDb() {
        if (before <= 0 || after <= 0) {
            return expectedLossDb;
        }
        double measuredDb = ExactMath.powerToDb(before / after);
        double known = heardQuanta / firstQuanta;
        return known < 1 ? expectedLossDb + known * (measuredDb - expectedLossDb) : measuredDb;
    }

    private double slowly(double wantedDb) {
        boolean first = heardQuanta < firstQuanta;
        double downDb = first ? firstDb : fallDb;
        double upDb = first ? firstDb : riseDb;
        return Math.max(gainDb - downDb, Math.min(gainDb + upDb, wantedDb));
    }

    private double quickly(double wantedDb) {
        double knownDb = Math.min(wantedDb, Math.max(gainDb, highestDb));
        double nextDb = Math.max(gainDb - correctedDb, Math.min(gainDb + correctedDb, knownDb));
        corrected = nextDb != knownDb;
        return nextDb;
    }
}
