package attune.param;

import static attune.param.Scale.ENUM;
import static attune.param.Scale.LINEAR;
import static attune.param.Scale.TOGGLE;
import static attune.param.Scale.TRIGGER;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The macro parameters: all that a host ever sees, automates and stores as host parameters. Constant name in lower case
 * = permanent id; ordinal = permanent number in all plugin formats. Frozen with the first release.
 */
public enum MacroTable {
    BYPASS(spec("Bypass", "", TOGGLE, 0, 1)
            .doc("Plays the input, delayed and at the loudness of the processed sound.")
            .defaults(0, Double.NaN)),
    AMOUNT(spec("Amount", "%", LINEAR, 0, 150)
            .doc("Scales every setting between doing nothing (0 %), as set (100 %) and one and a half times that.")
            .defaults(100, Double.NaN)),
    LEARN(spec("Learn", "", ENUM, 0, 3)
            .doc("Whether Attune listens, proposes, or changes the sound by itself.")
            .choices("Off", "Observe", "Suggest", "Auto")
            .defaults(2, Double.NaN)),
    TARGET(spec("Target loudness", "LUFS", LINEAR, -36, -8)
            .doc("Integrated loudness that the leveler works towards.")
            .defaults(-16, Double.NaN)),
    OUTPUT_TRIM(spec("Output trim", "dB", LINEAR, -24, 12)
            .doc("Level of the output, before the limiter.")
            .defaults(0, Double.NaN)),
    SLOT(spec("Preset slot", "", ENUM, 0, 3)
            .doc("Which of the four kept settings plays.")
            .choices("A", "B", "C", "D")
            .defaults(0, Double.NaN)),
    LIKE(spec("Like", "", TRIGGER, 0, 1)
            .doc("Tells the learner that this sounds right.")
            .defaults(0, Double.NaN)),
    DISLIKE(spec("Dislike", "", TRIGGER, 0, 1)
            .doc("Tells the learner that this sounds wrong.")
            .defaults(0, Double.NaN)),
    DELTA(spec("Delta", "", TOGGLE, 0, 1)
            .doc("Plays only what was taken away or added.")
            .defaults(0, Double.NaN)),
    RESET_TO_SAFE(spec("Reset to safe", "", TRIGGER, 0, 1)
            .doc("Returns every setting of the playing slot to the gentle preset.")
            .defaults(0, Double.NaN)),
    OPEN_PANEL(spec("Open panel", "", TRIGGER, 0, 1)
            .doc("Opens the control panel in the browser.")
            .defaults(0, Double.NaN)),
    DELTA_STAGE(spec("Delta of", "", ENUM, 0, 10)
            .doc("Whose work Delta plays: that of the whole chain, or of one stage.")
            .choices(
                    "Whole chain",
                    "High-pass",
                    "Hum removal",
                    "Noise reduction",
                    "Gate",
                    "Equaliser",
                    "De-esser",
                    "Multiband compressor",
                    "Exciter",
                    "Stereo width",
                    "Loudness leveler")
            .defaults(0, Double.NaN)),
    MATCH_SLOTS(spec("Match slots", "", TOGGLE, 0, 1)
            .doc("Plays all four settings equally loud, for a fair comparison.")
            .defaults(0, Double.NaN)),
    LEARN_NOISE(spec("Learn noise", "", TRIGGER, 0, 1)
            .doc("Keeps the noise that noise reduction tracks now as the playing slot's noise profile.")
            .defaults(0, Double.NaN)),
    LATENCY_MODE(spec("Latency", "", ENUM, 0, 2)
            .doc(
                    "Quality has the best noise reduction, Live the shortest delay; Safe is Quality with 1024 frames more, for computers that are late at times. Taken when the host activates the plugin.")
            .choices("Quality", "Live", "Safe")
            .defaults(0, Double.NaN));

    private static final List<MacroTable> ALL = List.of(values());
    private static final Map<String, MacroTable> BY_ID =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(MacroTable::id, Function.identity()));

    /** Number of macros; arrays by permanent number have this length. */
    public static final int COUNT = ALL.size();

    private final ParamSpec spec;

    MacroTable(SpecBuilder builder) {
        this.spec = builder.build(ordinal(), name().toLowerCase(Locale.ROOT));
    }

    /** All macros by permanent number. */
    public static List<MacroTable> all() {
        return ALL;
    }

    /** The macro with this permanent id. */
    public static Optional<MacroTable> byId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** Everything known about this macro. */
    public ParamSpec spec() {
        return spec;
    }

    /** Permanent number, and array slot. */
    public int index() {
        return spec.index();
    }

    /** Permanent id. */
    public String id() {
        return spec.id();
    }

    private static SpecBuilder spec(String label, String unit, Scale scale, double min, double max) {
        return new SpecBuilder(Stage.MACRO, label, unit, scale, min, max);
    }
}
