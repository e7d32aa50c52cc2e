package attune.param;

import static attune.param.LevelEffect.LOUDER_DOWN;
import static attune.param.LevelEffect.LOUDER_UP;
import static attune.param.Scale.LINEAR;
import static attune.param.Scale.LOG;
import static attune.param.Scale.STEPPED;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The single source of truth for the learned parameter set, the one inside the engine. Constant name in lower case =
 * permanent id; ordinal = dense index. New parameters are appended; nothing is ever renumbered, renamed or removed
 * ({@code params.lock} and its test forbid it). Defaults are transparent: a preset says only what it does.
 *
 * <p>Everything else that knows about a parameter is generated from here by {@code ./attune generate}.
 */
public enum ParamTable {
    HPF_CORNER(spec(Stage.HIGH_PASS, "High-pass corner", "Hz", LOG, 10, 300)
            .doc("Removes rumble below this frequency, 12 dB per octave; at 10 Hz the stage is off.")
            .defaults(10, 10)
            .safe(10, 150)
            .step(60)),

    NR_ATTENUATION(spec(Stage.NOISE_REDUCER, "Noise reduction", "dB", LINEAR, 0, 30)
            .doc("Most that steady noise is lowered; at 0 dB the stage is off.")
            .defaults(0, 0)
            .level(LOUDER_DOWN)
            .safe(0, 18)
            .step(6)),
    NR_SENSITIVITY(spec(Stage.NOISE_REDUCER, "Noise sensitivity", "dB", LINEAR, -6, 6)
            .doc("Raises or lowers the tracked noise floor that counts as noise.")
            .defaults(0, Double.NaN)
            .safe(-3, 3)
            .step(3)),
    NR_SMOOTHING(spec(Stage.NOISE_REDUCER, "Noise smoothing", "%", LINEAR, 0, 100)
            .doc("Trades musical noise (low) against reverberant tails and soft word endings (high).")
            .defaults(60, Double.NaN)
            .safe(20, 90)
            .step(50)),
    NR_ONSET(spec(Stage.NOISE_REDUCER, "Word-onset protection", "%", LINEAR, 0, 100)
            .doc("Opens the noise reduction for the beginnings of words and notes.")
            .defaults(100, Double.NaN)
            .safe(50, 100)
            .step(50)),

    EQ1_FREQUENCY(eqFrequency(1, "Low shelf", 100)),
    EQ1_GAIN(eqGain(1, "Low shelf")),
    EQ1_Q(eqQ(1, "Low shelf", 0.71)),
    EQ2_FREQUENCY(eqFrequency(2, "Bell 1", 200)),
    EQ2_GAIN(eqGain(2, "Bell 1")),
    EQ2_Q(eqQ(2, "Bell 1", 1)),
    EQ3_FREQUENCY(eqFrequency(3, "Bell 2", 400)),
    EQ3_GAIN(eqGain(3, "Bell 2")),
    EQ3_Q(eqQ(3, "Bell 2", 1)),
    EQ4_FREQUENCY(eqFrequency(4, "Bell 3", 800)),
    EQ4_GAIN(eqGain(4, "Bell 3")),
    EQ4_Q(eqQ(4, "Bell 3", 1)),
    EQ5_FREQUENCY(eqFrequency(5, "Bell 4", 1600)),
    EQ5_GAIN(eqGain(5, "Bell 4")),
    EQ5_Q(eqQ(5, "Bell 4", 1)),
    EQ6_FREQUENCY(eqFrequency(6, "Bell 5", 3200)),
    EQ6_GAIN(eqGain(6, "Bell 5")),
    EQ6_Q(eqQ(6, "Bell 5", 1)),
    EQ7_FREQUENCY(eqFrequency(7, "Bell 6", 6400)),
    EQ7_GAIN(eqGain(7, "Bell 6")),
    EQ7_Q(eqQ(7, "Bell 6", 1)),
    EQ8_FREQUENCY(eqFrequency(8, "High shelf", 9000)),
    EQ8_GAIN(eqGain(8, "High shelf")),
    EQ8_Q(eqQ(8, "High shelf", 0.71)),

