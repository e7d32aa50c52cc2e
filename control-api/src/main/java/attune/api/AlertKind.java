package attune.api;

/** What an alert is about. JSON: lower case. */
public enum AlertKind {
    /** Blocks of a plugin instance were answered too late, and so were played unprocessed. */
    late_blocks,
    /** An engine ended while its host lives. */
    engine_gone,
    /** An engine was refused the real-time priority that its host has. */
    no_real_time,
    /** Learning stopped itself because too much went wrong. */
    breaker_open,
    /** A learned change was taken back by the watcher. */
    taken_back,
    /** The learning agent ends again and again, or can't be started. */
    agent_failing,
    /** A database found no room. */
    disk_full,
    /** There is little room left. */
    disk_low
}
