package attune.control.store;

import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/** Reads a preset from JSON and holds every value against {@link ParamTable}. */
final class PresetCodec {
    static final int SCHEMA = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private record Document(
            @JsonProperty(required = true) int schema,
            @JsonProperty(required = true) String label,
            @JsonProperty(required = true) String doc,
            @JsonProperty(required = true) int soundVersion,
            @JsonProperty(required = true) Map<String, Double> params) {}

    private PresetCodec() {}

    /**
     * @param id the preset's id, for messages and the result
     * @param json the file's text
     * @throws PresetException with one sentence naming preset, parameter, value and what is allowed
     */
    static Preset read(String id, String json) throws PresetException {
        Document document;
        try {
            document = JSON.readValue(json, Document.class);
        } catch (JsonProcessingException e) {
            throw new PresetException(
                    "Preset '" + id + "' is not a valid preset file: " + e.getOriginalMessage() + at(e), e);
        }
        if (document.schema() != SCHEMA) {
            throw new PresetException(
                    "Preset '" + id + "' has schema " + document.schema() + "; this version reads " + SCHEMA + ".");
        }
        ParamSnapshot params = new ParamSnapshot();
        for (Map.Entry<String, Double> entry : document.params().entrySet()) {
            apply(id, entry.getKey(), entry.getValue(), params);
        }
        return new Preset(id, document.label(), document.doc(), document.soundVersion(), params);
    }

    private static void apply(String preset, String id, Double value, ParamSnapshot params) throws PresetException {
        ParamTable param = ParamTable.byId(id)
                .orElseThrow(
                        () -> new PresetException("Preset '" + preset + "' names an unknown parameter '" + id + "'."));
        ParamSpec spec = param.spec();
        if (value == null || !spec.allows(value)) {
            throw new PresetException("Preset '" + preset + "' sets " + id + " to " + value + "; allowed are "
                    + spec.min() + " to " + spec.max() + (spec.unit().isEmpty() ? "" : " " + spec.unit()) + ".");
        }
        params.set(param, value);
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
