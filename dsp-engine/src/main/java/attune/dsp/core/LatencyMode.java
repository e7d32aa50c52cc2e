package attune.dsp.core;

import attune.param.MacroSnapshot;
import attune.param.MacroTable;

/** What the constant latency of a chain is spent on; chosen before it is prepared, never while it plays. */
public enum LatencyMode {
    /** Long transform frames and look-ahead: the least audible processing. */
    QUALITY,
    /** As short as real-time monitoring needs: 8 ms in all at 48 kHz. */
    LIVE;

    /** Value of {@link MacroTable#LATENCY_MODE} that asks for {@link #LIVE}; the others have the chain of quality. */
    private static final double LIVE_CHOICE = 1;

    /** The one that macros ask for. */
    public static LatencyMode of(MacroSnapshot macros) {
        return macros.get(MacroTable.LATENCY_MODE) == LIVE_CHOICE ? LIVE : QUALITY;
    }
}
