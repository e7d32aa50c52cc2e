package attune.learn.strategy;

import attune.learn.policy.Policy;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the trained policy proposes for a voice, with the rule for its level. */
final class PolicyProposal {
    /** The policy knows sound of this rate; what it equalises is carried over to others. */
    private static final double TRAINED_RATE_HZ = 16_000;

    private static final Optional<Policy> SHIPPED = shipped();

    private PolicyProposal() {}

    private static Optional<Policy> shipped() {
        try {
            return Optional.of(Policy.shipped());
        } catch (IOException e) {
            System.err.println("attune: " + e.getMessage() + "; nothing is proposed by it.");
            return Optional.empty();
        }
    }

    /** One set; none for anything but a voice, and where no policy could be read. */
    static List<ParamSnapshot> sets(StrategyInput input) {
        return input.mayShapeSound()
                ? SHIPPED.map(policy -> set(policy, input)).stream().toList()
                : List.of();
    }

    private static ParamSnapshot set(Policy policy, StrategyInput input) {
        ParamSnapshot set = policy.propose(input.analysis(), Proposals.neutral(input.inForce()));
        double[] centres = input.analysis().tone().centresHz().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        double[] wished = new EqResponse(TRAINED_RATE_HZ, centres).gainsDb(set);
        StageMoves.copy(Stage.EQ, new ParamSnapshot(), set);
        ToneRule.equalise(set, centres, wished, input.sampleRateHz());
        Proposals.LEVEL.apply(input, set);
        return set;
    }
}
