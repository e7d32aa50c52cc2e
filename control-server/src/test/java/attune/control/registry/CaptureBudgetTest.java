package attune.control.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CaptureBudgetTest {
    private static final long MIB = 1 << 20;

    @Test
    void budget_when_all_fit_expect_all() {
        CaptureBudget budget = new CaptureBudget();
        assertThat(budget.decide(List.of(wish("a", 11), wish("b", 11), wish("c", 11)), 0))
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void budget_when_not_all_fit_expect_everybody_has_a_turn_and_never_too_much() {
        CaptureBudget budget = new CaptureBudget();
        List<CaptureBudget.Wish> wishes = List.of(wish("a", 30), wish("b", 30), wish("c", 30), wish("d", 40));
        Set<String> seen = new TreeSet<>();
        for (long now = 0; now < 6 * CaptureBudget.TURN_MS; now += 1000) {
            Set<String> holders = budget.decide(wishes, now);
            long bytes = wishes.stream()
                    .filter(wish -> holders.contains(wish.id()))
                    .mapToLong(CaptureBudget.Wish::bytes)
                    .sum();
            assertThat(bytes).isLessThanOrEqualTo(CaptureBudget.LARGEST_BYTES);
            seen.addAll(holders);
        }
        assertThat(seen).containsExactly("a", "b", "c", "d");
    }

    @Test
    void budget_when_within_a_turn_expect_the_same_holders() {
        CaptureBudget budget = new CaptureBudget();
        List<CaptureBudget.Wish> wishes = List.of(wish("a", 40), wish("b", 40));
        Set<String> first = budget.decide(wishes, 60_000);
        assertThat(budget.decide(wishes, 60_000 + CaptureBudget.TURN_MS - 1)).isEqualTo(first);
        assertThat(budget.decide(wishes, 60_000 + CaptureBudget.TURN_MS)).doesNotContainAnyElementsOf(first);
    }

    private static CaptureBudget.Wish wish(String id, long mebibytes) {
        return new CaptureBudget.Wish(id, mebibytes * MIB);
    }
}
