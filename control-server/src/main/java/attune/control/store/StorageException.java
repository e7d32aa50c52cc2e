package attune.control.store;

/** The database could not do what was asked; the message is one sentence for people. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Kind {
        /** Another program holds it; trying again may help. */
        LOCKED,
        /** No room left on the disk. */
        FULL,
        /** Written by a newer version of Attune. */
        NEWER,
        /** Anything else: damaged, not readable. */
        BROKEN
    }

    private final Kind kind;

    StorageException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    StorageException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
