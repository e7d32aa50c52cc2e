package attune.control.http;

/** What a token may do. People's scopes include those before them; the agent's stands apart. */
public enum Scope {
    /** No token needed. */
    NONE,
    /** Look. */
    VIEW,
    /** Look and vote. */
    VOTE,
    /** Change the sound, decide on proposals, edit presets. */
    OPERATE,
    /** Everything a person may do, also give codes out and end the server. */
    ADMIN,
    /** The learning agent: look, propose, report; decides nothing. */
    AGENT;

    /** Whether a token of this scope may do what needs {@code needed}. */
    boolean allows(Scope needed) {
        if (needed == NONE) {
            return true;
        }
        if (this == AGENT || needed == AGENT) {
            return needed == VIEW || this == needed;
        }
        return ordinal() >= needed.ordinal();
    }
}
