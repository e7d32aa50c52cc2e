package attune.learn.env;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The steps of training judge and policy, each asked for by a property that holds its arguments; commands in docs/judge.md and docs/learning.md.
 * {@code mvn -pl learning-agent -am test -Dtest=JudgeTraining -Dsurefire.failIfNoSpecifiedTests=false
 * "-Dattune.judge.corpus=DEVELOPMENT 60 0-240 6 14 /tmp/development.csv"}
 */
final class JudgeTraining {
    private static final String CORPUS = "attune.judge.corpus";
    private static final String TRAIN = "attune.judge.train";
    private static final String REPORT = "attune.judge.report";
    private static final String POLICY = "attune.policy.train";
    private static final String POLICY_REPORT = "attune.policy.report";
    private static final String MUSIC_CORPUS = "attune.music.corpus";
    private static final String MUSIC_TRAIN = "attune.music.train";
    private static final String MUSIC_REPORT = "attune.music.report";
    private static final String MUSIC_PRODUCT = "attune.music.product";

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

    @Test
    @EnabledIfSystemProperty(named = POLICY, matches = ".+")
    void policy_when_asked_for_expect_it_in_a_file() throws Exception {
        PolicyTrainer.main(arguments(POLICY));
    }

    @Test
    @EnabledIfSystemProperty(named = POLICY_REPORT, matches = ".+")
    void policy_when_reported_expect_a_table() throws Exception {
        PolicyReport.main(arguments(POLICY_REPORT));
    }

    @Test
    @EnabledIfSystemProperty(named = MUSIC_CORPUS, matches = ".+")
    void music_corpus_when_asked_for_expect_its_measures_and_truth_in_a_file() throws Exception {
        MusicStudy.main(arguments(MUSIC_CORPUS));
    }

    @Test
    @EnabledIfSystemProperty(named = MUSIC_TRAIN, matches = ".+")
    void music_trees_when_asked_for_expect_them_in_files() throws Exception {
        MusicTrainer.main(arguments(MUSIC_TRAIN));
    }

    @Test
    @EnabledIfSystemProperty(named = MUSIC_REPORT, matches = ".+")
    void music_report_when_asked_for_expect_a_table() throws Exception {
        MusicReport.main(arguments(MUSIC_REPORT));
    }

    @Test
    @EnabledIfSystemProperty(named = MUSIC_PRODUCT, matches = ".+")
    void music_product_when_asked_for_expect_a_table() throws Exception {
        MusicProduct.main(arguments(MUSIC_PRODUCT));
    }

    private static String[] arguments(String property) {
        return System.getProperty(property).split(" ", -1);
    }
}
