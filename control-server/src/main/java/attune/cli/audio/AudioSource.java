package attune.cli.audio;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** An open audio file. */
public interface AudioSource extends FrameStream, Closeable {
    AudioInfo info();

    /** After the end: one sentence about what was wrong with the file although it could be read. */
    Optional<String> warning();

    @Override
    void close() throws IOException;
}
