package attune.dsp.chain;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Keeps the four slots equally loud while a person compares them: each is played as much louder than the dry sound as
 * the slot that played when matching was turned on. What a slot does to the loudness is measured while it plays
 * ({@link LevelMatch}) and remembered, so that from its second hearing on it begins at the right level.
 */
final class SlotMatch {
    private static final double LARGEST_TRIM_DB = 18;
    /** Ramps and delays of a change are over. */
    private static final double IGNORED_SECONDS = 0.2;
    /** Speed at which a slot that is heard for the first time is brought to its level. */
    private static final double SPEED_DB_PER_SECOND = 24;

    private final double[] changeDb = new double[Engine.SLOTS];
    private final boolean[] known = new boolean[Engine.SLOTS];
    private int reference;
    private int slot;
    private boolean on;
    private double trimDb;
    private int ignoredQuanta = 1;
    private int quantaToIgnore;
    private double quantumDb;

    @ControlThread
    void prepare(ProcessSpec spec) {
        ignoredQuanta = spec.quantaFor(IGNORED_SECONDS);
        quantumDb = SPEED_DB_PER_SECOND * ProcessSpec.QUANTUM_FRAMES / spec.sampleRateHz();
        on = false;
        start(0);
    }

    /** A new programme: what slots did to the last one is forgotten. */
    @AudioThread
    void start(int playingSlot) {
        for (int s = 0; s < known.length; s++) {
            known[s] = false;
        }
        slot = playingSlot;
        reference = playingSlot;
        trimDb = 0;
        quantaToIgnore = ignoredQuanta;
    }

    /** A slot has other settings than before. */
    @AudioThread
    void forget(int changedSlot) {
        known[changedSlot] = false;
        quantaToIgnore = changedSlot == slot ? ignoredQuanta : quantaToIgnore;
    }

    /** What is to be from now on; true where another slot plays. */
    @AudioThread
    boolean select(boolean match, int playingSlot) {
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
            trimDb = known[slot] ? wantedDb() : 0;
        }
        return changed;
    }

    private double wantedDb() {
        double wanted = changeDb[reference] - changeDb[slot];
        return Math.max(-LARGEST_TRIM_DB, Math.min(LARGEST_TRIM_DB, wanted));
    }

    /** One quantum of sound: how much louder than dry it is, the trim included, in dB. */
    @AudioThread
    void measure(double louderDb) {
        if (quantaToIgnore > 0) {
            quantaToIgnore--;
            return;
        }
        changeDb[slot] = louderDb - trimDb;
        known[slot] = true;
        if (on && slot != reference && known[reference]) {
            trimDb += Math.max(-quantumDb, Math.min(quantumDb, wantedDb() - trimDb));
        }
    }

    /** Gain that makes the playing slot as loud as the first, in dB. */
    @AudioThread
    double trimDb() {
        return trimDb;
    }
}
