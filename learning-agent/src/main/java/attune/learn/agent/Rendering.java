package attune.learn.agent;

import attune.api.TasteFailure;

/** What is rendered because a person asked to hear it: handed over, or answered with why not. One thread. */
final class Rendering {
    private final String what;
    private final String interrupted;
    private final String failed;

    /**
     * One kind of it.
     *
     * @param what for the log
     * @param interrupted sentence where it was not wanted any more
     * @param failed sentence where it could not be done
     */
    Rendering(String what, String interrupted, String failed) {
        this.what = what;
        this.interrupted = interrupted;
        this.failed = failed;
    }

    /** The work itself. */
    interface Work {
        /** Hands the sounds over; answers with why it did not, or with nothing. */
        String rendered() throws LinkException, InterruptedException;
    }

    /** Tells the server why there is nothing to hear. */
    interface Refusal {
        void tell(TasteFailure why) throws LinkException;
    }

    /** Does it, once. */
    void run(Work work, Refusal refusal) {
        try {
            String why = why(work);
            if (!why.isEmpty()) {
                refusal.tell(new TasteFailure(why));
            }
        } catch (LinkException e) {
            if (e.status() != 404 && e.status() != 409) { // else asked anew, or given up
                System.err.println("attune-agent: " + e.getMessage());
            }
        }
    }

    private String why(Work work) throws LinkException {
        try {
            return work.rendered();
        } catch (InterruptedException e) {
            return interrupted;
        } catch (RuntimeException e) {
            System.err.println("attune-agent: " + what + " could not be rendered: " + e);
            return failed;
        }
    }
}
