package attune.api;

/** Where an entry of the timeline comes from. JSON: lower case. */
public enum ChangeKind {
    /** By the learner. */
    learned,
    /** A knob, a bound, "less of that": by a person. */
    manual,
    /** A preset recalled. */
    preset,
    /** A change taken back by a person. */
    undo,
    /** A change taken back by the watcher. */
    rollback,
    /** Nothing was changed, and why: the why-not list. */
    abstained
}
