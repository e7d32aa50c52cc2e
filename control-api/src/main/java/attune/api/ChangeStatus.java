package attune.api;

/** What became of an entry of the timeline. JSON: lower case. */
public enum ChangeStatus {
    /** Waits for a person (mode suggest). */
    proposed,
    /** Posted to the engine; its effect is being watched. */
    watching,
    /** Posted to the engine and held. */
    in_force,
    /** A later change came over it. */
    replaced,
    /** Taken back by the watcher. */
    taken_back,
    /** Taken back by a person. */
    undone,
    /** Refused by a person. */
    rejected,
    /** Nothing was done. */
    left_alone
}
