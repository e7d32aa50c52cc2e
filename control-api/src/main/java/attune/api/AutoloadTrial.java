package attune.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rule would load its preset in a context, and why the others would not. Nothing is loaded by asking.
 *
 * @param context that was tried
 * @param winner number of the rule that wins; null where none does
 * @param sentence the outcome, for people
 * @param held why nothing would be loaded in this instance now whatever the rules say; null where nothing stands against it
 * @param rules every rule, the winner first
 */
public record AutoloadTrial(
        AutoloadContext context,
        @Nullable Integer winner,
        String sentence,
        @Nullable String held,
        List<Verdict> rules) {
    public AutoloadTrial {
        rules = List.copyOf(rules);
    }

    /**
     * What becomes of one rule.
     *
     * @param outcome "wins", "true" where another goes before it, "not true"
     * @param why one sentence
     */
    public record Verdict(AutoloadRule rule, String outcome, String why) {}
}
