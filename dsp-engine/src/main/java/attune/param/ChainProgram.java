package attune.param;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Order and variants of the stages of a chain, as data: {@code presets/programs/*.json}. Whatever the program, the chain
 * is padded to the same latency; that each stage takes part at most once is what makes it always fit.
 *
 * @param id permanent, and the file's name
 * @param label name for people; choice of {@link ParamTable#PROGRAM}
 * @param doc one sentence for people
 * @param elements first to last
 */
public record ChainProgram(String id, String label, String doc, List<Element> elements) {
    /** Stages that are there in more than one make, and what those are called; the first is meant where none is named. */
    private static final Map<Stage, List<Variant>> VARIANTS =
            Map.of(Stage.NOISE_REDUCER, List.of(Variant.STANDARD, Variant.MUSIC));

    private static final Set<Stage> NO_PROCESSOR = EnumSet.of(Stage.PROGRAM, Stage.MACRO);

    /** Make of a stage. */
    public enum Variant {
        /** The only one, or the usual one. */
        STANDARD,
        /** Noise reduction whose floor is what stays for long: sustained notes are left alone. */
        MUSIC
    }

    /**
     * One place of the chain.
     *
     * @param stage what is done
     * @param variant in which make
     */
    public record Element(Stage stage, Variant variant) {
        public Element {
            if (!variants(stage).contains(variant)) {
                throw new IllegalArgumentException(
                        "variant=" + variant + " of " + stage + ", allowed are " + variants(stage));
            }
        }
    }

    /** Refuses what no chain can be: one sentence says what is wrong and what is allowed. */
    public ChainProgram {
        elements = List.copyOf(elements);
        Set<Stage> seen = EnumSet.noneOf(Stage.class);
        for (Element element : elements) {
            if (NO_PROCESSOR.contains(element.stage())) {
                throw new IllegalArgumentException("stage=" + element.stage() + ", allowed are stages that make sound");
            }
            if (!seen.add(element.stage())) {
                throw new IllegalArgumentException(
                        "stage=" + element.stage() + " is there twice, allowed is each stage once");
            }
        }
        if (elements.isEmpty() || elements.get(0).stage() != Stage.INPUT_CLEANER) {
            throw new IllegalArgumentException("the first stage is not INPUT_CLEANER, allowed is no other");
        }
        if (elements.get(elements.size() - 1).stage() != Stage.LIMITER) {
            throw new IllegalArgumentException("the last stage is not LIMITER, allowed is no other");
        }
    }

    /** Makes in which there is this stage. */
    public static List<Variant> variants(Stage stage) {
        return VARIANTS.getOrDefault(stage, List.of(Variant.STANDARD));
    }

    /** Whether a stage takes part. */
    public boolean has(Stage stage) {
        return elements.stream().anyMatch(element -> element.stage() == stage);
    }

    /** In which make a stage takes part; the usual one where it does not. */
    public Variant variantOf(Stage stage) {
        return elements.stream()
                .filter(element -> element.stage() == stage)
                .map(Element::variant)
                .findFirst()
                .orElse(Variant.STANDARD);
    }
}
