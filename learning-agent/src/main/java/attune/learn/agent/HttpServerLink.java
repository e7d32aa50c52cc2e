package attune.learn.agent;

import attune.api.AbstentionRequest;
import attune.api.AgentStatus;
import attune.api.ApiVersion;
import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.Experience;
import attune.api.Feedback;
import attune.api.FrontPoint;
import attune.api.Heard;
import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.api.MeasurementRequest;
import attune.api.ModelInUse;
import attune.api.ObjectiveWish;
import attune.api.ParamBounds;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.api.ProposalRequest;
import attune.api.TasteAnswer;
import attune.api.TasteFailure;
import attune.api.TasteKnown;
import attune.api.TasteOffer;
import attune.api.TasteQuestion;
import attune.api.VersionDifference;
import attune.api.VersionPair;
import attune.learn.audio.CapturedClip;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link ServerLink} over REST on the loopback. Any thread. */
public final class HttpServerLink implements ServerLink {
    /** For reading: a server of a later build may tell more than this agent knows. */
    static final ObjectMapper JSON = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST_PAGE = 1_000;

    private final HttpClient client;
    private final String base;
    private final String token;

    /** A link to the server at this place. */
    public HttpServerLink(HttpClient client, ServerPlace place) {
        this.client = client;
        this.base = "http://127.0.0.1:" + place.server().port() + ApiVersion.REST_PREFIX;
        this.token = place.token();
    }

    @Override
    public List<EngineInfo> engines() throws LinkException {
        return get("/engines", new TypeReference<List<EngineInfo>>() {});
    }

    @Override
    public ParameterState parameters(String engineId) throws LinkException {
        return get("/engines/" + path(engineId) + "/parameters", new TypeReference<ParameterState>() {});
    }

    @Override
    public Optional<CapturedClip> capture(String engineId, double seconds) throws LinkException {
        HttpRequest request = request("/engines/" + path(engineId) + "/capture?seconds=" + seconds)
                .GET()
                .build();
        HttpResponse<byte[]> response = exchange(request, BodyHandlers.ofByteArray());
        if (response.statusCode() == 404 || response.statusCode() == 409 || response.statusCode() == 204) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw refused(request, response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        }
        return clip(response);
    }

