package attune.learn.strategy;

import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.util.Set;

/** What a person's refusals leave of a wish. */
@FunctionalInterface
public interface MoveFilter {
    /** Nothing was ever refused. */
    MoveFilter NONE = (wish, inForce) -> new Allowed(new ParamSnapshot(wish), Set.of());

    /** The wish without moves that were refused. */
    Allowed allowed(ParamSnapshot wish, ParamSnapshot inForce);

    /**
     * What is left.
     *
     * @param params the set without the refused moves
     * @param refused stages whose move was taken out or halved
     */
    record Allowed(ParamSnapshot params, Set<Stage> refused) {}
}
