package attune.dsp.core;

import attune.param.MacroSnapshot;
import attune.param.MacroTable;

/** What the constant latency of a chain is spent on; chosen before it is prepared, never while it plays. */
public enum LatencyMode {
    /** Long transform frames and look-ahead: the least audible processing. */
    QUALITY,
    /** As short as real-time monitoring needs: 8 ms in all at 48 kHz. */
    LIVE;

    /** The one that macros ask for. */
    public static LatencyMode of(MacroSnapshot macros) {
        return macros.isOn(MacroTable.LATENCY_MODE) ? LIVE : QUALITY;
    }
}
