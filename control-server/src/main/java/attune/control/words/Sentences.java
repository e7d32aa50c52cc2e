package attune.control.words;

import attune.api.Explanation;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Explanations of what people and hosts did; learned changes bring their own. */
public final class Sentences {
    private static final int NAMED_MOVES = 3;

    private static final String TAKEN_BACK = "Taken back: ";
    private static final String HALF_TAKEN_BACK = "Half of it taken back: ";
    /** What is said of a noise profile that came from a person, a preset or a host. */
    private static final String SET = "set";
    /** What is said of one that the playing sound gave. */
    private static final String LEARNED = "learned anew";

    private Sentences() {}

    /** What a person moved: every parameter with its old value. */
    public static Explanation manual(ParamSnapshot before, ParamSnapshot after) {
        List<Explanation.Part> parts = parts(before, after, "Set by you.");
        return new Explanation(moves(before, after) + ".", parts);
    }

    /** A person went a step the way of a word. */
    public static Explanation said(String word, ParamSnapshot before, ParamSnapshot after) {
        String sentence = "A little " + word + ": " + moves(before, after) + ".";
        return new Explanation(sentence, parts(before, after, "A little " + word + ", as you said."));
    }

    /** The noise of the room was learned. */
    public static Explanation noiseLearned(ParamSnapshot before, ParamSnapshot after) {
        return new Explanation(
                moves(before, after, LEARNED) + ".", parts(before, after, "Learned from the room.", LEARNED));
    }

    /** A preset was recalled. */
    public static Explanation recalled(String label, ParamSnapshot before, ParamSnapshot after) {
        String sentence = before.sameAs(after)
                ? "Preset \"" + label + "\" is in force already: nothing moves."
                : "Preset \"" + label + "\" recalled: " + moves(before, after) + ".";
        return new Explanation(sentence, parts(before, after, "Preset."));
    }

    /** A person went back to a version of the timeline. */
    public static Explanation returnedTo(long version, ParamSnapshot before, ParamSnapshot after) {
        String sentence = "Back to version " + version + ": " + moves(before, after) + ".";
        return new Explanation(sentence, parts(before, after, "As in version " + version + "."));
    }

    /**
     * A preset was loaded by a rule.
     *
     * @param conditions of the rule, in words
     */
    public static Explanation loadedByRule(
            String label, int rule, String conditions, ParamSnapshot before, ParamSnapshot after) {
        String sentence = "Preset \"" + label + "\" loaded by rule " + rule + " (" + conditions + "): "
                + moves(before, after) + ".";
        return new Explanation(sentence, parts(before, after, "Rule " + rule + "."));
    }

    /** The host brought other settings than were known. */
    public static Explanation adopted(ParamSnapshot before, ParamSnapshot after) {
        return new Explanation(
                "The host recalled settings: " + moves(before, after) + ".", parts(before, after, "Host."));
    }

    /** A change was taken back; where it took something back itself, that is there again. */
    public static Explanation takenBack(String sentence, String why, ParamSnapshot before, ParamSnapshot after) {
        boolean again = sentence.startsWith(TAKEN_BACK) || sentence.startsWith(HALF_TAKEN_BACK);
        String told = again ? "There again: " + moves(before, after) + "." : TAKEN_BACK + sentence;
        return new Explanation(told + (why.isEmpty() ? "" : " " + why), parts(before, after, why));
    }

    /** Half of a change was taken back. */
    public static Explanation lessOf(String sentence, ParamSnapshot before, ParamSnapshot after) {
        return new Explanation(
                HALF_TAKEN_BACK + sentence + " Now " + moves(before, after) + ".",
                parts(before, after, "Less of that."));
    }

    private static String moves(ParamSnapshot before, ParamSnapshot after) {
        return moves(before, after, SET);
    }

    private static String moves(ParamSnapshot before, ParamSnapshot after, String profileCame) {
        List<String> moves = new ArrayList<>();
        if (profileDiffers(before, after)) {
            moves.add("Noise profile " + profileWord(after, profileCame));
        }
        for (ParamTable param : ParamTable.all()) {
            if (isProfile(param)) {
                continue;
            }
            ParamSpec spec = param.spec();
            String was = Numbers.change(spec, before.get(param));
            String is = Numbers.change(spec, after.get(param));
            // "3.0 dB (was 3.0 dB)" says nothing.
            if (!is.equals(was)) {
                moves.add(spec.label() + " " + is + " (was " + was + ")");
            }
        }
        if (moves.isEmpty()) {
            return before.sameAs(after) ? "nothing moved" : "all that moved, moved by less than the last digit shown";
        }
        String named = moves.stream().limit(NAMED_MOVES).collect(Collectors.joining(", "));
        return moves.size() <= NAMED_MOVES ? named : named + " and " + (moves.size() - NAMED_MOVES) + " more";
    }

    private static List<Explanation.Part> parts(ParamSnapshot before, ParamSnapshot after, String reason) {
        return parts(before, after, reason, SET);
    }

    private static List<Explanation.Part> parts(
            ParamSnapshot before, ParamSnapshot after, String reason, String profileCame) {
        List<Explanation.Part> parts = new ArrayList<>();
        if (profileDiffers(before, after)) {
            ParamSpec spec = ParamTable.NR_PROFILE1.spec();
            parts.add(new Explanation.Part(
                    spec.stage().label(),
                    "Noise profile",
                    profileWord(after, profileCame),
                    reason,
                    0,
                    null,
                    null,
                    null));
        }
        for (ParamTable param : ParamTable.all()) {
            if (before.get(param) != after.get(param) && !isProfile(param)) {
                parts.add(part(param, after, reason));
            }
        }
        return parts;
    }

    /** One of the many values that are one thing to a person: the noise that was learned. */
    private static boolean isProfile(ParamTable param) {
        return NoiseProfiles.BANDS.contains(param);
    }

    private static String profileWord(ParamSnapshot after, String came) {
        return NoiseProfiles.isKept(after) ? came : "let go";
    }

    private static boolean profileDiffers(ParamSnapshot before, ParamSnapshot after) {
        return NoiseProfiles.BANDS.stream().anyMatch(param -> before.get(param) != after.get(param));
    }

    private static Explanation.Part part(ParamTable param, ParamSnapshot after, String reason) {
        ParamSpec spec = param.spec();
        boolean ofBand = param.index() >= ParamTable.EQ1_FREQUENCY.index() && param.index() <= ParamTable.EQ8_Q.index();
        int band = ofBand ? (param.index() - ParamTable.EQ1_FREQUENCY.index()) / 3 : -1;
        int first = ParamTable.EQ1_FREQUENCY.index() + 3 * band;
        return new Explanation.Part(
                spec.stage().label(),
                Numbers.change(spec, after.get(param)),
                spec.label(),
                reason,
                0,
                band < 0 ? null : after.get(first),
                band < 0 ? null : after.get(first + 1),
                band < 0 ? null : after.get(first + 2));
    }
}
