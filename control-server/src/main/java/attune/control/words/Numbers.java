package attune.control.words;

import attune.param.ParamSpec;
import attune.param.Scale;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Values as people read them: U+2212 minus, narrow space before the unit, kHz from 1000 Hz. */
public final class Numbers {
    private static final String MINUS = "\u2212";
    private static final String NARROW_SPACE = "\u202F";
    private static final String RATIO = ":1";
    private static final List<String> SWITCH = List.of("off", "on");

    private Numbers() {}

    /** A parameter's value with its unit ("6.8 kHz", "−3.1 dB", "on"). */
    public static String value(ParamSpec spec, double value) {
        List<String> choices = spec.choices();
        if (!choices.isEmpty() && spec.allows(value)) {
            return choices.get((int) value);
        }
        if (spec.scale() == Scale.TOGGLE) {
            return value >= 0.5 ? "on" : "off";
        }
        if (spec.unit().equals("Hz")) {
            return frequency(value);
        }
        if (spec.unit().equals(RATIO)) {
            return plain(value, 1) + RATIO;
        }
        boolean fine = spec.unit().isEmpty()
                || (spec.max() - spec.min() < 15 && !spec.unit().startsWith("dB"));
        String digits = spec.scale().isDiscrete() ? plain(value, 0) : plain(value, fine ? 2 : 1);
        return spec.unit().isEmpty() ? digits : digits + NARROW_SPACE + spec.unit();
    }

    /** What a parameter may be, as a sentence goes on: "0 (A), 1 (B) or 2 (C)", "a whole number from 1 to 12". */
    public static String allowed(ParamSpec spec) {
        if (spec.scale() == Scale.TOGGLE) {
            return "0 (off) or 1 (on)";
        }
        List<String> choices = spec.choices();
        if (choices.isEmpty()) {
            String range = value(spec, spec.min()) + " to " + value(spec, spec.max());
            return (spec.scale().isDiscrete() ? "a whole number from " : "from ") + range;
        }
        List<String> numbered = IntStream.range(0, choices.size())
                .mapToObj(i -> i + " (" + choices.get(i) + ")")
                .toList();
        int last = numbered.size() - 1;
        return String.join(", ", numbered.subList(0, last)) + " or " + numbered.get(last);
    }

    /** The number of a choice or switch by its name, in any case; empty where the parameter has none of that name. */
    public static OptionalDouble named(ParamSpec spec, String name) {
        List<String> names = spec.scale() == Scale.TOGGLE ? SWITCH : spec.choices();
        return IntStream.range(0, names.size())
                .filter(i -> names.get(i).equalsIgnoreCase(name))
                .asDoubleStream()
                .findFirst();
    }

    /** As {@link #value}; above zero with a plus where it is a gain. */
    public static String change(ParamSpec spec, double value) {
        String text = value(spec, value);
        boolean gain = spec.min() < 0 && spec.max() > 0 && value > 0 && !text.equals(value(spec, 0));
        return (gain ? "+" : "") + text;
    }

    /** "120 Hz", "6.8 kHz". */
    public static String frequency(double hz) {
        return hz >= 1000 ? plain(hz / 1000, 1) + NARROW_SPACE + "kHz" : plain(hz, 0) + NARROW_SPACE + "Hz";
    }

    /** Digits with a real minus. */
    public static String plain(double value, int decimals) {
        String digits = String.format(Locale.ROOT, "%." + decimals + "f", value);
        if (!digits.startsWith("-")) {
            return digits;
        }
        String positive = digits.substring(1);
        return isZero(positive) ? positive : MINUS + positive;
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(c -> c == '0' || c == '.');
    }
}
