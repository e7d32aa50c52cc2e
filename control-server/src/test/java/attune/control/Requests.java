package attune.control;

import attune.api.AbstentionRequest;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.ProposalRequest;
import attune.api.Situation;
import attune.param.ParamSnapshot;
import java.util.List;
import java.util.Map;

/** What an agent sends. */
public final class Requests {
    public static final Situation SPEECH = new Situation("speech", 1, List.of(0.25, -1.5));

    private Requests() {}

    public static ProposalRequest proposal(long base, ParamSnapshot params) {
        return new ProposalRequest(
                base,
                0,
                ServerFixture.set(params),
                "rules",
                new Explanation("\u22123.0\u202FdB at 200\u202FHz. It boomed.", List.of()),
                new Evidence(0.4, 0.2, 0.1, 0.5, 7, 8, "core5", Map.of("hum", 3.0)),
                SPEECH);
    }

    public static AbstentionRequest abstention(String reason) {
        return new AbstentionRequest(reason, new Explanation("Left alone: " + reason + ".", List.of()), null, SPEECH);
    }
}
