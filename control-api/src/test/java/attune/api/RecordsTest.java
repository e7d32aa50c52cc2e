package attune.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record of the package crosses as JSON and comes back as it was. */
class RecordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Class<?>> records() throws IOException, ClassNotFoundException {
        Path folder = Path.of("target/classes/attune/api");
        List<Class<?>> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.startsWith("package-info")) {
                    Class<?> type = Class.forName("attune.api." + name.substring(0, name.length() - 6));
                    if (type.isRecord()) {
                        records.add(type);
                    }
                }
            }
        }
        assertThat(records).hasSizeGreaterThan(20);
        return records.stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void record_when_sent_and_read_expect_the_same_values(Class<?> type)
            throws ReflectiveOperationException, IOException {
        Object sent = sample(type);

        Object read = JSON.readValue(JSON.writeValueAsString(sent), type);

        assertThat(read).isEqualTo(sent).hasSameHashCodeAs(sent).hasToString(sent.toString());
    }

    @ParameterizedTest
    @MethodSource("records")
    void record_when_a_field_is_unknown_expect_refused(Class<?> type)
            throws ReflectiveOperationException, JsonProcessingException {
        String json = JSON.writeValueAsString(sample(type)).replaceFirst("\\{", "{\"nobodyKnows\":1,");

        assertThatThrownBy(() -> JSON.readValue(json, type))
                .isInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("nobodyKnows");
    }

    private static Object sample(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(components[i].getGenericType(), i);
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        return constructor.newInstance(values);
    }

    private static Object value(Type type, int number) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return generic.getRawType() == List.class
                    ? List.of(value(last, number), value(last, number + 1))
                    : Map.of("hpf_corner", value(last, number));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return sample(plain);
        }
        if (plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants[number % constants.length];
        }
        return simple(plain, number);
    }

    private static Object simple(Class<?> type, int number) {
        if (type == boolean.class || type == Boolean.class) {
            return true;
        }
        if (type == int.class || type == Integer.class) {
            return number + 7;
        }
        if (type == long.class || type == Long.class) {
            return number + (1L << 40);
        }
        if (type == double.class || type == Double.class) {
            return -16.25 - number;
        }
        return "−3.1 dB, number " + number;
    }
}
