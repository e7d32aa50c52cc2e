package attune.api;

import java.util.Map;

/**
 * The agent proposes a change. {@code POST /engines/{id}/proposals}.
 *
 * @param baseGeneration generation on which it was auditioned; another one in force makes it stale (409)
 * @param slot slot that was auditioned
 * @param params complete set
 * @param strategy name of the strategy that made it
 * @param explanation for people
 * @param evidence of the audition
 * @param situation in which it was found
 */
public record ProposalRequest(
        long baseGeneration,
        int slot,
        Map<String, Double> params,
        String strategy,
        Explanation explanation,
        Evidence evidence,
        Situation situation) {}
