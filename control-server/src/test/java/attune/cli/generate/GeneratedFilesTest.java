package attune.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;

import attune.control.store.PresetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedFilesTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @Test
    void generated_files_when_compared_with_the_tables_expect_no_difference() throws IOException, PresetException {
        for (var file : GeneratedFiles.of(REPOSITORY).entrySet()) {
            assertThat(Files.readString(REPOSITORY.resolve(file.getKey())))
                    .as("%s is out of date: run ./attune generate", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void lock_file_when_compared_with_the_tables_expect_every_permanent_id_still_there() throws IOException {
        List<String> locked = Files.readAllLines(REPOSITORY.resolve(LockFile.PATH));
        assertThat(LockFile.broken(locked)).isEmpty();
        assertThat(locked).as("new ids: run ./attune generate").containsExactlyElementsOf(LockFile.current());
    }

    @Test
    void lock_file_when_an_id_is_renumbered_expect_it_named() {
        assertThat(LockFile.broken(List.of("macro 0 bypass toggle since 0.1.0", "macro 0 amount linear since 0.1.0")))
                .containsExactly("macro 0 amount linear since 0.1.0");
    }
}
