package attune.control.settings;

import attune.api.LearningMode;
import attune.param.MacroTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that a person may set once for all programs of Attune. The constant in lower case with hyphens is its name in
 * the file, in capitals behind {@code ATTUNE_} its environment variable.
 */
public enum Setting {
    PORT(Kind.WHOLE, "", 0, 65_535, List.of(), "47800", "Port of the panel and the interface; 0 takes any free one."),
    KEEP(Kind.SWITCH, "", 0, 1, List.of(), "off", "The control server stays when nobody needs it any more."),
    IDLE_SECONDS(
            Kind.WHOLE,
            "s",
            1,
            86_400,
            List.of(),
            "60",
            "How long the control server stays after the last engine, panel or command."),
    JUDGE(
            Kind.CHOICE,
            "",
            0,
            0,
            List.of("trees", "linear"),
            "trees",
            "Who judges voices when changes are tried: the trained judge, or the linear one alone."),
    IDLE_SEARCH(Kind.SWITCH, "", 0, 1, List.of(), "off", "The learning agent searches on while nothing is due."),
    PRESET(Kind.NAME, "", 0, 0, List.of(), "gentle", "Preset that enhance, run and live begin with."),
    TARGET(
            Kind.DECIMAL,
            MacroTable.TARGET.spec().unit(),
            MacroTable.TARGET.spec().min(),
            MacroTable.TARGET.spec().max(),
            List.of(),
            "-16",
            "Loudness that enhance levels towards."),
    LEARN(
            Kind.CHOICE,
            "",
            0,
            0,
            Stream.of(LearningMode.values()).map(Enum::name).toList(),
            "auto",
            "What learning may do in run."),
    LATENCY(
            Kind.CHOICE,
            "",
            0,
            0,
            List.of("quality", "live"),
            "live",
            "What live is for: the best noise reduction, or the shortest delay.");

    /** How a value is written. */
    public enum Kind {
        SWITCH,
        WHOLE,
        DECIMAL,
        CHOICE,
        NAME
    }

    private static final List<String> ON = List.of("on", "1", "true", "yes");
    private static final List<String> OFF = List.of("off", "0", "false", "no");

    private final Kind kind;
    private final String unit;
    private final double min;
    private final double max;
    private final List<String> choices;
    private final String standard;
    private final String what;

    Setting(Kind kind, String unit, double min, double max, List<String> choices, String standard, String what) {
        this.kind = kind;
        this.unit = unit;
        this.min = min;
        this.max = max;
        this.choices = choices;
        this.standard = standard;
        this.what = what;
    }

    /** As it stands in the file. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The environment variable that goes before the file. */
    public String variable() {
        return "ATTUNE_" + name();
    }

    public Kind kind() {
        return kind;
    }

    /** Empty where numbers have none, and for what is no number. */
    public String unit() {
        return unit;
    }

    /** What holds where nobody says otherwise. */
    public String standard() {
        return standard;
    }

    /** One sentence for people. */
    public String what() {
        return what;
    }

    /** What it takes, to stand behind "takes": "on or off", "0 to 65535". */
    public String allowed() {
        return switch (kind) {
            case SWITCH -> "on or off";
            case CHOICE -> String.join(", ", choices);
            case NAME -> "a name";
            case WHOLE, DECIMAL -> plain(min) + " to " + plain(max) + (unit.isEmpty() ? "" : " " + unit);
        };
    }

    /** The one with this name. */
    public static Optional<Setting> byId(String id) {
        return Stream.of(values()).filter(setting -> setting.id().equals(id)).findFirst();
    }

    /** The value as it is kept, "on" for "yes"; empty where it is not allowed. */
    public Optional<String> parse(String written) {
        String text = written.strip();
        String word = text.toLowerCase(Locale.ROOT);
        return switch (kind) {
            case SWITCH ->
                ON.contains(word) ? Optional.of("on") : OFF.contains(word) ? Optional.of("off") : Optional.empty();
            case CHOICE -> Optional.of(word).filter(choices::contains);
            case NAME -> Optional.of(text).filter(name -> name.matches("[^\\p{Cntrl}#]{1,80}"));
            case WHOLE -> Optional.of(text).filter(number -> number.matches("[0-9]{1,9}") && isWithin(number));
            case DECIMAL -> {
                // A minus sign (U+2212), as texts have it.
                String number = text.startsWith("\u2212") ? "-" + text.substring(1) : text;
                yield Optional.of(number)
                        .filter(digits -> digits.matches("-?[0-9]{1,4}(\\.[0-9]{1,4})?") && isWithin(digits));
            }
        };
    }

    private boolean isWithin(String number) {
        double value = Double.parseDouble(number);
        return value >= min && value <= max;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
