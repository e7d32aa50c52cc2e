package attune.param;

/** Which way of moving a parameter may make the sound louder, by as many dB as it moves. */
public enum LevelEffect {
    /** Neither, or by no more than its own slow control allows. */
    NONE,
    /** Up: gains, and ranges within which a gain may rise. */
    LOUDER_UP,
    /** Down: what takes sound away takes less. */
    LOUDER_DOWN
}
