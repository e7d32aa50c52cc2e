package attune.learn.env;

import attune.learn.analysis.CleanEstimate;
import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.SteadyFloor;

/** What an audition takes its clip for: what of it is wanted, and how long the chain is played in before it is judged. */
public enum Material {
    /** Noise is what a voice does not follow. */
    VOICE(3) {
        @Override
        CleanEstimate estimate(InputAnalysis analysis) {
            return analysis.cleanEstimate();
        }
    },
    /** Noise is what stays ({@link SteadyFloor}); the noise reduction for music trusts its floor after 8 s. */
    MUSIC(9) {
        @Override
        CleanEstimate estimate(InputAnalysis analysis) {
            return SteadyFloor.estimate(analysis);
        }
    };

    private final double warmUpSeconds;

    Material(double warmUpSeconds) {
        this.warmUpSeconds = warmUpSeconds;
    }

    /** Sound that is played before what is judged. */
    public double warmUpSeconds() {
        return warmUpSeconds;
    }

    /** Wanted sound and noise of a clip. */
    abstract CleanEstimate estimate(InputAnalysis analysis);
}
