package attune.learn.env;

/** Says when an audition may go on, so that it never gets in the way of live sound. */
@FunctionalInterface
public interface RenderBudget {
    /** Never waits; an interrupted thread is still told. */
    RenderBudget UNLIMITED = () -> {
        if (Thread.interrupted()) {
            throw new InterruptedException("audition interrupted");
        }
    };

    /**
     * Called before every piece of at most 0.25 s of sound; returns when it may be rendered.
     *
     * @throws InterruptedException to abandon the audition
     */
    void awaitTurn() throws InterruptedException;
}
