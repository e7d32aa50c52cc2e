package attune.param;

/** A processor of the chain, in the order of the default program. */
public enum Stage {
    INPUT_CLEANER("Input cleaner"),
    HIGH_PASS("High-pass"),
    HUM_REMOVER("Hum removal"),
    NOISE_REDUCER("Noise reduction"),
    GATE("Gate"),
    EQ("Equaliser"),
    DE_ESSER("De-esser"),
    COMPRESSOR("Multiband compressor"),
    EXCITER("Exciter"),
    WIDENER("Stereo width"),
    LEVELER("Loudness leveler"),
    LIMITER("True-peak limiter"),
    /** Order and variants of all stages. */
    PROGRAM("Chain program"),
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
