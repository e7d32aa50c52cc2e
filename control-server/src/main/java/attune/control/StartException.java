package attune.control;

/** The server can't start; the message is one sentence for people. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartException(String sentence) {
        super(sentence);
    }

    StartException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
