package attune.control.settings;

/** A setting that cannot be used: the message is one sentence that says where it stands, its value, and what is allowed. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingException(String sentence) {
        super(sentence);
    }
}
