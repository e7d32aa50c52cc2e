package attune.cli.audio;

import java.io.IOException;

/** A file that cannot be read or written as audio; the message is one sentence for people and names the file. */
public final class AudioFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public AudioFileException(String sentence) {
        super(sentence);
    }

    public AudioFileException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
