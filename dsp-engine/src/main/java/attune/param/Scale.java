package attune.param;

/** How a parameter's range is laid out for a knob, for smoothing and for learning. */
public enum Scale {
    /** Equal steps sound equal: dB, percent. */
    LINEAR,
    /** Equal ratios sound equal: Hz, ms, Q. Minimum is above zero. */
    LOG,
    /** Whole numbers. */
    STEPPED,
    /** 0 or 1. */
    TOGGLE,
    /** Index into {@link ParamSpec#choices()}. */
    ENUM,
    /** 0 or 1, acts on the rising edge, not automatable, never recalled. */
    TRIGGER;

    /** Whether values between two whole numbers have no meaning. */
    public boolean isDiscrete() {
        return this == STEPPED || this == TOGGLE || this == ENUM || this == TRIGGER;
    }
}
