package attune.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * One {@code attune run} at a time: a locked file with the process's number in the runtime folder. The kernel lets go of
 * the lock when the process ends, however it ends, so a file that was left behind locks nobody out.
 */
final class RunLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;
    private final Path file;

    private RunLock(FileChannel channel, FileLock lock, Path file) {
        this.channel = channel;
        this.lock = lock;
        this.file = file;
    }

    private static Path file(Path runtimeFolder) {
        return runtimeFolder.resolve("run.pid");
    }

    /** @throws CliException where another process holds it */
    static RunLock acquire(Path runtimeFolder) throws IOException {
        Path file = file(runtimeFolder);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            OptionalLong holder = holder(runtimeFolder);
            throw CliException.failed("Another attune run is playing"
                    + (holder.isPresent() ? " (process " + holder.getAsLong() + ")" : "") + "; ./attune stop ends it.");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new RunLock(channel, lock, file);
    }

    /** Process that holds the lock; empty where none does. */
    static OptionalLong holder(Path runtimeFolder) throws IOException {
        Path file = file(runtimeFolder);
        if (!Files.isRegularFile(file)) {
            return OptionalLong.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                lock.release();
                return OptionalLong.empty();
            }
        }
        String text = Files.readString(file).strip();
        return text.matches("[0-9]{1,9}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Playing without it would be a mistake in this program. */
    void requireHeld() {
        if (!lock.isValid()) {
            throw new IllegalStateException("the lock on " + file + " was given back");
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        lock.release();
        channel.close();
    }
}
