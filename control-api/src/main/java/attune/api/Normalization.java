package attune.api;

/** What a platform does to sound of another loudness than its own. JSON: lower case. */
public enum Normalization {
    /** Nothing: what is delivered is played, or refused. */
    none,
    /** Plays louder sound quieter, leaves quieter sound as it is. */
    down,
    /** Plays louder sound quieter and quieter sound louder. */
    both,
    /** Plays louder sound quieter; what it does to quieter sound is not published. */
    unpublished
}
