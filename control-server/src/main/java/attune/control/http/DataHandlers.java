package attune.control.http;

import attune.api.ChangeKind;
import attune.api.Experience;
import attune.api.InstanceInfo;
import attune.api.ObjectiveWish;
import attune.api.ParamBounds;
import attune.api.PresetEvidence;
import attune.api.PresetInfo;
import attune.api.PresetRequest;
import attune.control.change.LearnedEvidence;
import attune.control.guard.ParamSets;
import attune.control.problem.ProblemException;
import attune.control.store.AuditEvent;
import attune.control.store.InstanceStore;
import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.control.store.PresetFilter;
import attune.control.store.PresetStore;
import attune.control.store.StorageException;
import attune.control.store.TargetException;
import attune.control.store.TelemetryStore;
import attune.param.ParamSnapshot;
import com.fasterxml.jackson.core.type.TypeReference;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is stored: timeline, opinions, experiences, presets, preferences, telemetry. */
final class DataHandlers {
    /** Percent-encoded UTF-8 (+ is a space): sentences about preset files that are passed over. */
    private static final String PASSED_OVER = "X-Attune-Passed-Over";

    private static final int LONGEST_HEADER = 500;
    private static final long LARGEST_PAGE = 1000;
    private static final long TWO_YEARS_SECONDS = 730L * 86_400;
    private static final int LONGEST_DOC = 500;
    private static final int LONGEST_FILE_NAME = 100;

    private static final Logger LOG = LoggerFactory.getLogger(DataHandlers.class);

    private final Handlers with;

    DataHandlers(Handlers with) {
        this.with = with;
    }

