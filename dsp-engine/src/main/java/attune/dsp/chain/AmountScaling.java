package attune.dsp.chain;

import attune.dsp.core.ExactMath;
import attune.param.ParamSpec;
import attune.param.Scale;
import attune.rt.AudioThread;

/** What Amount makes of a value: between doing nothing and one and a half times as much as set. */
final class AmountScaling {
    private AmountScaling() {}

    /**
     * {@code amount} 0 gives the neutral value, 1 gives {@code value} (both exactly), 1.5 overshoots within the range.
     * Logarithmic parameters move in ratios. Parameters without a neutral value stay.
     */
    @AudioThread
    static double scaled(ParamSpec spec, double value, double amount) {
        double neutral = spec.neutral();
        if (!spec.followsAmount() || amount == 1 || value == neutral) {
            return value;
        }
        if (amount == 0) {
            return neutral;
        }
        double scaled = spec.scale() == Scale.LOG
                ? neutral * ExactMath.exp2(amount * ExactMath.log2(value / neutral))
                : neutral + (value - neutral) * amount;
        return spec.clamp(scaled);
    }
}
