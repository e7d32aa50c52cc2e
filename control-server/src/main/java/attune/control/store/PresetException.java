package attune.control.store;

/** A preset that can't be used; the message is one sentence for people. */
public final class PresetException extends Exception {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Kind {
        /** There is no such preset. */
        UNKNOWN,
        /** It can't be done to this one: factory, or the name is taken. */
        REFUSED,
        /** The file or the name is not valid. */
        INVALID,
        /** The disk did not take or give it. */
        FAILED
    }

    private final Kind kind;

    public PresetException(String message) {
        this(Kind.INVALID, message);
    }

    PresetException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    PresetException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