    private static Optional<CapturedClip> clip(HttpResponse<byte[]> response) throws LinkException {
        long frames = header(response, "X-Attune-Frames");
        int channels = (int) header(response, "X-Attune-Channels");
        long firstFrame = header(response, "X-Attune-First-Frame");
        double rate = Double.parseDouble(
                response.headers().firstValue("X-Attune-Rate").orElse("0"));
        FloatBuffer samples =
                ByteBuffer.wrap(response.body()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        if (frames * channels != samples.remaining() || channels < 1) {
            throw new LinkException(
                    200,
                    "Captured sound came as " + samples.remaining() + " samples, announced were " + frames
                            + " frames of " + channels + " channels.");
        }
        if (frames == 0) {
            return Optional.empty();
        }
        float[][] planar = new float[channels][(int) frames];
        for (float[] channel : planar) {
            samples.get(channel);
        }
        return Optional.of(new CapturedClip(rate, planar, firstFrame));
    }

    private static long header(HttpResponse<?> response, String name) throws LinkException {
        try {
            return response.headers().firstValueAsLong(name).orElseThrow();
        } catch (RuntimeException e) {
            throw new LinkException(response.statusCode(), "Captured sound came without the header " + name + ".");
        }
    }

    @Override
    public List<PresetInfo> presets() throws LinkException {
        return get("/presets", new TypeReference<List<PresetInfo>>() {});
    }

    @Override
    public Map<String, ParamBounds> bounds() throws LinkException {
        return get("/bounds", new TypeReference<Map<String, ParamBounds>>() {});
    }

    @Override
    public ObjectiveWish wish() throws LinkException {
        return get("/objectives", new TypeReference<ObjectiveWish>() {});
    }

    @Override
    public SwitchedOff switchedOff() throws LinkException {
        return SwitchedOff.of(get("/preferences", new TypeReference<JsonNode>() {}));
    }

    @Override
    public Change propose(String engineId, ProposalRequest proposal) throws LinkException {
        return read(
                send("POST", "/engines/" + path(engineId) + "/proposals", proposal), new TypeReference<Change>() {});
    }

    @Override
    public void abstain(String engineId, AbstentionRequest abstention) throws LinkException {
        send("POST", "/engines/" + path(engineId) + "/abstentions", abstention);
    }

    @Override
    public void measured(long changeId, MeasurementRequest measurement) throws LinkException {
        send("POST", "/changes/" + changeId + "/measurement", measurement);
    }

    @Override
    public void heard(String engineId, Heard heard) throws LinkException {
        send("PUT", "/engines/" + path(engineId) + "/heard", heard);
    }

    @Override
    public void status(AgentStatus status) throws LinkException {
        send("PUT", "/agent", status);
    }

    @Override
    public void insights(LearningInsights insights) throws LinkException {
        send("PUT", "/insights", insights);
    }

    @Override
    public void models(List<ModelInUse> models) throws LinkException {
        send("PUT", "/models", models);
    }

    @Override
    public void tried(String attemptId, LearningAttempt.Outcome outcome) throws LinkException {
        send("PUT", "/learning/attempts/" + path(attemptId), outcome);
    }

    @Override
    public void keep(List<Experience> experiences) throws LinkException {
        send("POST", "/experiences", experiences);
    }

    @Override
    public List<Experience> experiencesAfter(long number, int limit) throws LinkException {
        return get("/experiences?after=" + number + "&limit=" + limit, new TypeReference<List<Experience>>() {});
    }

    @Override
    public List<Feedback> feedbackAfter(long number) throws LinkException {
        return get("/feedback?after=" + number, new TypeReference<List<Feedback>>() {});
    }

    @Override
    public List<Change> learnedChanges(int limit) throws LinkException {
        int page = Math.min(limit, LARGEST_PAGE);
        return get("/changes?kind=learned&limit=" + page, new TypeReference<List<Change>>() {});
    }

    @Override
    public List<Change> changes(int limit) throws LinkException {
        return get("/changes?limit=" + Math.min(limit, LARGEST_PAGE), new TypeReference<List<Change>>() {});
    }

    @Override
    public List<TasteQuestion> askedPairs() throws LinkException {
        return get("/taste/questions", new TypeReference<List<TasteQuestion>>() {});
    }

    @Override
    public List<TasteAnswer> pairAnswersAfter(long number) throws LinkException {
        return get("/taste/answers?after=" + number, new TypeReference<List<TasteAnswer>>() {});
    }

    @Override
    public void handOver(String questionId, String side, byte[] wav) throws LinkException {
        sendWav("/taste/questions/" + path(questionId) + "/sounds/" + side, wav);
    }

    @Override
    public List<VersionPair> askedVersions() throws LinkException {
        return get("/versions/pairs", new TypeReference<List<VersionPair>>() {});
    }

    @Override
    public void handOverVersion(String pairId, String side, byte[] wav) throws LinkException {
        sendWav("/versions/pairs/" + path(pairId) + "/sounds/" + side, wav);
    }

    @Override
    public void versionsDiffer(String pairId, VersionDifference difference) throws LinkException {
        send("PUT", "/versions/pairs/" + path(pairId) + "/difference", difference);
    }

    @Override
    public void noVersions(String pairId, TasteFailure failure) throws LinkException {
        send("PUT", "/versions/pairs/" + path(pairId) + "/failure", failure);
    }

    private void sendWav(String path, byte[] wav) throws LinkException {
        HttpRequest request = request(path)
                .header("Content-Type", "audio/wav")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(wav))
                .build();
        accepted(request, exchange(request, BodyHandlers.ofString()));
    }

    @Override
    public void offer(String questionId, TasteOffer offer) throws LinkException {
        send("PUT", "/taste/questions/" + path(questionId) + "/offer", offer);
    }

    @Override
    public void noPair(String questionId, TasteFailure failure) throws LinkException {
        send("PUT", "/taste/questions/" + path(questionId) + "/failure", failure);
    }

    @Override
    public void front(List<FrontPoint> points) throws LinkException {
        send("PUT", "/front", points);
    }

    @Override
    public void taste(List<TasteKnown> known) throws LinkException {
        send("PUT", "/taste", known);
    }

    private <T> T get(String path, TypeReference<T> type) throws LinkException {
        return read(send("GET", path, null), type);
    }

    private String send(String method, String path, @Nullable Object body) throws LinkException {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(write(body));
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
        return accepted(request, exchange(request, BodyHandlers.ofString()));
    }

    private static String accepted(HttpRequest request, HttpResponse<String> response) throws LinkException {
        if (response.statusCode() / 100 != 2) {
            throw refused(request, response.statusCode(), response.body());
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws LinkException {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new LinkException(0, "The control server does not answer at " + request.uri() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkException(0, "Interrupted while asking the control server.");
        }
    }

    private static LinkException refused(HttpRequest request, int status, String body) {
        try {
            JsonNode problem = JSON.readTree(body);
            String detail = problem.path("detail").asText("");
            if (!detail.isEmpty()) {
                return new LinkException(status, detail);
            }
        } catch (JsonProcessingException e) {
            // no problem document: the status has to say it
        }
        return new LinkException(
                status,
                "The control server answered " + status + " to " + request.method() + " "
                        + request.uri().getPath() + ".");
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("body=" + body.getClass().getName() + " cannot be written as JSON", e);
        }
    }

    private static <T> T read(String text, TypeReference<T> type) throws LinkException {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new LinkException(200, "The control server's answer was not understood: " + text);
        }
    }

    private static String path(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }
}
