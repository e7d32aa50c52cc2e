package attune.control.store;

import attune.api.PresetEvidence;
import attune.control.words.Numbers;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.Scale;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a preset from JSON and holds every value against {@link ParamTable}. */
final class PresetCodec {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final int MOST_SHOWN = 60;

    private static final List<String> FIELDS = List.of("schema", "label", "doc", "soundVersion", "params");
    /** Of schema 2. */
    private static final List<String> MORE_FIELDS = List.of("tags", "evidence");

    private static final List<String> CLASSES = List.of("speech", "music", "mixed", "noise", "silence");
    private static final Pattern JUDGE = Pattern.compile("[a-z0-9+.-]{1,40}");

    private PresetCodec() {}

    /**
     * @param id the preset's id, for messages and the result
     * @param json the file's text
     * @throws PresetException with one sentence naming preset, parameter, value and what is allowed
     */
    static Preset read(String id, String json) throws PresetException {
        JsonNode document = parse(id, json);
        for (String field : FIELDS) {
            if (!document.hasNonNull(field)) {
                throw invalid(id, "the field '" + field + "' is missing", null);
            }
        }
        for (String field : (Iterable<String>) document::fieldNames) {
            if (!FIELDS.contains(field) && !(document.path("schema").asInt() > 1 && MORE_FIELDS.contains(field))) {
                throw invalid(
                        id, "the field '" + cut(field) + "' is unknown; there are " + String.join(", ", FIELDS), null);
            }
        }
        int schema = whole(id, document, "schema");
        if (schema > Preset.SCHEMA) {
            throw new PresetException(
                    "Preset '" + id + "' has schema " + schema + "; this version reads up to " + Preset.SCHEMA + ".");
        }
        ParamSnapshot params = new ParamSnapshot();
        if (!document.path("params").isObject()) {
            throw invalid(id, "the field 'params' must be an object of names and numbers", null);
        }
        for (Map.Entry<String, JsonNode> entry : document.path("params").properties()) {
            apply(id, entry.getKey(), entry.getValue(), params);
        }
        return new Preset(
                id,
                text(id, document, "label"),
                text(id, document, "doc"),
                whole(id, document, "soundVersion"),
                params,
                tags(id, document.path("tags")),
                evidence(id, document.path("evidence")));
    }

    private static List<String> tags(String id, JsonNode tags) throws PresetException {
        List<String> words = new ArrayList<>();
        if (!tags.isMissingNode() && !tags.isArray()) {
            throw invalid(id, "the field 'tags' must be a list of words", null);
        }
        for (JsonNode tag : tags) {
            if (!tag.isTextual()) {
                throw invalid(id, "the field 'tags' must hold words, not " + cut(tag), null);
            }
            words.add(tag.textValue());
        }
        return PresetTags.checked(words);
    }

    private static @Nullable PresetEvidence evidence(String id, JsonNode node) throws PresetException {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        try {
            PresetEvidence evidence = JSON.treeToValue(node, PresetEvidence.class);
            if (isPlausible(evidence)) {
                return evidence;
            }
            throw invalid(id, "the field 'evidence' holds what can't be measured", null);
        } catch (JsonProcessingException e) {
            throw invalid(id, "the field 'evidence' holds what evidence does not have", e);
        }
    }

    static boolean isPlausible(PresetEvidence evidence) {
        Double measured = evidence.measured();
        return evidence.changes() > 0
                && evidence.measuredChanges() >= 0
                && evidence.measuredChanges() <= evidence.changes()
                && (measured != null) == (evidence.measuredChanges() > 0)
                && Double.isFinite(evidence.promised())
                && (measured == null || Double.isFinite(measured))
                && evidence.seconds() >= 0
                && Double.isFinite(evidence.seconds())
                && CLASSES.containsAll(evidence.heard())
                && evidence.judge() != null
                && JUDGE.matcher(evidence.judge()).matches();
    }

    /** The text of a preset's file: what is at its default is left out, as in the factory presets. */
    static String write(Preset preset) {
        return write(preset, false);
    }

    /** The same with what is at its default. */
    static String writeAll(Preset preset) {
        return write(preset, true);
    }

    private static String write(Preset preset, boolean all) {
        ObjectNode document = JSON.createObjectNode();
        document.put("schema", Preset.SCHEMA).put("label", preset.label()).put("doc", preset.doc());
        document.put("soundVersion", preset.soundVersion());
        preset.tags().forEach(document.putArray("tags")::add);
        if (preset.evidence() != null) {
            document.set("evidence", JSON.valueToTree(preset.evidence()));
        }
        ObjectNode values = document.putObject("params");
        ParamSnapshot params = preset.params();
        for (ParamTable param : ParamTable.all()) {
            if (all || params.get(param) != param.spec().defaultValue()) {
                values.put(param.id(), params.get(param));
            }
        }
        return document.toPrettyString() + "\n";
    }

    private static JsonNode parse(String id, String json) throws PresetException {
        JsonNode document;
        try {
            document = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            String duplicate = String.valueOf(e.getOriginalMessage());
            throw invalid(id, (duplicate.startsWith("Duplicate field") ? cut(duplicate) : "it is not JSON") + at(e), e);
        }
        if (!document.isObject()) {
            throw invalid(id, "it must be one JSON object", null);
        }
        return document;
    }

    private static int whole(String id, JsonNode document, String field) throws PresetException {
        JsonNode value = document.path(field);
        if (!value.isInt() || value.intValue() < 1) {
            throw invalid(id, "the field '" + field + "' must be a whole number from 1, not " + cut(value), null);
        }
        return value.intValue();
    }

    private static String text(String id, JsonNode document, String field) throws PresetException {
        JsonNode value = document.path(field);
        if (!value.isTextual()) {
            throw invalid(id, "the field '" + field + "' must be text, not " + cut(value), null);
        }
        if (hasControl(value.textValue())) {
            throw invalid(id, "the field '" + field + "' holds a control character; it must be plain text", null);
        }
        return value.textValue();
    }

    /** Whether a text holds what terminals obey instead of showing it, or half a character. */
    static boolean hasControl(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static PresetException invalid(String id, String why, @Nullable Throwable cause) {
        String sentence = "Preset '" + id + "' is not a valid preset file: " + why + ".";
        return cause == null
                ? new PresetException(sentence)
                : new PresetException(PresetException.Kind.INVALID, sentence, cause);
    }

    private static void apply(String preset, String id, JsonNode value, ParamSnapshot params) throws PresetException {
        ParamTable param = ParamTable.byId(id)
                .orElseThrow(() ->
                        new PresetException("Preset '" + preset + "' names an unknown parameter '" + cut(id) + "'."));
        ParamSpec spec = param.spec();
        if (!value.isNumber() || !spec.allows(value.doubleValue())) {
            throw new PresetException("Preset '" + preset + "' sets " + id + " to "
                    + (value.isNumber() ? Double.toString(value.doubleValue()) : cut(value)) + "; allowed "
                    + (spec.scale() == Scale.STEPPED ? "is " : "are ")
                    + (spec.scale().isDiscrete()
                            ? Numbers.allowed(spec)
                            : spec.min() + " to " + spec.max() + (spec.unit().isEmpty() ? "" : " " + spec.unit()))
                    + ".");
        }
        params.set(param, value.doubleValue());
    }

    /** What a file holds, in a sentence: not all of it. */
    private static String cut(Object value) {
        String text = value.toString();
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN - 1) + "…";
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
