package attune.control.http;

import attune.api.AbstentionRequest;
import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.EngineInfo;
import attune.api.Feedback;
import attune.api.FeedbackRequest;
import attune.api.Heard;
import attune.api.LearningRequest;
import attune.api.PresetOrigin;
import attune.api.ProposalRequest;
import attune.api.Situation;
import attune.bridge.telemetry.CapturedInput;
import attune.control.guard.ParamSets;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.param.MacroTable;
import attune.param.ParamSpec;
import attune.param.Scale;
import com.fasterxml.jackson.core.type.TypeReference;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is asked of one plugin instance. */
final class EngineHandlers {
    /**
     * {@code PUT /engines/{id}/parameters}.
     *
     * @param values numbers, or names of choices and switches, by permanent id
     * @param gesture name of one movement of a hand, which is one entry of the timeline however often it is written; null: this
     *     write is all of it
     */
    record ParameterRequest(
            Map<String, @Nullable Object> values, @Nullable String gesture) {}

    private static final int LONGEST_GESTURE = 64;

    /** {@code PUT /engines/{id}/name}. */
    record NameRequest(String name) {}

    /** {@code POST /engines/{id}/recall}. */
    record RecallRequest(String preset, @Nullable Integer slot) {}

    private static final int CHUNK_FRAMES = 16_384;
    /** Captured audio is copied as a whole before it is sent; at 192 kHz this is still over 15 s of stereo. */
    private static final double LARGEST_CAPTURE_BYTES = 24 << 20;

    private final Handlers with;
    private final Semaphore capturing = new Semaphore(1, true);

    EngineHandlers(Handlers with) {
        this.with = with;
    }

    void list(Call call) {
        call.answer(with.registry().sessions().stream().map(EngineSession::info).toList());
    }

    void one(Call call) {
        call.answer(with.engine(call).info());
    }

    void parameters(Call call) {
        call.answer(with.engine(call).parameters());
    }

    void setParameters(Call call) {
        EngineSession session = with.engine(call);
        ParameterRequest request = call.body(ParameterRequest.class);
        String gesture = request.gesture();
        if (gesture != null && (gesture.isBlank() || gesture.length() > LONGEST_GESTURE)) {
            throw ProblemException.invalid(
                    "gesture",
                    gesture.substring(0, Math.min(LONGEST_GESTURE, gesture.length())),
                    "1 to " + LONGEST_GESTURE + " characters",
                    "The name of a gesture has 1 to " + LONGEST_GESTURE + " characters.");
        }
        Map<String, @Nullable Double> values = new LinkedHashMap<>();
        request.values()
                .forEach((id, value) ->
                        values.put(id, ParamSets.number(ParamSets.named(id).spec(), value)));
        call.answer(with.services().manual().set(session, values, gesture));
    }

    void setMacros(Call call) {
        EngineSession session = with.engine(call);
        Map<MacroTable, Double> macros = new LinkedHashMap<>();
        call.body(new TypeReference<Map<String, @Nullable Object>>() {})
                .forEach((id, value) -> macros.put(macro(id), allowed(macro(id).spec(), value)));
        EngineInfo info = session.setMacros(macros);
        with.hub().tell("engine", session.id(), info);
        call.answer(info);
    }

    private static MacroTable macro(String id) {
        if (id.equals(MacroTable.LATENCY_MODE.id())) {
            throw ProblemException.conflict(
                    "activation",
                    "Latency is taken when the host activates the plugin and can't be set while it plays; set it in the"
                            + " host.");
        }
        String settable = MacroTable.all().stream()
                .filter(EngineHandlers::canBeSet)
                .map(MacroTable::id)
                .collect(Collectors.joining(", "));
        return MacroTable.byId(id)
                .filter(EngineHandlers::canBeSet)
                .orElseThrow(() -> ProblemException.invalid(
                        id,
                        id,
                        settable,
                        "There is no macro \"" + id + "\" that can be set here; there are " + settable + "."));
    }

