package attune.control.http;

import attune.api.LearningAttempt;
import attune.control.problem.ProblemException;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The server's JSON: strict on what comes in. Any thread. */
public final class Json {
    /** Rejects unknown fields, doubled fields, one kind of value for another, anything behind the end. */
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .addMixIn(LearningAttempt.Request.class, AttemptNames.class)
            .withCoercionConfigDefaults(kinds -> kinds.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
            .build();

    /** Earlier names of {@link LearningAttempt.Request}. */
    interface AttemptNames {
        @JsonAlias("strategy")
        String method();
    }

    private Json() {}

    /**
     * Reads a record; every field that may not be absent is there.
     *
     * @throws ProblemException 400 naming line and column, or the field
     */
    static <T> T read(byte[] body, Class<T> type) {
        return type.cast(readAny(body, MAPPER.constructType(type)));
    }

    @SuppressWarnings("unchecked")
    static <T> T read(byte[] body, TypeReference<T> type) {
        return (T) readAny(body, MAPPER.constructType(type.getType()));
    }

    private static Object readAny(byte[] body, JavaType type) {
        try {
            Object value = MAPPER.readValue(body, type);
            if (value == null) {
                throw ProblemException.malformed("The body is null; an object is needed.", null);
            }
            requireComplete(value, "");
            return value;
        } catch (JsonProcessingException e) {
            throw explained(e);
        } catch (IOException e) {
            throw ProblemException.malformed("The body can't be read: " + e.getMessage() + ".", null);
        }
    }

    private static ProblemException explained(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return ProblemException.malformed(
                    "The field \"" + unknown.getPropertyName() + "\" is unknown" + at(e)
                            + (known.isEmpty() ? "; the object has to be empty." : "; there are " + known + "."),
                    path(unknown));
        }
        if (e instanceof InvalidFormatException wrong && !wrong.getPath().isEmpty()) {
            Object[] choices = wrong.getTargetType().getEnumConstants();
            String allowed = choices == null
                    ? ""
                    : "; allowed are "
                            + Arrays.stream(choices).map(String::valueOf).collect(Collectors.joining(", "));
            return ProblemException.malformed(
                    "The field \"" + path(wrong) + "\" can't be \"" + wrong.getValue() + "\"" + at(e) + allowed + ".",
                    path(wrong));
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return ProblemException.malformed(
                    "The field \"" + path(mapping) + "\" is missing or of the wrong kind" + at(e) + ".", path(mapping));
        }
        if (e instanceof ValueInstantiationException) {
            return ProblemException.malformed(
                    "The body can't be read: a value that is needed is null, or missing" + at(e) + ".", null);
        }
        String message = e.getOriginalMessage();
        String why = message.startsWith("Duplicate field") ? message : "it is not the JSON that is needed";
        return ProblemException.malformed("The body can't be read: " + why + at(e) + ".", null);
    }

    private static String at(JacksonException e) {
        JsonLocation where = e.getLocation();
        return where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    /** Jackson leaves absent references null, whatever their type says; this holds them against it. */
    private static void requireComplete(Object value, String path) {
        if (value instanceof Collection<?> items) {
            for (Object item : items) {
                requireItem(item, path);
            }
        } else if (value instanceof Map<?, ?> entries) {
            for (Object item : entries.values()) {
                if (item != null) {
                    requireComplete(item, path);
                }
            }
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                requireComponent(value, component, path);
            }
        }
    }

    private static void requireItem(@Nullable Object item, String path) {
        if (item == null) {
            throw ProblemException.malformed("The list \"" + path + "\" holds a null.", path);
        }
        if (item instanceof Double number && !Double.isFinite(number)) {
            throw ProblemException.malformed("The list \"" + path + "\" holds what is no finite number.", path);
        }
        requireComplete(item, path);
    }

    private static void requireComponent(Object value, RecordComponent component, String path) {
        String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
        Object held;
        try {
            held = component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a public record's accessor", e);
        }
        if (held instanceof Double number && !Double.isFinite(number)) {
            throw ProblemException.malformed("The field \"" + name + "\" must be a finite number.", name);
        }
        if (held != null) {
            requireComplete(held, name);
        } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            throw ProblemException.malformed("The field \"" + name + "\" is missing.", name);
        }
    }

    /** Names of a record's fields, for messages and the interface's description. */
    static List<String> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
