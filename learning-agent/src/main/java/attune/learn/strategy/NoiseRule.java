package attune.learn.strategy;

import attune.learn.analysis.NoiseFinding;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;

/** Noise behind a voice: lowered by what is missing to a quiet recording, or by a part of that. */
public final class NoiseRule implements Rule {
    /** A voice this far over its noise needs nothing. */
    public static final double QUIET_SNR_DB = 28;
    /** Lowest band this much worse than the whole: rumble, cut by the high-pass. */
    private static final double RUMBLE_DB = 6;

    private static final double RUMBLE_CORNER_HZ = 80;
    private static final double LEAST_DB = 4;
    private static final double MOST_DB = 18;

    private final String name;
    private final double share;

    private NoiseRule(String name, double share) {
        this.name = name;
        this.share = share;
    }

    /** All that is missing. */
    public static NoiseRule strong() {
        return new NoiseRule("noise-strong", 1);
    }

    /** A bit more than half: what keeps more of the voice. */
    public static NoiseRule mild() {
        return new NoiseRule("noise-mild", 0.55);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean apply(StrategyInput input, ParamSnapshot set) {
        NoiseFinding noise = input.analysis().noise();
        double missing = QUIET_SNR_DB - noise.meanSnrDb();
        if (missing <= 0 || !input.mayShapeSound()) {
            return false;
        }
        set.set(ParamTable.NR_ATTENUATION, Math.max(LEAST_DB, Math.min(MOST_DB, share * (missing + LEAST_DB))));
        set.set(ParamTable.NR_SENSITIVITY, 0);
        set.set(ParamTable.NR_SMOOTHING, ParamTable.NR_SMOOTHING.spec().defaultValue());
        set.set(ParamTable.NR_ONSET, ParamTable.NR_ONSET.spec().defaultValue());
        boolean rumble = !noise.snrDb().isEmpty() && noise.snrDb().get(0) < noise.meanSnrDb() - RUMBLE_DB;
        if (rumble) {
            set.set(ParamTable.HPF_CORNER, Math.max(RUMBLE_CORNER_HZ, set.get(ParamTable.HPF_CORNER)));
        }
        return true;
    }
}
