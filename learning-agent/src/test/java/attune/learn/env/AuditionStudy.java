package attune.learn.env;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * TD3 on auditions, each step asked for by a property that holds its arguments; commands and what came of them in docs/td3.md.
 * {@code mvn -pl learning-agent -am test -Dtest=AuditionStudy -Dsurefire.failIfNoSpecifiedTests=false
 * "-Dattune.td3.learn=FOLDER 200"}
 */
final class AuditionStudy {
    private static final String LEARN = "attune.td3.learn";
    private static final String AGAIN = "attune.td3.again";
    private static final String COMPARE = "attune.td3.compare";

    /** Folder, clips. */
    @Test
    @EnabledIfSystemProperty(named = LEARN, matches = ".+")
    void policy_when_learned_expect_it_in_a_folder() throws Exception {
        String[] arguments = arguments(LEARN);
        new AuditionLearning(Path.of(arguments[0]), Integer.parseInt(arguments[1])).run();
    }

    /** Folder, gamma, steps, file of the actor. */
    @Test
    @EnabledIfSystemProperty(named = AGAIN, matches = ".+")
    void policy_when_learned_again_expect_it_in_a_file() throws Exception {
        String[] arguments = arguments(AGAIN);
        AuditionLearning.again(
                Path.of(arguments[0]),
                Float.parseFloat(arguments[1]),
                Integer.parseInt(arguments[2]),
                Path.of(arguments[3]));
    }

    /** Clips, then NAME=FILE for each actor. */
    @Test
    @EnabledIfSystemProperty(named = COMPARE, matches = ".+")
    void policies_when_compared_expect_a_table() throws Exception {
        String[] arguments = arguments(COMPARE);
        Map<String, Path> actors = new LinkedHashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            actors.put(parts[0], Path.of(parts[1]));
        }
        new AuditionComparison(actors).run(Integer.parseInt(arguments[0]));
    }

    private static String[] arguments(String property) {
        return System.getProperty(property).split(" ", -1);
    }
}
