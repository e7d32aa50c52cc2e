package attune.control.store;

import attune.api.LoudnessBasis;
import attune.api.LoudnessTarget;
import attune.api.Normalization;
import attune.api.TargetList;
import attune.api.TargetSource;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a list of targets from JSON and holds every field against what is allowed. */
final class TargetCodec {
    static final int SCHEMA = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final List<String> FIELDS = List.of("schema", "asOf", "targets");
    private static final List<String> TARGET_FIELDS = List.of(
            "id",
            "label",
            "integratedLufs",
            "toleranceLu",
            "maxTruePeakDbtp",
            "maxTruePeakIfLouderDbtp",
            "maxShortTermLufs",
            "maxRangeLu",
            "loudnessOf",
            "normalization",
            "raisedToDbtp",
            "source",
            "note");
    private static final List<String> SOURCE_FIELDS = List.of("title", "url", "asOf", "official");
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern DAY = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])");
    private static final Pattern URL = Pattern.compile("https?://\\S+");

    /** What messages begin with. */
    private final String where;

    private TargetCodec(String where) {
        this.where = where;
    }

    /**
     * @param name of the file, for messages
     * @param json the file's text
     * @throws TargetException with one sentence naming file, target, field, value and what is allowed
     */
    static TargetList read(String name, String json) throws TargetException {
        return new TargetCodec("The list of targets " + name).list(parse(name, json));
    }

    private static JsonNode parse(String name, String json) throws TargetException {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            String original = String.valueOf(e.getOriginalMessage());
            throw new TargetException(
                    "The list of targets " + name + " can't be used: "
                            + (original.startsWith("Duplicate field") ? original : "it is not JSON") + " (line "
                            + e.getLocation().getLineNr() + ").",
                    e);
        }
    }

    private TargetList list(JsonNode document) throws TargetException {
        fields(document, FIELDS, FIELDS);
        JsonNode schema = document.path("schema");
        if (!schema.isInt() || schema.intValue() != SCHEMA) {
            throw invalid("it has schema " + schema + "; this version reads " + SCHEMA);
        }
        if (!document.path("targets").isArray() || document.path("targets").isEmpty()) {
            throw invalid("the field 'targets' must be a list of at least one target");
        }
        Map<String, LoudnessTarget> targets = new LinkedHashMap<>();
        for (JsonNode node : document.path("targets")) {
            TargetCodec of = new TargetCodec(where + ", target " + node.path("id"));
            LoudnessTarget target = of.target(node);
            if (targets.put(target.id(), target) != null) {
                throw of.invalid("it is there twice");
            }
        }
        return new TargetList(text(document, "asOf", DAY, "a day, YYYY-MM-DD"), new ArrayList<>(targets.values()));
    }

    private LoudnessTarget target(JsonNode node) throws TargetException {
        fields(node, TARGET_FIELDS, List.of("id", "label", "integratedLufs", "loudnessOf", "normalization", "source"));
        Normalization normalization = choice(node, "normalization", Normalization.class);
        if (node.has("raisedToDbtp") && normalization != Normalization.both) {
            throw invalid("the field 'raisedToDbtp' goes with the normalization 'both' only");
        }
        return new LoudnessTarget(
                text(node, "id", ID, "lower-case letters and digits with single hyphens"),
                text(node, "label"),
                number(node, "integratedLufs", -70, 0),
                optional(node, "toleranceLu", 0, 20),
                optional(node, "maxTruePeakDbtp", -20, 6),
                optional(node, "maxTruePeakIfLouderDbtp", -20, 6),
                optional(node, "maxShortTermLufs", -70, 6),
                optional(node, "maxRangeLu", 0, 60),
                choice(node, "loudnessOf", LoudnessBasis.class),
                normalization,
                optional(node, "raisedToDbtp", -20, 6),
                source(node.path("source")),
                node.has("note") ? text(node, "note") : null);
    }

    private TargetSource source(JsonNode node) throws TargetException {
        fields(node, SOURCE_FIELDS, SOURCE_FIELDS);
        if (!node.path("official").isBoolean()) {
            throw invalid("the field 'official' must be true or false, not " + node.path("official"));
        }
        return new TargetSource(
                text(node, "title"),
                text(node, "url", URL, "an address that begins with https://"),
                text(node, "asOf", MONTH, "a month, YYYY-MM"),
                node.path("official").booleanValue());
    }

    private void fields(JsonNode node, List<String> known, List<String> needed) throws TargetException {
        if (!node.isObject()) {
            throw invalid("it must be an object with the fields " + String.join(", ", known));
        }
        for (String field : (Iterable<String>) node::fieldNames) {
            if (!known.contains(field)) {
                throw invalid("the field '" + field + "' is unknown; there are " + String.join(", ", known));
            }
        }
        for (String field : needed) {
            if (!node.hasNonNull(field)) {
                throw invalid("the field '" + field + "' is missing");
            }
        }
    }

    private double number(JsonNode node, String field, double least, double most) throws TargetException {
        JsonNode value = node.path(field);
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw invalid("the field '" + field + "' is " + value + "; allowed are " + least + " to " + most);
        }
        return value.doubleValue();
    }

    private @Nullable Double optional(JsonNode node, String field, double least, double most) throws TargetException {
        return node.has(field) ? (Double) number(node, field, least, most) : null;
    }

    private <E extends Enum<E>> E choice(JsonNode node, String field, Class<E> type) throws TargetException {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(node.path(field).textValue())) {
                return constant;
            }
        }
        throw invalid("the field '" + field + "' is " + node.path(field) + "; allowed are "
                + String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()));
    }

    private String text(JsonNode node, String field) throws TargetException {
        String value = node.path(field).textValue();
        if (value == null || value.isBlank() || PresetCodec.hasControl(value)) {
            throw invalid("the field '" + field + "' must be plain text, not " + node.path(field));
        }
        return value;
    }

    private String text(JsonNode node, String field, Pattern pattern, String allowed) throws TargetException {
        String value = text(node, field);
        if (!pattern.matcher(value).matches()) {
            throw invalid("the field '" + field + "' is '" + value + "'; allowed is " + allowed);
        }
        return value;
    }

    private TargetException invalid(String why) {
        return new TargetException(where + " can't be used: " + why + ".");
    }
}
