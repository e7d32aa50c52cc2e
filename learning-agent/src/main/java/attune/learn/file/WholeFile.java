package attune.learn.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Files that are there whole or not at all, whenever the process or the machine ends. Any thread, one writer to a file. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes beside the file, brings it to the disk, and puts it in the place of what was there; folders are made.
     *
     * @param content one after the other, each from its position to its limit; positions stay
     */
    public static void write(Path file, List<ByteBuffer> content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, file.getFileName() + ".", ".new");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                for (ByteBuffer part : content) {
                    ByteBuffer rest = part.duplicate();
                    while (rest.hasRemaining()) {
                        channel.write(rest);
                    }
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
