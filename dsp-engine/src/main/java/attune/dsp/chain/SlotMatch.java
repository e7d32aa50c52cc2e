package attune.dsp.chain;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Keeps the four slots equally loud while a person compares them: each is played as much louder than the dry sound as
 * the slot that played when matching was turned on. What a slot does to the loudness is measured while it plays
 * ({@link LevelMatch}) and remembered, so that from its second hearing on it begins at the right level.
 */
final class SlotMatch {
    private static final double SILENCE = 1e-12;
    private static final double LARGEST_TRIM_DB = 18;
    /** A slot's change of loudness is a mean over so much of its sound at most. */
    private static final double MEMORY_SECONDS = 10;
    /** So much of it must have been heard. */
    private static final double KNOWN_SECONDS = 0.4;
    /** Ramps and delays of a change are over. */
    private static final double IGNORED_SECONDS = 0.2;
    /** Speed at which a slot that is heard for the first time is brought to its level. */
    private static final double SPEED_DB_PER_SECOND = 24;

    private final double[] dryEnergy = new double[Engine.SLOTS];
    private final double[] wetEnergy = new double[Engine.SLOTS];
    private final int[] quantaHeard = new int[Engine.SLOTS];
    private int reference;
    private int slot;
    private boolean on;
    private double trimDb;
    private int memoryQuanta = 1;
    private int knownQuanta = 1;
    private int ignoredQuanta = 1;
    private int quantaToIgnore;
    private double quantumDb;

    @ControlThread
    void prepare(ProcessSpec spec) {
        memoryQuanta = spec.quantaFor(MEMORY_SECONDS);
        knownQuanta = spec.quantaFor(KNOWN_SECONDS);
        ignoredQuanta = spec.quantaFor(IGNORED_SECONDS);
        quantumDb = SPEED_DB_PER_SECOND * ProcessSpec.QUANTUM_FRAMES / spec.sampleRateHz();
        on = false;
        start(0);
    }

    /** A new programme: what slots did to the last one is forgotten. */
    @AudioThread
    void start(int playingSlot) {
        for (int s = 0; s < quantaHeard.length; s++) {
            quantaHeard[s] = 0;
        }
        slot = playingSlot;
        reference = playingSlot;
        trimDb = 0;
        quantaToIgnore = ignoredQuanta;
    }

    /** A slot has other settings than before. */
    @AudioThread
    void forget(int changedSlot) {
        quantaHeard[changedSlot] = 0;
        quantaToIgnore = changedSlot == slot ? ignoredQuanta : quantaToIgnore;
    }

    /** What is to be from now on. */
    @AudioThread
    void select(boolean match, int playingSlot) {
        if (match && !on) {
            reference = playingSlot;
        }
        boolean changed = playingSlot != slot;
        on = match;
        slot = playingSlot;
        quantaToIgnore = changed ? ignoredQuanta : quantaToIgnore;
        if (!on || slot == reference) {
            trimDb = 0;
        } else if (changed) {
            trimDb = isKnown(slot) && isKnown(reference) ? wantedDb() : 0;
        }
    }

    private boolean isKnown(int which) {
        return quantaHeard[which] >= knownQuanta;
    }

    private double wantedDb() {
        double reached = wetEnergy[slot] / dryEnergy[slot];
        double wanted = ExactMath.powerToDb(wetEnergy[reference] / dryEnergy[reference] / reached);
        return Math.max(-LARGEST_TRIM_DB, Math.min(LARGEST_TRIM_DB, wanted));
    }

    /**
     * One quantum of sound.
     *
     * @param dry K-weighted mean square of the dry side
     * @param wet and of the processed side, aligned, with {@link #trimDb} in it
     */
    @AudioThread
    void measure(double dry, double wet) {
        if (quantaToIgnore > 0) {
            quantaToIgnore--;
            return;
        }
        quantaHeard[slot] = Math.min(quantaHeard[slot] + 1, memoryQuanta);
        double rate = 1.0 / quantaHeard[slot];
        double untrimmed = Math.max(wet, SILENCE) * ExactMath.dbToLinear(-2 * trimDb);
        dryEnergy[slot] += rate * (dry - dryEnergy[slot]);
        wetEnergy[slot] += rate * (untrimmed - wetEnergy[slot]);
        if (on && slot != reference && isKnown(slot) && isKnown(reference)) {
            trimDb += Math.max(-quantumDb, Math.min(quantumDb, wantedDb() - trimDb));
        }
    }

    /** Gain that makes the playing slot as loud as the first, in dB. */
    @AudioThread
    double trimDb() {
        return trimDb;
    }
}
