package attune.bridge.telemetry;

import attune.param.ParamSnapshot;

/** One set as it came out of the mailbox, every value inside its parameter's bounds. Reused by the engine thread. */
public final class ParamMessage {
    public long generation;
    /** {@link ParamMailbox#KIND_LEARNED}; everything unknown is treated like it. */
    public int kind;
    /** Slot that the set is meant for, 0 to 3. */
    public int slot;

    public final ParamSnapshot params = new ParamSnapshot();
}
