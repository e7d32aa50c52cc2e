package attune.control.http;

import attune.api.Experience;
import attune.control.guard.ParamSets;
import attune.control.problem.ProblemException;
import java.util.regex.Pattern;

/**
 * What learning keeps holds figures and short names of ours, never a person's words: no path, address or sentence gets into
 * experiences, whoever sends them.
 */
final class LearnedText {
    private static final String ALLOWED = "1 to 60 letters, digits and . : + _ -, at most 3 words";
    private static final Pattern NAME = Pattern.compile("(?=.{1,60}$)[A-Za-z0-9.:+_-]+( [A-Za-z0-9.:+_-]+){0,2}");

    private LearnedText() {}

    /** @throws ProblemException 422 naming what is no name of ours */
    static void check(Experience experience) {
        name("engineId", experience.engineId());
        name("strategy", experience.strategy());
        name("contentClass", experience.situation().contentClass());
        experience.params().keySet().forEach(ParamSets::named);
    }

    private static void name(String field, String text) {
        if (!NAME.matcher(text).matches()) {
            throw ProblemException.invalid(
                    field, text, ALLOWED, "What is learned is kept with short names only; \"" + field + "\" is none.");
        }
    }
}
