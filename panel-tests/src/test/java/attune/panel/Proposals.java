package attune.panel;

import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.ProposalRequest;
import attune.api.Situation;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Proposals to the real server, as the learning agent would send them. */
final class Proposals {
    private static final Situation SPEECH = new Situation("speech", 1, List.of(0.5, 0.25));

    private Proposals() {}

    /** Cuts the presence band by 3.1 dB; answers with the change. */
    static JsonNode lessSibilance(Stack stack) throws IOException {
        return propose(
                stack,
                Map.of("eq7_gain", -3.1),
                new Explanation.Part(
                        "Equaliser",
                        "\u22123.1 dB",
                        "at 6.8 kHz",
                        "Sibilance was 5.0 dB over speech like this.",
                        0.12,
                        6800.0,
                        -3.1,
                        2.0));
    }

    /** Lowers steady noise further; answers with the change. */
    static JsonNode lessNoise(Stack stack, double attenuationDb) throws IOException {
        return propose(
                stack,
                Map.of("nr_attenuation", attenuationDb),
                new Explanation.Part(
                        "Noise reduction",
                        attenuationDb + " dB",
                        "less noise",
                        "The noise floor rose by 4 dB between 2 and 5 kHz.",
                        0.09,
                        null,
                        null,
                        null));
    }

    static JsonNode leaveAlone(Stack stack) throws IOException {
        String sentence = "+0.8 dB at 200 Hz: not worth it. The gain of 0.02 was inside the judge’s own noise of 0.03.";
        return leaveAlone(stack, "inside-noise", sentence);
    }

    /** The server writes a reason down once while it stays the same. */
    static JsonNode leaveAlone(Stack stack, String reason, String sentence) throws IOException {
        return stack.postAsAgent(
                "/engines/" + stack.engineId() + "/abstentions",
                Map.of("reason", reason, "explanation", new Explanation(sentence, List.of())));
    }

    private static JsonNode propose(Stack stack, Map<String, Double> moves, Explanation.Part part) throws IOException {
        JsonNode state = stack.get("/engines/" + stack.engineId() + "/parameters");
        Map<String, Double> params = new HashMap<>();
        state.get("wanted")
                .properties()
                .forEach(entry -> params.put(entry.getKey(), entry.getValue().asDouble()));
        params.putAll(moves);
        String sentence = part.headline() + " " + part.place() + ". " + part.reason();
        return stack.postAsAgent(
                "/engines/" + stack.engineId() + "/proposals",
                new ProposalRequest(
                        state.get("generation").asLong(),
                        state.get("slot").asInt(),
                        params,
                        "rule: tone",
                        new Explanation(sentence, List.of(part)),
                        new Evidence(0.12, 0.03, 0.4, 0.52, 9, 8, "core5", Map.of()),
                        SPEECH));
    }
}
