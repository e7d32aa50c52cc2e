package attune.control.store;

/** A preset that can't be used; the message is one sentence for people. */
public final class PresetException extends Exception {
    private static final long serialVersionUID = 1;

    public PresetException(String message) {
        super(message);
    }

    public PresetException(String message, Throwable cause) {
        super(message, cause);
    }
}
