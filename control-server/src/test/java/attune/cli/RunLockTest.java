package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    Path folder;

    @Test
    void lock_when_held_expect_second_refused_with_the_holder_named() throws IOException {
        long pid = ProcessHandle.current().pid();
        try (RunLock lock = RunLock.acquire(folder)) {
            lock.requireHeld();
            assertThatThrownBy(() -> RunLock.acquire(folder))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("process " + pid)
                    .hasMessageContaining("./attune stop");
            assertThat(RunLock.holder(folder)).hasValue(pid);
        }
        assertThat(RunLock.holder(folder)).isEmpty();
    }

    @Test
    void lock_when_file_was_left_behind_expect_ignored() throws IOException {
        Files.writeString(folder.resolve("run.pid"), "4194303");

        assertThat(RunLock.holder(folder)).isEmpty();
        try (RunLock lock = RunLock.acquire(folder)) {
            lock.requireHeld();
            assertThat(RunLock.holder(folder)).hasValue(ProcessHandle.current().pid());
        }
    }
}
