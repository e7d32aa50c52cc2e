package attune.param;

/** A processor of the chain, in the order of the default program. */
public enum Stage {
    INPUT_CLEANER("Input cleaner"),
    HIGH_PASS("High-pass"),
    HUM_REMOVER("Hum removal"),
    NOISE_REDUCER("Noise reduction"),
    EQ("Equaliser"),
    LEVELER("Loudness leveler"),
    LIMITER("True-peak limiter"),
    /** What hosts see: acts on the chain as a whole. */
    MACRO("Macro");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** Name for people. */
    public String label() {
        return label;
    }
}
