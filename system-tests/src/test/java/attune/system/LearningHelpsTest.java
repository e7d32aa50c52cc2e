package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.ChangeKind;
import attune.learn.truth.Bootstrap;
import attune.learn.truth.ClipScore;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.Recordings;
import attune.system.LearningEvaluation.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise: what plays gets better by itself, and what was good is left alone. Real plugin, real host, real time, real
 * server and agent that know nothing yet, against the same seconds with learning off. {@code ./attune test} plays three
 * clips, {@code ./attune test --long} all of them; {@code -Dattune.results=FILE} writes the page
 * docs/learning-results.md.
 */
class LearningHelpsTest {
    private static final double LARGEST_CLEAN_DISTANCE_DB = 0.5;

    private static final double MOST_HARM_DB = 0.5;
    private static final double MOST_HARM_LU = 1;
    private static final double MOST_HARM_ESTOI = 0.02;
    /** By which two streams of the same clip differ with nothing learned: their blocks meet the leveler elsewhere. */
    private static final double CHANCE_DB = 0.1;
    /** Without real-time priority a busy machine makes some blocks late; more would make this a comparison of outages. */
    private static final double LARGEST_LATE_SHARE = 0.02;

    @TempDir
    Path folder;

    private LearningEvaluation evaluation;

    @BeforeEach
    void install() throws IOException {
        Assumptions.assumeTrue(
                Recordings.missing().isEmpty(), () -> Recordings.missing().orElse(""));
        evaluation = new LearningEvaluation(TestBed.installed(), folder);
    }

    @Test
    @DisabledIfSystemProperty(named = "attune.long", matches = "true")
    void learning_when_three_clips_play_live_expect_bad_ones_better_and_the_clean_one_left_alone() throws Exception {
        List<Row> rows =
                evaluation.run(MaterialSplit.DEVELOPMENT, List.of("speech-hum-noise", "speech-low", "speech-clean"));
        expectLearningHelps(rows);
    }

    @Test
    @EnabledIfSystemProperty(named = "attune.long", matches = "true")
    void learning_when_the_whole_corpus_plays_live_expect_bad_clips_better_and_clean_ones_left_alone()
            throws Exception {
        List<Row> development =
                evaluation.run(MaterialSplit.DEVELOPMENT, EvaluationCorpus.names(MaterialSplit.DEVELOPMENT));
        write(development);
        List<Row> heldOut = evaluation.run(MaterialSplit.HELD_OUT, EvaluationCorpus.names(MaterialSplit.HELD_OUT));
        write(Stream.concat(development.stream(), heldOut.stream()).toList());
        expectLearningHelps(development);
        expectEachMeasureBetter(development);
        expectLearningHelps(heldOut);
        expectEachMeasureBetter(heldOut);
    }

    private static void write(List<Row> rows) throws IOException {
        String page = LearningTable.page(rows);
        System.out.println(page);
        String file = System.getProperty("attune.results", "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of("..").resolve(file), page);
        }
    }

    private static void expectLearningHelps(List<Row> rows) {
        for (Row row : rows) {
            for (ClipStream.Played played : List.of(row.off(), row.on())) {
                assertThat((double) played.lateBlocks() / played.blocks())
                        .as("share of late blocks, %s", row.clip().name())
                        .isLessThan(LARGEST_LATE_SHARE);
            }
        }
        List<Row> degraded = rows.stream().filter(row -> !row.clean()).toList();
        Bootstrap steps = LearningEvaluation.interval(degraded, Row::steps);
        assertThat(steps.low())
                .as("lower end of the mean improvement over %d degraded clips: %s", degraded.size(), steps)
                .isPositive();
        degraded.forEach(LearningHelpsTest::expectNoHarm);
        rows.stream().filter(Row::clean).forEach(LearningHelpsTest::expectLeftAlone);
    }

    /** The whole corpus is large enough for an interval of each measure. */
    private static void expectEachMeasureBetter(List<Row> rows) {
        List<Row> degraded = rows.stream().filter(row -> !row.clean()).toList();
        List<Row> speech = degraded.stream()
                .filter(row -> row.clip().content() == EvaluationClip.Content.SPEECH)
                .toList();
        assertThat(LearningEvaluation.interval(degraded, LearningTable::distanceGainDb)
                        .low())
                .as("log-spectral distance, dB gained")
                .isPositive();
        assertThat(LearningEvaluation.interval(speech, LearningTable::estoiGain).low())
                .as("ESTOI gained, speech")
                .isPositive();
        assertThat(LearningEvaluation.interval(degraded, LearningTable::loudnessGainLu)
                        .mean())
                .as("loudness error, LU gained")
                .isPositive();
    }

    private static void expectNoHarm(Row row) {
        String name = row.clip().name();
        ClipScore off = row.off().score();
        ClipScore on = row.on().score();
        assertThat(on.timbreDistanceDb())
                .as("distance of %s, dB", name)
                .isLessThan(off.timbreDistanceDb() + MOST_HARM_DB);
        assertThat(on.loudnessErrorLu())
                .as("loudness error of %s, LU", name)
                .isLessThan(off.loudnessErrorLu() + MOST_HARM_LU);
        if (Double.isFinite(off.estoi())) {
            assertThat(on.estoi()).as("ESTOI of %s", name).isGreaterThan(off.estoi() - MOST_HARM_ESTOI);
        }
    }

    private static void expectLeftAlone(Row row) {
        String name = row.clip().name();
        assertThat(row.on().score().timbreDistanceDb())
                .as("distance of %s to the clean recording, level-matched, dB", name)
                .isLessThan(LARGEST_CLEAN_DISTANCE_DB);
        assertThat(row.on().score().logSpectralDistanceDb())
                .as("distance of %s with the preset's own levelling, dB", name)
                .isLessThan(
                        Math.max(LARGEST_CLEAN_DISTANCE_DB, row.off().score().logSpectralDistanceDb() + CHANCE_DB));
        assertThat(row.count(ChangeKind.abstained))
                .as("entries of %s that say why nothing was changed", name)
                .isPositive();
        assertThat(row.says(ChangeKind.abstained)).as("reason for %s", name).hasSizeGreaterThan(20);
    }
}
