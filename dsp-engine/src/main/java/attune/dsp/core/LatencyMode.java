package attune.dsp.core;

/** What the constant latency of a chain is spent on; chosen before it is prepared, never while it plays. */
public enum LatencyMode {
    /** Long transform frames and look-ahead: the least audible processing. */
    QUALITY,
    /** As short as real-time monitoring needs: 8 ms in all at 48 kHz. */
    LIVE
}
