package attune.control.store;

import attune.control.http.PrivateFiles;
import attune.control.problem.FileTrouble;
import attune.control.store.PresetException.Kind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Ids of the presets that a person marked, in a file beside the presets' folder, replaced whole. Any thread. */
final class Favourites {
    private static final int SCHEMA = 1;
    private static final long LARGEST_BYTES = 1 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private record Content(int schema, List<String> presets) {}

    private final Path file;

    Favourites(Path file) {
        this.file = file;
    }

    /** @throws PresetException where the file can't be used */
    synchronized Set<String> all() throws PresetException {
        if (!Files.exists(file)) {
            return Set.of();
        }
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BYTES) {
                throw broken();
            }
            Content content = JSON.readValue(Files.readString(file), Content.class);
            if (content == null || content.schema() != SCHEMA || !isWhole(content.presets())) {
                throw broken();
            }
            return new TreeSet<>(content.presets());
        } catch (JsonProcessingException e) {
            throw broken();
        } catch (IOException e) {
            throw new PresetException(Kind.FAILED, "The favourites in " + file + " can't be read by this user.", e);
        }
    }

    private static boolean isWhole(@Nullable List<@Nullable String> presets) {
        return presets != null && presets.stream().allMatch(Objects::nonNull);
    }

    private PresetException broken() {
        return new PresetException("The favourites in " + file + " can't be used: they are not what schema " + SCHEMA
                + " has; take the file away.");
    }

    synchronized void set(String id, boolean favourite) throws PresetException {
        Set<String> ids = new TreeSet<>(all());
        if (favourite ? ids.add(id) : ids.remove(id)) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                PrivateFiles.write(file, JSON.writeValueAsString(new Content(SCHEMA, List.copyOf(ids))) + "\n");
            } catch (IOException e) {
                throw new PresetException(Kind.FAILED, "The favourites can't be saved: " + FileTrouble.why(e) + ".", e);
            }
        }
    }
}
