package attune.learn.env;

import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.Stage;

/**
 * A parameter set to be auditioned.
 *
 * @param strategy name of who proposes it
 * @param params complete set, before Amount; not changed after this
 */
public record Candidate(String strategy, ParamSnapshot params) {
    /**
     * What the verdict DRY means for a sound in force: every stage neutral but leveler and limiter, since how loud it is
     * belongs to the listener and the judge compares at equal loudness.
     */
    public static Candidate dry(ParamSnapshot inForce) {
        ParamSnapshot params = new ParamSnapshot(inForce);
        for (ParamTable param : ParamTable.all()) {
            ParamSpec spec = param.spec();
            if (spec.followsAmount() && spec.stage() != Stage.LEVELER && spec.stage() != Stage.LIMITER) {
                params.set(param, spec.neutral());
            }
        }
        return new Candidate("dry", params);
    }
}
