package attune.learn.agent;

import java.io.IOException;

/** The control server refused something or cannot be reached; the message is one sentence. */
public class LinkException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status HTTP status; 0 where there was no answer */
    public LinkException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** HTTP status; 0 where there was no answer. */
    public int status() {
        return status;
    }
}
