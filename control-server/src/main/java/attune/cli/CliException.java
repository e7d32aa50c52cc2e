package attune.cli;

/** Something a person must know, said in one sentence. Ends the command with {@link #exitCode()}. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The command could not do what was asked. */
    public static final int FAILED = 1;
    /** What was asked makes no sense: unknown name, value out of range. */
    public static final int USAGE = 2;

    private final int exitCode;

    private CliException(String sentence, int exitCode) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** Exit code 1. */
    public static CliException failed(String sentence) {
        return new CliException(sentence, FAILED);
    }

    /** Exit code 1, with the exception behind it for ATTUNE_DEBUG=1. */
    public static CliException failed(String sentence, Throwable cause) {
        CliException exception = new CliException(sentence, FAILED);
        exception.initCause(cause);
        return exception;
    }

    /** Exit code 2. */
    public static CliException usage(String sentence) {
        return new CliException(sentence, USAGE);
    }

    public int exitCode() {
        return exitCode;
    }
}