    void changes(Call call) {
        long before = call.query("before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        int limit = (int) call.query("limit", 50, 1, LARGEST_PAGE);
        ChangeKind kind = call.choice("kind", ChangeKind.class);
        String engineId = call.query("engineId");
        if (!Boolean.parseBoolean(call.query("earlier"))) {
            call.answerJson(with.changes().pageJson(engineId, before, kind, limit));
        } else if (engineId != null && kind == null) {
            call.answerJson(with.instances().pageJson(engineId, before, limit));
        } else {
            throw ProblemException.invalid(
                    "earlier",
                    "true",
                    "false, or with engineId and without kind",
                    "Earlier sessions are those of one plugin instance: \"earlier\" goes with \"engineId\" and without"
                            + " \"kind\".");
        }
    }

    /** With the name that each has now, also those that are gone. */
    void instances(Call call) {
        int limit = (int) call.query("limit", LARGEST_PAGE, 1, LARGEST_PAGE);
        Map<String, String> here = new HashMap<>();
        with.registry()
                .sessions()
                .forEach(session -> here.put(session.id(), session.info().name()));
        List<InstanceStore.Instance> known = with.instances().newest(limit);
        call.answer(known.stream()
                .map(one -> new InstanceInfo(
                        one.engineId(), one.host(), here.getOrDefault(one.engineId(), nameOf(one, known)), one.at()))
                .toList());
    }

    private String nameOf(InstanceStore.Instance gone, List<InstanceStore.Instance> known) {
        String given = with.services().preferences().engineName(gone.engineId(), gone.host());
        if (!given.isEmpty()) {
            return given;
        }
        String place = InstanceStore.place(gone.engineId(), gone.host());
        boolean isOnly = known.stream()
                .filter(one -> one.host().equals(gone.host()))
                .allMatch(one -> InstanceStore.place(one.engineId(), one.host()).equals(place));
        return isOnly ? gone.host() : gone.host() + " " + InstanceStore.number(gone.engineId());
    }

    void change(Call call) {
        call.answer(with.change(call).change());
    }

    void feedback(Call call) {
        long after = call.query("after", 0, 0, Long.MAX_VALUE);
        with.privacy().reads().read("feedback", call.who(), null);
        call.answerJson(with.feedback().afterJson(after, (int) call.query("limit", LARGEST_PAGE, 1, LARGEST_PAGE)));
    }

    void addExperiences(Call call) {
        List<Experience> experiences = call.body(new TypeReference<List<Experience>>() {});
        experiences.forEach(LearnedText::check);
        boolean kept = with.services().preferences().keepsFeatures();
        call.answer(201, kept ? with.experiences().add(experiences) : List.of());
    }

    /** After a reset of learning only those that came since: a learner that reads from the start begins anew. */
    void experiences(Call call) {
        long after = call.query("after", 0, 0, Long.MAX_VALUE);
        with.privacy().reads().read("experiences", call.who(), null);
        long from = Math.max(after, with.services().preferences().resetAfterExperience());
        call.answerJson(with.experiences().afterJson(from, (int) call.query("limit", LARGEST_PAGE, 1, LARGEST_PAGE)));
    }

    /** What a person sees of the same: the newest first. */
    void experiments(Call call) {
        long before = call.query("before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        int limit = (int) call.query("limit", 50, 1, LARGEST_PAGE);
        boolean onlyWon = call.flag("won");
        with.privacy().reads().read("experiences", call.who(), null);
        call.answerJson(with.experiences()
                .newestJson(
                        before,
                        with.services().preferences().resetAfterExperience(),
                        call.query("strategy"),
                        onlyWon,
                        limit));
    }

    void bounds(Call call) {
        call.answer(with.services().preferences().bounds().asMap());
    }

    void setBounds(Call call) {
        Map<String, ParamBounds> wanted = call.body(new TypeReference<Map<String, ParamBounds>>() {});
        Map<String, ParamBounds> bounds = with.services().preferences().setBounds(wanted);
        with.hub().tell("bounds", null, bounds);
        call.answer(bounds);
    }

    void wish(Call call) {
        call.answer(with.services().preferences().wish());
    }

    void setWish(Call call) {
        call.answer(with.services().preferences().setWish(call.body(new TypeReference<ObjectiveWish>() {})));
    }

    void preferences(Call call) {
        call.answer(with.services().preferences().all());
    }

    void setPreferences(Call call) {
        Map<String, Object> all = with.services()
                .preferences()
                .set(call.body(new TypeReference<Map<String, @Nullable Boolean>>() {}), call.who());
        with.hub().tell("preferences", null, all);
        call.answer(all);
    }

    void telemetry(Call call) {
        int resolution = (int) call.query("resolution", 1, 1, 86_400);
        if (!TelemetryStore.RESOLUTIONS.contains(resolution)) {
            throw ProblemException.invalid(
                    "resolution",
                    Integer.toString(resolution),
                    "1, 300, 3600, 86400",
                    "Telemetry is kept in stretches of 1, 300, 3600 and 86400 seconds, not " + resolution + ".");
        }
        long seconds = call.query("seconds", 300, 1, TWO_YEARS_SECONDS);
        long from = System.currentTimeMillis() - seconds * 1000;
        long before = call.query("before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        call.answer(with.telemetry().between(call.query("engineId"), from, before, resolution, 3600));
    }

    /** Files that can't be used are told in a header: they must not hide the others. */
    void presets(Call call) throws PresetException {
        PresetStore.Listing listing = with.presets().all();
        List<PresetInfo> infos = new ArrayList<>();
        PresetFilter filter =
                new PresetFilter(call.query("text"), call.query("tag"), Boolean.parseBoolean(call.query("favourite")));
        Set<String> favourites = with.presets().favourites();
        listing.presets().stream()
                .filter(preset -> filter.accepts(preset, favourites.contains(preset.id())))
                .forEach(preset -> infos.add(told(with.presets().info(preset, favourites))));
        infos.sort(Comparator.comparing(PresetInfo::factory).reversed().thenComparing(PresetInfo::label));
        if (!listing.passedOver().isEmpty()) {
            String sentences = String.join(" ", listing.passedOver());
            call.context().header(PASSED_OVER, URLEncoder.encode(shortened(sentences), StandardCharsets.UTF_8));
        }
        call.answer(infos);
    }

    private PresetInfo told(PresetInfo preset) {
        return preset.recalled(with.services().preferences().recalledAt(preset.id()));
    }

    /** Headers are no place for a book; three bytes of each letter may need nine characters. */
    private static String shortened(String sentences) {
        return sentences.length() <= LONGEST_HEADER ? sentences : sentences.substring(0, LONGEST_HEADER - 1) + "…";
    }

    void preset(Call call) throws PresetException {
        call.answer(told(with.presets().info(with.presets().find(call.path("id")))));
    }

    /** As {@code attune presets export} writes it: settings and evidence, nothing of the sound. */
    void presetFile(Call call) throws PresetException {
        Preset preset = with.presets().find(call.path("id"));
        call.answerJson(PresetStore.fileOf(preset).getBytes(StandardCharsets.UTF_8));
    }

    void importPreset(Call call) throws PresetException {
        String name = call.query("name");
        byte[] file = call.bytes((int) RequestChecks.LARGEST_BODY);
        Preset taken = with.presets().take(name == null ? "imported" : plain(name), file, call.query("label"));
        audited(call, "preset-saved", taken.id());
        call.answer(201, with.presets().info(taken));
    }

    /** A file's name as a message may show it. */
    private static String plain(String name) {
        String shown = name.replaceAll("\\p{Cntrl}", "");
        return shown.substring(0, Math.min(LONGEST_FILE_NAME, shown.length()));
    }

    void targets(Call call) throws TargetException {
        call.answer(with.targets().all());
    }

    void savePreset(Call call) throws PresetException {
        PresetRequest request = call.body(PresetRequest.class);
        String label = request.label();
        if (label == null) {
            throw ProblemException.malformed("A new preset needs a \"label\".", "label");
        }
        ParamSnapshot params = params(request);
        if (params == null) {
            throw ProblemException.malformed("A new preset needs an \"engineId\" or \"params\".", "params");
        }
        String doc = request.doc() == null ? "" : doc(request.doc());
        Preset saved = with.presets()
                .save(new Preset(
                        "",
                        label,
                        doc,
                        Preset.SOUND_VERSION,
                        params,
                        request.tags() == null ? List.of() : request.tags(),
                        evidence(request)));
        audited(call, "preset-saved", saved.id());
        mark(saved, request);
        call.answer(201, with.presets().info(saved));
    }

    void changePreset(Call call) throws PresetException {
        PresetRequest request = call.body(PresetRequest.class);
        Preset old = with.presets().find(call.path("id"));
        boolean markedOnly = request.favourite() != null
                && request.equals(new PresetRequest(null, null, null, null, null, request.favourite(), null));
        if (markedOnly) {
            mark(old, request);
            call.answer(told(with.presets().info(old)));
            return;
        }
        ParamSnapshot params = params(request);
        Preset changed = with.presets()
                .change(
                        old.id(),
                        new Preset(
                                old.id(),
                                request.label() == null ? old.label() : request.label(),
                                request.doc() == null ? old.doc() : doc(request.doc()),
                                old.soundVersion(),
                                params == null ? old.params() : params,
                                request.tags() == null ? old.tags() : request.tags(),
                                params == null ? old.evidence() : evidence(request)));
        mark(changed, request);
        if (!changed.id().equals(old.id())) {
            with.services().autoload().renamed(old.id(), changed.id());
            with.services().preferences().renamed(old.id(), changed.id());
        }
        audited(call, "preset-changed", changed.id());
        call.answer(told(with.presets().info(changed)));
    }

    void deletePreset(Call call) throws PresetException {
        with.presets().delete(call.path("id"));
        with.services().preferences().renamed(call.path("id"), null);
        audited(call, "preset-deleted", call.path("id"));
        call.context().status(204);
    }

    private void mark(Preset preset, PresetRequest request) throws PresetException {
        if (request.favourite() != null) {
            with.presets().setFavourite(preset.id(), request.favourite());
        }
    }

    /** What speaks for the set that is saved. */
    private @Nullable PresetEvidence evidence(PresetRequest request) {
        PresetEvidence given = request.evidence();
        if (given != null && !PresetStore.isPlausible(given)) {
            throw ProblemException.invalid(
                    "evidence", given.toString(), null, "The evidence holds what can't be measured.");
        }
        if (request.params() != null || request.engineId() == null) {
            return given;
        }
        return new LearnedEvidence(with.changes()).of(with.registry().session(request.engineId()));
    }

    /** A preset is a file, which stands also where the audit log can't be written. */
    private void audited(Call call, String event, String id) {
        try {
            with.privacy().audit().add(AuditEvent.of(event, call.who(), Map.of("preset", id)));
        } catch (StorageException e) {
            LOG.warn("Preset {}: {}, which is not in the audit log. {}", id, event, e.getMessage());
        }
    }

    private static String doc(String doc) {
        if (doc.length() > LONGEST_DOC) {
            throw ProblemException.invalid(
                    "doc", doc, "at most 500 characters", "A preset's description has at most 500 characters.");
        }
        return doc;
    }

    private @Nullable ParamSnapshot params(PresetRequest request) {
        if (request.params() != null) {
            return ParamSets.complete(request.params());
        }
        return request.engineId() == null
                ? null
                : with.registry().session(request.engineId()).wanted();
    }
}
