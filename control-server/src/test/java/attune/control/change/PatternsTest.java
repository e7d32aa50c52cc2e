package attune.control.change;

import static attune.control.ServerFixture.detail;
import static attune.control.ServerFixture.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import attune.api.AuditEntry;
import attune.api.Experience;
import attune.api.LearnedPattern;
import attune.api.LearningInsights;
import attune.api.LearningInsights.Pattern;
import attune.api.Situation;
import attune.control.Ear;
import attune.control.ServerFixture;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patterns that a person switches and deletes. */
class PatternsTest {
    private static final Pattern NOISE = new Pattern("noise-mild", "speech", 10, 9, 0.6, 0.4);
    private static final Pattern ODD = new Pattern("preset:a+b 2", "music", 3, 1, 0.1, -0.1);

    @TempDir
    Path folder;

    private ServerFixture server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        agentTells(List.of(NOISE, ODD));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private void agentTells(List<Pattern> patterns) throws Exception {
        LearningInsights insights = new LearningInsights(List.of(), patterns, List.of(), List.of(), List.of());
        assertThat(server.tell("PUT", "/insights", server.agent(), insights).statusCode())
                .isEqualTo(204);
    }

    private LearnedPattern[] all() throws Exception {
        return server.get("/patterns", LearnedPattern[].class);
    }

    private LearnedPattern switched(String path, boolean enabled) throws Exception {
        return server.put("/patterns/" + path, Map.of("enabled", enabled), LearnedPattern.class);
    }

    private LearnedPattern[] deleted(String path) throws Exception {
        return read(server.tell("DELETE", "/patterns/" + path, server.admin(), null), 200, LearnedPattern[].class);
    }

    private JsonNode preferences() throws Exception {
        return server.get("/preferences", JsonNode.class);
    }

    private void tried(String strategy, String contentClass) throws Exception {
        Situation situation = new Situation(contentClass, 1, List.of(0.5));
        Experience experience = new Experience(
                0, "77-1", 1, situation, strategy, Map.of("nr_attenuation", 6.0), 0.5, 0.25, false, null);
        read(server.tell("POST", "/experiences", server.agent(), List.of(experience)), 201, Experience[].class);
    }

    private List<String> events() throws Exception {
        return Arrays.stream(server.get("/audit?limit=1000", AuditEntry[].class))
                .map(entry -> entry.event() + " " + new TreeMap<>(entry.detail()))
                .filter(line -> line.startsWith("pattern"))
                .toList();
    }

    @Test
    void pattern_when_switched_off_expect_kept_over_a_restart_told_to_the_agent_audited_and_back_when_switched_on()
            throws Exception {
        assertThat(all())
                .containsExactly(
                        new LearnedPattern("speech:noise-mild", "noise-mild", "speech", 10, 9, 0.6, 0.4, true),
                        new LearnedPattern("music:preset:a+b 2", "preset:a+b 2", "music", 3, 1, 0.1, -0.1, true));
        Ear agent = Ear.ofEvents(server, server.agent());

        assertThat(switched("speech:noise-mild", false).enabled()).isFalse();
        assertThat(switched("speech:noise-mild", false).enabled()).isFalse();
        assertThat(switched("music:preset:a+b%202", false).id()).isEqualTo("music:preset:a+b 2");
        agent.awaitTold("preferences", told -> told.path("patternsOff").size() == 2);
        agent.awaitTold(
                "patterns",
                told -> !told.path(0).path("enabled").asBoolean(true)
                        && !told.path(1).path("enabled").asBoolean(true));

        server.restart();
        assertThat(preferences().path("patternsOff").toString())
                .isEqualTo("[\"music:preset:a+b 2\",\"speech:noise-mild\"]");
        assertThat(all())
                .as("the agent has told nothing yet")
                .extracting(LearnedPattern::id, LearnedPattern::tries, LearnedPattern::enabled)
                .containsExactly(tuple("music:preset:a+b 2", 0, false), tuple("speech:noise-mild", 0, false));
        agentTells(List.of(NOISE, ODD));
        assertThat(all())
                .extracting(LearnedPattern::tries, LearnedPattern::enabled)
                .containsExactly(tuple(10, false), tuple(3, false));

        assertThat(switched("speech:noise-mild", true).enabled()).isTrue();
        assertThat(preferences().path("patternsOff").toString()).isEqualTo("[\"music:preset:a+b 2\"]");
        assertThat(events())
                .containsExactly(
                        "pattern-switched {on=true, pattern=speech:noise-mild}",
                        "pattern-switched {on=false, pattern=music:preset:a+b 2}",
                        "pattern-switched {on=false, pattern=speech:noise-mild}");
    }

    @Test
    void pattern_when_deleted_expect_only_its_experiences_gone_for_good_and_the_agent_told_to_read_anew()
            throws Exception {
        tried("noise-mild", "speech");
        tried("noise-mild", "music");
        tried("tone", "speech");
        tried("noise-mild", "speech");
        switched("speech:noise-mild", false);
        assertThat(preferences().path("patternsDeletedAt").asLong()).isZero();

        Ear agent = Ear.ofEvents(server, server.agent());

        LearnedPattern[] left = deleted("speech:noise-mild");

        assertThat(left).extracting(LearnedPattern::id).containsExactly("music:preset:a+b 2");
        long first = preferences().path("patternsDeletedAt").asLong();
        assertThat(first).isPositive();
        agent.awaitTold("preferences", told -> told.path("patternsDeletedAt").asLong() == first);
        agent.awaitTold("patterns", told -> told.size() == 1);
        assertThat(preferences().path("patternsOff")).as("may be tried again").isEmpty();
        server.restart();
        assertThat(server.get("/experiences", Experience[].class))
                .extracting(one -> one.number() + " " + one.situation().contentClass() + " " + one.strategy())
                .containsExactly("2 music noise-mild", "3 speech tone");
        assertThat(events()).first().isEqualTo("pattern-deleted {pattern=speech:noise-mild}");
        long ahead = first + 1_000_000_000_000L; // by a clock that was set back since
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/attune.db"));
                Statement statement = database.createStatement()) {
            statement.executeUpdate("UPDATE preferences SET value = " + ahead + " WHERE name = 'patternsDeletedAt'");
        }
        server.restart();
        agentTells(List.of(ODD));
        deleted("music:preset:a+b%202");
        assertThat(preferences().path("patternsDeletedAt").asLong()).isGreaterThan(ahead);
    }

    @Test
    void pattern_when_unknown_unclear_or_not_a_persons_wish_expect_one_sentence_and_nothing_done() throws Exception {
        for (String method : List.of("PUT", "DELETE")) {
            Object body = method.equals("PUT") ? Map.of("enabled", false) : null;
            var unknown = server.tell(method, "/patterns/speech:magic", server.admin(), body);
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(detail(unknown)).contains("speech:magic", "speech:noise-mild");
            assertThat(server.tell(method, "/patterns/speech:noise-mild", server.agent(), body)
                            .statusCode())
                    .isEqualTo(403);
        }
        var unclear = server.tell("PUT", "/patterns/speech:noise-mild", server.admin(), Map.of());
        assertThat(unclear.statusCode()).isEqualTo(400);
        assertThat(detail(unclear)).contains("\"enabled\" is missing");
        assertThat(all()).allMatch(LearnedPattern::enabled);
        assertThat(events()).isEmpty();
    }
}
