package attune.control.change;

import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.Situation;
import attune.bridge.telemetry.ParamMailbox;
import attune.param.ParamSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A set that is about to be posted, with what the timeline says about it.
 *
 * @param kind where it comes from
 * @param status that it gets
 * @param who "agent", "you", "host" or "autoload"
 * @param strategy that made it; empty where none did
 * @param slot slot that it is for
 * @param after the set
 * @param parent change that it takes back or goes back on; null where there is none
 */
record Push(
        ChangeKind kind,
        ChangeStatus status,
        String who,
        String strategy,
        Explanation explanation,
        int slot,
        ParamSnapshot after,
        @Nullable Evidence evidence,
        @Nullable Situation situation,
        @Nullable Long parent) {
    /** What a person does. */
    static Push byPerson(
            ChangeKind kind, Explanation explanation, int slot, ParamSnapshot after, @Nullable Long parent) {
        return new Push(kind, ChangeStatus.in_force, "you", "", explanation, slot, after, null, null, parent);
    }

    /** How the engine is to take it: people's sets at once and exactly, learned ones in steps. */
    int mailboxKind() {
        return kind == ChangeKind.learned ? ParamMailbox.KIND_LEARNED : ParamMailbox.KIND_CHOSEN;
    }
}
