package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.FrontPoint;
import attune.learn.truth.SpeechCorpus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The front of compromises, told while nothing else is due, also where nobody wishes anything. */
class FrontToldTest {
    @BeforeAll
    static void assumeVoices() {
        SpeechCorpus.assumeInstalled();
    }

    @Test
    void front_when_sets_passed_the_gate_and_nobody_wishes_anything_expect_told_once_with_wishes_that_pick_points()
            throws Exception {
        FakeServer server = new FakeServer(Material.hum(Material.voice(Material.ONE)));
        AgentLoop loop =
                new AgentLoop(server, new Learning(1), new LiveBudget(() -> 1), server::nowMs, "test", () -> {});
        loop.remember();
        for (int second = 0; second < 45; second++) {
            server.play(1);
            loop.engine(server.info());
            loop.step();
        }

        List<FrontPoint> points = await().atMost(Duration.ofMinutes(1))
                .until(() -> server.fronts.isEmpty() ? List.<FrontPoint>of() : server.fronts.get(0), p -> !p.isEmpty());

        assertThat(points).allSatisfy(point -> {
            assertThat(point.contentClass()).isEqualTo("speech");
            assertThat(point.values()).hasSize(8).containsKeys("clarity", "fidelity");
        });
        assertThat(points).anyMatch(point -> point.wish() != null);
        assertThat(server.fronts).doesNotHaveDuplicates();
    }
}
