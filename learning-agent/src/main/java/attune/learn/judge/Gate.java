package attune.learn.judge;

import attune.learn.analysis.InputAnalysis;
import attune.learn.env.AuditionResult;

/** Decides whether an audition's winner may play. */
public final class Gate {
    /** Steps by which a winner must beat both the sound in force and dry when {@link LinearJudge} judges. */
    public static final double CORE5_THRESHOLD = 0.2;

    private final double threshold;

    /**
     * A gate.
     *
     * @param threshold steps by which a winner must beat both the sound in force and dry
     */
    public Gate(double threshold) {
        this.threshold = threshold;
    }

    /** Decides after an audition of the clip that was analysed. */
    public Verdict decide(InputAnalysis analysis, AuditionResult result) {
        return new Verdict(Verdict.Kind.ABSTAIN, null, "nothing beats " + threshold + " steps");
    }
}
