package attune.learn.judge;

/** Estimates how much better a candidate sounds than the untouched input. */
public interface Judge {
    /** Score in steps (one step: a clearly audible improvement); dry itself scores 0. */
    double score(Measures candidate, Measures dry);

    /** Typical error of a score difference, in steps: smaller differences are ties. */
    double noise();

    /** Name and version, for the record. */
    String name();
}
