package attune.learn.td3;

/** A checkpoint or an actor that can't be used, said in one sentence. */
public final class CheckpointException extends Exception {
    private static final long serialVersionUID = 1L;

    CheckpointException(String sentence) {
        super(sentence);
    }
}
