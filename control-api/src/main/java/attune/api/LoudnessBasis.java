package attune.api;

/** What integrated loudness is measured of. JSON: lower case. */
public enum LoudnessBasis {
    /** Everything, gated by level only. */
    programme,
    /** Only where somebody speaks, which Attune's meters don't tell apart. */
    dialogue
}
