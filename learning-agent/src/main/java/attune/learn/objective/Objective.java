package attune.learn.objective;

import attune.learn.judge.Objectives;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a person may weigh, each from 0 to 1, where 1 is best. The first six are heard ({@link Objectives} defines them, from the
 * analysis of the rendered sound), the seventh follows from the set ({@link StageCosts}), the eighth from what the person said
 * before. The gate uses none of them.
 */
public enum Objective {
    /** Noise and hum gone. */
    CLARITY("clarity", 0.035),
    /** Near the target curve. */
    TONE("tone", 0.011),
    /** A voice whose level is even. */
    DYNAMICS("dynamics", 0.037),
    /** At the Target, no true peak over −1 dBTP. */
    LOUDNESS("loudness", 0.008),
    /** Nothing of the wanted sound lost or cut off. */
    FIDELITY("fidelity", 0.019),
    /** Neither hissing nor harsh. */
    COMFORT("comfort", 0.012),
    /** 1 where no stage works, 0 where all do. */
    COST("cost", 0.076),
    /** 0.5 without an opinion; above it what the person liked before, below it what was disliked. */
    PREFERENCE("preference", 0.047);

    /** How many there are. */
    public static final int COUNT = values().length;

    private final String id;
    private final double noise;

    Objective(String id, double noise) {
        this.id = id;
        this.noise = noise;
    }

    /** Permanent name. */
    public String id() {
        return id;
    }

    /**
     * Error of a difference between two sets, one standard deviation over windows of the same source; docs/learning.md has the
     * command.
     */
    public double noise() {
        return noise;
    }

    /** By permanent name. */
    public static Optional<Objective> byId(String id) {
        return Arrays.stream(values()).filter(o -> o.id.equals(id)).findFirst();
    }

    /** All permanent names, in order. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Objective::id).toList();
    }
}
