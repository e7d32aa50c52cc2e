package attune.api;

/** What learning may do for one engine; the order is that of the plugin's Learn control. JSON: lower case. */
public enum LearningMode {
    /** Neither listens nor changes; no captured audio. */
    off,
    /** Listens and judges, proposes nothing. */
    observe,
    /** Proposes; a person's click decides. */
    suggest,
    /** Applies what passes the gate. */
    auto
}
