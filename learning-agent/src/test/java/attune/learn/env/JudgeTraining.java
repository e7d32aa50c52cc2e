package attune.learn.env;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The three steps of training the judge, each asked for by a property that holds its arguments; commands in docs/judge.md.
 * {@code mvn -pl learning-agent -am test -Dtest=JudgeTraining -Dsurefire.failIfNoSpecifiedTests=false
 * "-Dattune.judge.corpus=DEVELOPMENT 36 0-144 9 /tmp/development.csv"}
 */
final class JudgeTraining {
    private static final String CORPUS = "attune.judge.corpus";
    private static final String TRAIN = "attune.judge.train";
    private static final String REPORT = "attune.judge.report";

    @Test
    @EnabledIfSystemProperty(named = CORPUS, matches = ".+")
    void corpus_when_asked_for_expect_its_measures_and_truth_in_a_file() throws Exception {
        JudgeStudy.main(arguments(CORPUS));
    }

    @Test
    @EnabledIfSystemProperty(named = TRAIN, matches = ".+")
    void trees_when_asked_for_expect_them_in_a_file() throws Exception {
        JudgeTrainer.main(arguments(TRAIN));
    }

    @Test
    @EnabledIfSystemProperty(named = REPORT, matches = ".+")
    void report_when_asked_for_expect_a_table() throws Exception {
        JudgeReport.main(arguments(REPORT));
    }

    private static String[] arguments(String property) {
        return System.getProperty(property).split(" ", -1);
    }
}
