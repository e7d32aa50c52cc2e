package attune.learn.file;

/** A file that can't be used; the message says why, to go after "FILE ". */
public final class SealedFileException extends Exception {
    private static final long serialVersionUID = 1L;

    public SealedFileException(String reason) {
        super(reason);
    }
}
