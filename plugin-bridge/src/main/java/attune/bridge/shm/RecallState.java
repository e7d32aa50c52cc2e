package attune.bridge.shm;

import attune.param.ParamSnapshot;
import attune.rt.AudioThread;

/** What a host recalls: the four kept sets, macros set outside the host, and what else the sound needs. Owned by one thread; reused, never replaced. */
public final class RecallState {
    private final ParamSnapshot[] sets = new ParamSnapshot[ExchangeLayout.PARAM_SETS];
    /** Lock value under which this was read; even; 0 = the shim has written nothing yet. */
    public int version;
    /** Take at once (a host's recall) instead of ramping. */
    public boolean exact;
    /** Gain from which the leveler starts. */
    public double levelerGainDb;
    /** Version of the sound that the state was saved with. */
    public int soundVersion;

    /** Macros that were set outside the host. */
    public final OverrideState overrides = new OverrideState();

    public RecallState() {
        for (int i = 0; i < sets.length; i++) {
            sets[i] = new ParamSnapshot();
        }
    }

    /** One of the four sets. */
    @AudioThread
    public ParamSnapshot set(int slot) {
        return sets[slot];
    }
}
