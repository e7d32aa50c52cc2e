package attune.learn.match;

/** Sound that can't be matched, said in one sentence. */
public final class MatchException extends Exception {
    private static final long serialVersionUID = 1L;

    MatchException(String sentence) {
        super(sentence);
    }
}
