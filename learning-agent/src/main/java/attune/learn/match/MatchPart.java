package attune.learn.match;

import attune.param.Stage;

/** What of a sound can be matched. */
public enum MatchPart {
    /** The equaliser. */
    TONE(Stage.EQ),
    /** The multiband compressor. */
    DYNAMICS(Stage.COMPRESSOR),
    /** The stereo widener. */
    WIDTH(Stage.WIDENER);

    private final Stage stage;

    MatchPart(Stage stage) {
        this.stage = stage;
    }

    /** The stage that does it. */
    public Stage stage() {
        return stage;
    }
}
