package attune.learn.analysis;

import java.util.Locale;

/** What is heard. */
public enum ContentClass {
    /** One or more voices, perhaps with noise or hum. */
    SPEECH,
    /** Music without a speaking voice. */
    MUSIC,
    /** Both, or too close to call: nothing that suits only one of them may act. */
    MIXED,
    /** Steady or shapeless sound without voice or music. */
    NOISE,
    /** Nothing above −60 LUFS. */
    SILENCE;

    /** Name on the wire: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
