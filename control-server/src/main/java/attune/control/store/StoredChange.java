package attune.control.store;

import attune.api.Change;
import attune.control.guard.ParamSets;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;

/**
 * An entry of the timeline with what only the server needs.
 *
 * @param change what others see
 * @param slot slot that it is for
 * @param baseGeneration generation that it starts from
 * @param before set before it
 * @param after set after it
 */
public record StoredChange(Change change, int slot, long baseGeneration, ParamSnapshot before, ParamSnapshot after) {
    static StoredChange of(Change change, int slot, long baseGeneration) {
        return new StoredChange(
                change, slot, baseGeneration, ParamSets.stored(change.before()), ParamSets.stored(change.after()));
    }

    /** Whether it moved this parameter. */
    public boolean moved(ParamTable param) {
        return before.get(param) != after.get(param);
    }

    /** Whether it moved anything at all: a preset recalled while it plays does not. */
    public boolean movedAnything() {
        return !before.sameAs(after);
    }

    /** Whether anything that it moved is still where it put it. */
    public boolean isHeardIn(ParamSnapshot playing) {
        for (ParamTable param : ParamTable.all()) {
            if (moved(param) && playing.get(param) == after.get(param)) {
                return true;
            }
        }
        return false;
    }
}