    /** Buttons are pressed in the host; its latency is fixed while it plays. */
    private static boolean canBeSet(MacroTable macro) {
        return macro.spec().scale() != Scale.TRIGGER && macro != MacroTable.LATENCY_MODE;
    }

    private static double allowed(ParamSpec spec, @Nullable Object value) {
        Double number = ParamSets.number(spec, value);
        if (number == null) {
            throw ParamSets.notAllowed(spec, "null");
        }
        if (!spec.allows(number)) {
            throw ParamSets.notAllowed(spec, number);
        }
        return number;
    }

    void setName(Call call) {
        EngineSession session = with.engine(call);
        String name = call.body(NameRequest.class).name().strip();
        with.services().preferences().nameEngine(session.id(), session.hostName(), name);
        session.setName(name);
        EngineInfo info = session.info();
        with.hub().tell("engine", session.id(), info);
        call.answer(info);
    }

    void setLearning(Call call) {
        EngineSession session = with.engine(call);
        call.answer(with.services().learning().set(session, call.body(LearningRequest.class)));
    }

    void setLearningOfAll(Call call) {
        call.answer(with.services().learning().setAll(with.registry().sessions(), call.body(LearningRequest.class)));
    }

    void reset(Call call) {
        call.nothing();
        call.answer(with.services().learning().reset(with.registry().sessions(), call.who()));
    }

    void propose(Call call) {
        EngineSession session = with.engine(call);
        ProposalRequest request = call.body(ProposalRequest.class);
        with.services().feedback().heard(session.id(), kept(request.situation()));
        call.answer(201, with.services().proposals().propose(session, request));
    }

    void abstain(Call call) {
        EngineSession session = with.engine(call);
        AbstentionRequest request = call.body(AbstentionRequest.class);
        with.services().feedback().heard(session.id(), kept(request.situation()));
        call.answer(with.services().proposals().abstain(session, request));
    }

    /** What was heard, where a person lets it be kept. */
    private @Nullable Situation kept(@Nullable Situation situation) {
        return with.services().preferences().keepsFeatures() ? situation : null;
    }

    void heard(Call call) {
        EngineSession session = with.engine(call);
        Heard heard = with.services().tips().without(session, call.body(Heard.class));
        session.heard(heard);
        with.hub().tell("heard", session.id(), heard);
        call.context().status(204);
    }

    void undoLast(Call call) {
        call.nothing();
        call.answer(with.services().undo().undoLast(with.engine(call)));
    }

    void vote(Call call) {
        EngineSession session = with.engine(call);
        FeedbackRequest request = call.body(FeedbackRequest.class);
        boolean isNew = with.feedback().find(request.id()).isEmpty();
        if (isNew && request.frame() != null) {
            session.requirePlayed(request.frame());
        }
        Feedback stored = with.services().feedback().vote(session, request, call.source());
        call.answer(isNew ? 201 : 200, stored);
    }

    void recall(Call call) throws PresetException {
        EngineSession session = with.engine(call);
        RecallRequest request = call.body(RecallRequest.class);
        Integer slot = request.slot();
        if (slot != null && (slot < 0 || slot > 3)) {
            throw ProblemException.invalid(
                    "slot", slot.toString(), "0 to 3", "There are slots 0 to 3, not " + slot + ".");
        }
        Preset preset = with.presets().find(request.preset());
        Change change = with.services().manual().recall(session, preset.label(), preset.params(), slot);
        with.services().preferences().recalled(preset.id(), change.at());
        call.answer(change);
    }

    void origin(Call call) {
        EngineSession session = with.engine(call);
        call.answer(with.changes()
                .origin(session.id(), session.slot())
                .map(change ->
                        change.kind() == ChangeKind.preset || change.who().equals("host")
                                ? change.after()
                                : change.before())
                .map(PresetOrigin::new)
                .orElseGet(() -> new PresetOrigin(ParamSets.toMap(session.wanted()))));
    }

    void learnNoise(Call call) {
        call.nothing();
        call.answer(201, with.services().manual().learnNoise(with.engine(call)));
    }

