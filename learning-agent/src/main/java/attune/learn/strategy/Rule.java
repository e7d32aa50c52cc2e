package attune.learn.strategy;

import attune.param.ParamSnapshot;

/** One finding, one move: what a good engineer would do about it. Stateless. */
public interface Rule {
    /** Permanent name. */
    String name();

    /**
     * Makes its move in {@code set}.
     *
     * @param set starts as the set in force; other rules may have moved other stages
     * @return whether there was anything to do
     */
    boolean apply(StrategyInput input, ParamSnapshot set);
}
