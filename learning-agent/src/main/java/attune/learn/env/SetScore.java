package attune.learn.env;

import attune.param.ParamSnapshot;

/** Renders a set on the clip of one decision and gives its steps over dry: {@link Audition#score}. */
@FunctionalInterface
public interface SetScore {
    /** Score of a complete set. */
    double of(ParamSnapshot params) throws InterruptedException;
}
