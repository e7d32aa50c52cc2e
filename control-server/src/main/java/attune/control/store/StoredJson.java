package attune.control.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Wire records as text in a column. Fields of a later version are passed over. */
final class StoredJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final TypeReference<Map<String, Double>> VALUES = new TypeReference<>() {};

    private StoredJson() {}

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("type=" + value.getClass() + ", allowed is what JSON can hold", e);
        }
    }

    static @Nullable String writeNullable(@Nullable Object value) {
        return value == null ? null : write(value);
    }

    static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new StorageException(
                    StorageException.Kind.BROKEN, "The database holds a damaged " + type.getSimpleName() + ".", e);
        }
    }

    static <T> T read(String text, TypeReference<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new StorageException(
                    StorageException.Kind.BROKEN, "The database holds a damaged " + type.getType() + ".", e);
        }
    }

    static <T> @Nullable T readNullable(@Nullable String text, Class<T> type) {
        return text == null ? null : read(text, type);
    }

    static Map<String, Double> values(String text) {
        try {
            return JSON.readValue(text, VALUES);
        } catch (JsonProcessingException e) {
            throw new StorageException(StorageException.Kind.BROKEN, "The database holds a damaged parameter set.", e);
        }
    }

    static @Nullable Map<String, Double> valuesOrNull(@Nullable String text) {
        return text == null ? null : values(text);
    }
}
