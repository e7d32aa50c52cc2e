package attune.control.words;

import attune.api.SoundWord;
import attune.param.MacroAxis;
import attune.param.ParamSnapshot;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What people call sounds, as small steps along the axes that tastes are learned on. */
public final class WordMap {
    private static final List<SoundWord> WORDS = List.of(
            word("warmer", MacroAxis.BODY, 0.8, MacroAxis.BRIGHTNESS, -0.5),
            word("fuller", MacroAxis.BODY, 1),
            word("deeper", MacroAxis.BODY, 1.2, MacroAxis.PRESENCE, -0.4),
            word("rounder", MacroAxis.BODY, 0.5, MacroAxis.BRIGHTNESS, -0.6, MacroAxis.PRESENCE, -0.3),
            word("lighter", MacroAxis.BODY, -1),
            word("brighter", MacroAxis.BRIGHTNESS, 1),
            word("darker", MacroAxis.BRIGHTNESS, -1),
            word("airy", MacroAxis.BRIGHTNESS, 1, MacroAxis.BODY, -0.5),
            word("crisper", MacroAxis.BRIGHTNESS, 0.6, MacroAxis.PRESENCE, 0.7),
            word("smoother", MacroAxis.BRIGHTNESS, -0.6, MacroAxis.PRESENCE, -0.5),
            word("clearer", MacroAxis.PRESENCE, 0.9, MacroAxis.DENOISE, 0.3),
            word("closer", MacroAxis.PRESENCE, 0.6, MacroAxis.BODY, 0.5, MacroAxis.DYNAMICS, 0.4),
            word("softer", MacroAxis.PRESENCE, -1),
            word("steadier", MacroAxis.DYNAMICS, 1),
            word("punchier", MacroAxis.DYNAMICS, -0.8, MacroAxis.PRESENCE, 0.4),
            word("quieter noise", MacroAxis.DENOISE, 1),
            word("drier", MacroAxis.DENOISE, 0.7, MacroAxis.BODY, -0.4),
            word("natural", MacroAxis.DENOISE, -0.8, MacroAxis.DYNAMICS, -0.6),
            word("wider", MacroAxis.SIZE, 1),
            word("narrower", MacroAxis.SIZE, -1));

    private static final Map<MacroAxis, String> ENDS = Map.of(
            MacroAxis.BRIGHTNESS, "brightness",
            MacroAxis.BODY, "body",
            MacroAxis.PRESENCE, "presence",
            MacroAxis.DYNAMICS, "evenness",
            MacroAxis.DENOISE, "noise",
            MacroAxis.SIZE, "width");

    private WordMap() {}

    private static SoundWord word(String word, Object... axesAndSteps) {
        Map<String, Double> steps = new LinkedHashMap<>();
        for (int i = 0; i < axesAndSteps.length; i += 2) {
            steps.put(((MacroAxis) axesAndSteps[i]).id(), ((Number) axesAndSteps[i + 1]).doubleValue());
        }
        return new SoundWord(word, Map.copyOf(steps));
    }

    /** All of them. */
    public static List<SoundWord> all() {
        return WORDS;
    }

    /** One of them. */
    public static Optional<SoundWord> find(String word) {
        return WORDS.stream().filter(one -> one.word().equals(word)).findFirst();
    }

    /**
     * A step of one's own, called after what it does: "more body, less brightness".
     *
     * @param steps by axis, none of them zero
     */
    public static SoundWord own(Map<String, Double> steps) {
        String word = Arrays.stream(MacroAxis.values())
                .filter(axis -> steps.containsKey(axis.id()))
                .map(axis -> (isLess(axis, steps.getOrDefault(axis.id(), 0.0)) ? "less " : "more ") + ENDS.get(axis))
                .collect(Collectors.joining(", "));
        return new SoundWord(word, Map.copyOf(steps));
    }

    /** Along one axis more is less. */
    private static boolean isLess(MacroAxis axis, double steps) {
        return steps < 0 != (axis == MacroAxis.DENOISE);
    }

    /** A set a word further, as far as the safe ranges go. */
    public static ParamSnapshot moved(ParamSnapshot from, SoundWord word) {
        ParamSnapshot to = new ParamSnapshot(from);
        for (MacroAxis axis : MacroAxis.values()) {
            axis.move(to, word.steps().getOrDefault(axis.id(), 0.0));
        }
        return to;
    }
}
