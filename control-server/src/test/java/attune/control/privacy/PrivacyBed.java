package attune.control.privacy;

import attune.api.AuditEntry;
import attune.api.Change;
import attune.api.Consent;
import attune.api.EngineInfo;
import attune.api.Experience;
import attune.api.Explanation;
import attune.api.LearningMode;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.api.PrivacyState;
import attune.api.ProposalRequest;
import attune.api.Situation;
import attune.api.StoredPart;
import attune.control.FakeEngine;
import attune.control.Requests;
import attune.control.ServerFixture;
import attune.control.guard.ParamSets;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real server with an engine that plays, and what a person and the agent do to it. */
abstract class PrivacyBed {
    /** Stands where a person's words may stand, and is looked for afterwards. */
    static final String CANARY = "Kanarienvogel";

    /** A figure that no other row holds. */
    static final double FIGURE = 0.123456789123;

    static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    ServerFixture server;
    FakeEngine engine;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        engine = server.playing(1);
    }

    @AfterEach
    void end() {
        server.close();
    }

    Change proposed(LearningMode mode, double gainDb) throws Exception {
        server.put("/engines/77-1/learning", Map.of("mode", mode), EngineInfo.class);
        ParameterState state = server.get("/engines/77-1/parameters", ParameterState.class);
        ParamSnapshot params = ServerFixture.with(ParamSets.complete(state.values()), ParamTable.EQ2_GAIN, gainDb);
        ProposalRequest plain = Requests.proposal(server.info(1).generation(), params);
        ProposalRequest proposal = new ProposalRequest(
                plain.baseGeneration(),
                0,
                plain.params(),
                plain.strategy(),
                new Explanation(CANARY + " sang too loud.", List.of()),
                plain.evidence(),
                new Situation("speech", 1, List.of(FIGURE)));
        return server.proposed(server.tell("POST", "/engines/77-1/proposals", server.agent(), proposal));
    }

    HttpResponse<String> tried(String strategy) throws Exception {
        Experience experience = new Experience(
                0,
                "77-1",
                1,
                new Situation("speech", 1, List.of(FIGURE)),
                strategy,
                Map.of("nr_attenuation", 6.0),
                0.5,
                0.25,
                false,
                null);
        return server.tell("POST", "/experiences", server.agent(), List.of(experience));
    }

    Experience[] experiences() throws Exception {
        return server.get("/experiences", Experience[].class);
    }

    PrivacyState state() throws Exception {
        return server.get("/privacy", PrivacyState.class);
    }

    long count(String name) throws Exception {
        return state().stored().stream()
                .filter(part -> part.name().equals(name))
                .mapToLong(StoredPart::count)
                .sum();
    }

    List<String> events() throws Exception {
        return Arrays.stream(server.get("/audit?limit=1000", AuditEntry[].class))
                .map(AuditEntry::event)
                .toList();
    }

    void save(String label) throws Exception {
        ServerFixture.read(
                server.tell(
                        "POST",
                        "/presets",
                        server.admin(),
                        Map.of("label", label, "doc", "for the " + CANARY, "engineId", "77-1")),
                201,
                PresetInfo.class);
    }

    void erase() throws Exception {
        server.post("/privacy/erase", Map.of("confirm", state().erasePhrase()), PrivacyState.class);
    }

    Consent consent(String purpose) throws Exception {
        return state().consents().stream()
                .filter(consent -> consent.purpose().equals(purpose))
                .findFirst()
                .orElseThrow();
    }
}
