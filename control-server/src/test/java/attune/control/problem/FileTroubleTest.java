package attune.control.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.control.http.PrivateFiles;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTroubleTest {
    @Test
    void why_when_java_says_a_path_only_expect_what_is_wrong_with_it() {
        assertThat(FileTrouble.why(new AccessDeniedException("/a/b")))
                .isEqualTo("/a/b may not be read or written by this user");
        assertThat(FileTrouble.why(new NoSuchFileException("/a/b"))).isEqualTo("/a/b is not there");
        assertThat(FileTrouble.why(new FileSystemException("/a/.b.new", "/a/b", "Is a directory")))
                .isEqualTo("/a/b can't be used (Is a directory)");
        assertThat(FileTrouble.why(new FileSystemException("/a/b", null, "Read-only file system")))
                .isEqualTo("/a/b is on a file system that is read-only");
        assertThat(FileTrouble.why(new IOException("No space left on device"))).isEqualTo("the disk is full");
        assertThat(FileTrouble.why(new EOFException())).isEqualTo("EOFException");
    }

    @Test
    void private_file_when_it_cannot_be_written_expect_no_half_of_it_left(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("taken/by-a-folder"));
        assertThatThrownBy(() -> PrivateFiles.write(folder.resolve("taken"), "words"))
                .isInstanceOf(IOException.class);
        assertThat(folder.resolve(".taken.new")).doesNotExist();
    }
}
