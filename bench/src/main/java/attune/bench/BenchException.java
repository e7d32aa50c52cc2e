package attune.bench;

/** Something can't be measured here; the message is one sentence for people. */
final class BenchException extends Exception {
    private static final long serialVersionUID = 1;

    BenchException(String message) {
        super(message);
    }

    BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
