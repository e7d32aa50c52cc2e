package attune.learn.agent;

import java.io.IOException;

/** The control server refused something or cannot be reached; the message is one sentence. */
public class LinkException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final String STALE = "urn:attune:stale";

    private final int status;
    private final String type;

    /**
     * @param status HTTP status; 0 where there was no answer
     * @param type of the problem, as RFC 9457 names it
     */
    public LinkException(int status, String type, String message) {
        super(message);
        this.status = status;
        this.type = type;
    }

    /** HTTP status; 0 where there was no answer. */
    public int status() {
        return status;
    }

    /** Whether the proposal was made for a sound that does not play any more. */
    public boolean isStale() {
        return type.equals(STALE);
    }
}
