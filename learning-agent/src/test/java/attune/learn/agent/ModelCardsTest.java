package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.ModelInUse;
import attune.learn.judge.LinearJudge;
import attune.learn.judge.TreeJudge;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is said of the trained models is said of the files that are there. */
class ModelCardsTest {
    @Test
    void cards_when_held_against_the_shipped_files_expect_each_measured_with_that_file() throws Exception {
        assertThat(ModelCards.of(TreeJudge.shipped().name())).hasSize(6).allSatisfy(model -> {
            assertThat(model.bytes()).isGreaterThan(1_000);
            assertThat(model.score())
                    .as(model.id())
                    .doesNotStartWith("Not measured")
                    .isNotBlank();
            assertThat(model.inUse()).as(model.id()).isTrue();
            assertThat(model.state()).isEmpty();
            assertThat(Files.exists(Path.of("..").resolve(model.page()))).isTrue();
        });
    }

    @Test
    void trees_when_the_linear_judge_judges_alone_expect_not_in_use_and_said_why() {
        ModelInUse trees = ModelCards.of(new LinearJudge().name()).get(0);

        assertThat(trees.inUse()).isFalse();
        assertThat(trees.state()).startsWith("The linear judge judges alone");
    }

    @Test
    void agent_when_it_connects_expect_its_models_told() throws Exception {
        FakeServer server = new FakeServer(new float[16_000]);
        new AgentLoop(server, new Learning(1), new LiveBudget(() -> 1), server::nowMs, "test", () -> {}).remember();

        assertThat(server.models).extracting(ModelInUse::id).contains("judge-trees", "policy");
    }
}
