package attune.bridge.exchange;

import attune.rt.AudioThread;

/**
 * Decides by the time that blocks take when the engine is to work at less cost. Load is the engine's wall time over the
 * time of the sound, in windows of half a second: at 40 % (the shim waits for 60 % at most) or with an answer in five
 * late, economy begins at once. It ends when the load has stayed under 15 % for some time, 5 s at first; each return
 * that does not last for a minute doubles that time, up to 80 s, so that a machine at its limit does not go to and fro.
 */
final class LoadGuard {
    private static final double WINDOW_NS = 500e6;
    private static final double OVERLOAD = 0.40;
    private static final double RELIEF = 0.15;
    private static final int LATE_SHARE = 5;
    private static final double FIRST_PATIENCE_NS = 5e9;
    private static final double MOST_PATIENCE_NS = 80e9;
    private static final double LASTING_NS = 60e9;

    private final double nsPerFrame;
    private boolean economy;
    private long switches;
    private double engineNs;
    private double soundNs;
    private int blocks;
    private int late;
    private double relievedNs;
    private double sinceReturnNs = Double.MAX_VALUE;
    private double patienceNs = FIRST_PATIENCE_NS;

    LoadGuard(double sampleRateHz) {
        nsPerFrame = 1e9 / sampleRateHz;
    }

    /**
     * One live block.
     *
     * @param ns wall time from the engine's start on it to its end
     * @param missed whether its deadline was over by then
     */
    @AudioThread
    void played(int frames, long ns, boolean missed) {
        engineNs += ns;
        soundNs += frames * nsPerFrame;
        blocks++;
        late += missed ? 1 : 0;
        if (soundNs >= WINDOW_NS) {
            decide();
            engineNs = 0;
            soundNs = 0;
            blocks = 0;
            late = 0;
        }
    }

    private void decide() {
        double load = engineNs / soundNs;
        boolean over = load >= OVERLOAD || late * LATE_SHARE >= blocks;
        sinceReturnNs = Math.min(LASTING_NS, sinceReturnNs + soundNs);
        if (!economy && over) {
            patienceNs = sinceReturnNs < LASTING_NS ? Math.min(MOST_PATIENCE_NS, 2 * patienceNs) : FIRST_PATIENCE_NS;
            turn(true);
        } else if (economy) {
            relievedNs = over || load > RELIEF ? 0 : relievedNs + soundNs;
            if (relievedNs >= patienceNs) {
                sinceReturnNs = 0;
                turn(false);
            }
        }
    }

    private void turn(boolean on) {
        economy = on;
        switches++;
        relievedNs = 0;
    }

    /** Whether the engine is to work at less cost. */
    @AudioThread
    boolean economy() {
        return economy;
    }

    /** How often that changed. */
    @AudioThread
    long switches() {
        return switches;
    }
}