    void forgetNoise(Call call) {
        call.nothing();
        call.answer(with.services().manual().forgetNoise(with.engine(call)));
    }

    void capture(Call call) throws IOException {
        EngineSession session = with.engine(call);
        double seconds = seconds(call.query("seconds"));
        if (!capturing.tryAcquire()) {
            throw ProblemException.status(429, "Captured audio is being copied for another request; one at a time.");
        }
        try {
            long generation = session.generation();
            double most = LARGEST_CAPTURE_BYTES / Float.BYTES / session.channels() / session.sampleRateHz();
            CapturedInput input = session.captured(Math.min(seconds, most));
            with.privacy().reads().read("capture", call.who(), session.id());
            Context context = call.context();
            context.contentType("application/octet-stream");
            context.header("X-Attune-First-Frame", Long.toString(input.firstFrame()));
            context.header("X-Attune-Frames", Integer.toString(input.frames()));
            context.header("X-Attune-Channels", Integer.toString(input.channels().length));
            context.header("X-Attune-Rate", Double.toString(input.sampleRateHz()));
            context.header("X-Attune-Generation", Long.toString(generation));
            send(input, context.res().getOutputStream());
        } finally {
            capturing.release();
        }
    }

    private static double seconds(@Nullable String text) {
        double seconds = EngineSession.CAPTURE_SECONDS;
        try {
            seconds = text == null ? seconds : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            seconds = Double.NaN;
        }
        if (!(seconds > 0 && seconds <= EngineSession.CAPTURE_SECONDS)) {
            throw ProblemException.invalid(
                    "seconds",
                    String.valueOf(text),
                    "above 0, at most 30",
                    "Captured audio is above 0 and at most 30 seconds long, not \"" + text + "\".");
        }
        return seconds;
    }

    private static void send(CapturedInput input, OutputStream out) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_FRAMES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] channel : input.channels()) {
            for (int at = 0; at < channel.length; at += CHUNK_FRAMES) {
                int frames = Math.min(CHUNK_FRAMES, channel.length - at);
                chunk.clear();
                chunk.asFloatBuffer().put(channel, at, frames);
                out.write(chunk.array(), 0, frames * Float.BYTES);
            }
        }
    }

    void accept(Call call) {
        call.nothing();
        long id = with.change(call).change().id();
        call.answer(with.services().proposals().accept(sessionOfChange(call), id));
    }

    void reject(Call call) {
        call.nothing();
        long id = with.change(call).change().id();
        call.answer(with.services().proposals().reject(sessionOfChange(call), id));
    }

    void undo(Call call) {
        call.nothing();
        long id = with.change(call).change().id();
        call.answer(with.services().undo().undo(sessionOfChange(call), id));
    }

    void less(Call call) {
        call.nothing();
        long id = with.change(call).change().id();
        call.answer(with.services().feedback().less(sessionOfChange(call), id, call.source()));
    }

    void measured(Call call) {
        long id = with.change(call).change().id();
        attune.api.MeasurementRequest request = call.body(attune.api.MeasurementRequest.class);
        if (!java.util.List.of("ok", "fail", "inconclusive").contains(request.verdict())) {
            throw ProblemException.invalid(
                    "verdict", request.verdict(), "ok, fail, inconclusive", "A verdict is ok, fail or inconclusive.");
        }
        call.answer(with.services().proposals().measured(sessionOfChange(call), id, request));
    }

    private EngineSession sessionOfChange(Call call) {
        attune.api.Change change = with.change(call).change();
        return with.registry().sessions().stream()
                .filter(session -> session.id().equals(change.engineId()))
                .findFirst()
                .orElseThrow(() -> ProblemException.conflict(
                        "gone",
                        "Change " + change.id() + " belongs to plugin instance \"" + change.engineId()
                                + "\", which is gone; its status stays "
                                + ChangeStatus.valueOf(change.status().name())
                                        .name()
                                        .replace('_', ' ') + "."));
    }
}
