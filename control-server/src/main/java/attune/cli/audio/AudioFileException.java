package attune.cli.audio;

import java.io.IOException;
import java.nio.file.Path;

/** A file that cannot be read or written as audio; the message is one sentence for people and names the file. */
public final class AudioFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Reading {@code file} failed below: on the disk, or in a reader. */
    static AudioFileException unreadable(Path file, IOException cause) {
        return cause instanceof AudioFileException said
                ? said
                : new AudioFileException(file + " cannot be read: " + cause.getMessage(), cause);
    }

    public AudioFileException(String sentence) {
        super(sentence);
    }

    public AudioFileException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