    LEVELER_RANGE(spec(Stage.LEVELER, "Leveler range", "dB", LINEAR, 0, 30)
            .doc("Most that the leveler may raise or lower the sound towards the target; at 0 dB the stage is off.")
            .defaults(0, 0)
            .level(LOUDER_UP)
            .safe(0, 18)
            .step(3)),
    LEVELER_OFFSET(spec(Stage.LEVELER, "Leveler offset", "LU", LINEAR, -6, 6)
            .doc("Distance from the Target at which this sound sits best.")
            .defaults(0, 0)
            .safe(-3, 3)
            .step(1)),
    LEVELER_SPEED(spec(Stage.LEVELER, "Leveler speed", "LU/s", LOG, 0.1, 10)
            .doc("Fastest change of the leveler's gain.")
            .defaults(1, Double.NaN)
            .safe(0.3, 4)
            .step(2)),

    LIMITER_CEILING(spec(Stage.LIMITER, "Limiter ceiling", "dBTP", LINEAR, -12, -0.1)
            .doc("True peak that the output never exceeds; no learner may raise it.")
            .defaults(-1, Double.NaN)
            .fixed()),
    LIMITER_RELEASE(spec(Stage.LIMITER, "Limiter release", "ms", LOG, 20, 1000)
            .doc("Time in which the limiter lets go after a peak.")
            .defaults(120, Double.NaN)
            .safe(50, 400)
            .step(100)),

    HUM_FREQUENCY(spec(Stage.HUM_REMOVER, "Hum frequency", "Hz", LINEAR, 45, 65)
            .doc("Fundamental of the hum; drift of up to 0.3 Hz is followed.")
            .defaults(50, Double.NaN)
            .safe(45, 65)
            .step(2)),
    HUM_DEPTH(spec(Stage.HUM_REMOVER, "Hum removal", "dB", LINEAR, 0, 40)
            .doc("Most that each harmonic of a hum that stands out is lowered; at 0 dB the stage is off.")
            .defaults(0, 0)
            .level(LOUDER_DOWN)
            .safe(0, 30)
            .step(15)),
    HUM_HARMONICS(spec(Stage.HUM_REMOVER, "Hum harmonics", "", STEPPED, 1, 16)
            .doc("How many harmonics of the hum are looked for, the fundamental included.")
            .defaults(8, Double.NaN)
            .safe(1, 16)
            .step(16));

    private static final List<ParamTable> ALL = List.of(values());
    private static final Map<String, ParamTable> BY_ID =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(ParamTable::id, Function.identity()));

    /** Number of parameters; arrays by dense index have this length. */
    public static final int COUNT = ALL.size();

    private final ParamSpec spec;

    ParamTable(SpecBuilder builder) {
        this.spec = builder.build(ordinal(), name().toLowerCase(Locale.ROOT));
    }

    /** All parameters by dense index. */
    public static List<ParamTable> all() {
        return ALL;
    }

    /** The parameter with this permanent id. */
    public static Optional<ParamTable> byId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** Everything known about this parameter. */
    public ParamSpec spec() {
        return spec;
    }

    /** Dense array slot. */
    public int index() {
        return spec.index();
    }

    /** Permanent id. */
    public String id() {
        return spec.id();
    }

    private static SpecBuilder spec(Stage stage, String label, String unit, Scale scale, double min, double max) {
        return new SpecBuilder(stage, label, unit, scale, min, max);
    }

    private static SpecBuilder eqFrequency(int band, String label, double defaultHz) {
        return spec(Stage.EQ, label + " frequency", "Hz", LOG, 20, 20000)
                .doc("Centre or corner of equaliser band " + band + ".")
                .defaults(defaultHz, Double.NaN)
                .safe(40, 16000)
                .step(1000);
    }

    private static SpecBuilder eqGain(int band, String label) {
        return spec(Stage.EQ, label + " gain", "dB", LINEAR, -18, 18)
                .doc("Boost or cut of equaliser band " + band + "; at 0 dB the band is off.")
                .defaults(0, 0)
                .level(LOUDER_UP)
                .safe(-9, 9)
                .step(3);
    }

    private static SpecBuilder eqQ(int band, String label, double defaultQ) {
        return spec(Stage.EQ, label + " Q", "", LOG, 0.2, 12)
                .doc("Width of equaliser band " + band + ": centre frequency over bandwidth.")
                .defaults(defaultQ, Double.NaN)
                .safe(0.4, 6)
                .step(2);
    }
}
