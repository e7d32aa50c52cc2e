package attune.control.store;

/** A list of targets that can't be used, or a target that is not in it; the message is one sentence for people. */
public final class TargetException extends Exception {
    private static final long serialVersionUID = 1;

    TargetException(String message) {
        super(message);
    }

    TargetException(String message, Throwable cause) {
        super(message, cause);
    }
}
