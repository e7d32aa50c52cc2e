package attune.learn.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.learn.truth.Bootstrap;
import attune.learn.truth.ClipScore;
import attune.learn.truth.Degradation;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationClip.Content;
import attune.param.Stage;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ProofReportTest {
    private static final int CLIPS = 12;

    @Test
    void verdict_when_every_clip_ends_nearer_expect_helped_and_how_much() {
        ProofReport report = report(i -> 4 - 0.1 * (i % 3), 6, 5, Degradation.HUM_50, CLIPS);

        assertThat(report.verdict())
                .startsWith("Learning helped: ")
                .contains("over the factory default")
                .contains("better than the one preset that is best for all")
                .contains("and better than the preset");
        assertThat(report.verdict()).contains("+0.35 [");
        assertThat(report.bestSinglePreset())
                .as("the other is better for every second clip only")
                .isEqualTo("noisy-room");
        assertThat(report.toMap())
                .containsEntry("stepsOverBestSinglePreset", report.toMap().get("stepsOverBestPreset"));
        assertThat(report.text())
                .contains("worse than dry by more than 0.1 steps: 0 of 12")
                .contains("worth of policy")
                .contains("lost without it");
        assertThat(report.worth())
                .as("as good without it as the preset is")
                .containsEntry("policy", report.overBestPreset());
    }

    @Test
    void kept_when_held_out_clips_gain_half_expect_half_between_its_ends() {
        ProofReport development = report(i -> 4 - 0.1 * (i % 3), 6, 5, Degradation.HUM_50, CLIPS);
        ProofReport heldOut = report(i -> 5 - 0.05 * (i % 3), 6, 5, Degradation.HUM_50, CLIPS);

        KeptGain kept = KeptGain.of(development, heldOut);

        Bootstrap share = Objects.requireNonNull(kept.overDefault());
        assertThat(share.mean()).isCloseTo(0.5, within(1e-9));
        assertThat(share.low()).isBetween(0.45, 0.5);
        assertThat(share.high()).isBetween(0.5, 0.55);
        assertThat(kept.text()).containsPattern("gain over the default, .* keep 50 % \\[4\\d, 5\\d\\]");
        assertThat(kept.toMap()).containsKeys("ofGainOverDry", "ofGainOverDefault");
    }

    @Test
    void kept_when_development_shows_no_gain_expect_no_share() {
        ProofReport development = report(i -> i % 2 == 0 ? 5.5 : 6.5, 6, 6, Degradation.HUM_50, CLIPS);

        KeptGain kept = KeptGain.of(development, report(i -> 4, 6, 5, Degradation.HUM_50, CLIPS));

        assertThat(kept.overDry()).isNull();
        assertThat(kept.text()).contains("development shows no gain over dry, so no share of it is kept");
    }

    @Test
    void verdict_when_clips_go_both_ways_expect_nothing_shown() {
        assertThat(report(i -> i % 2 == 0 ? 5.5 : 6.5, 6, 6, Degradation.HUM_50, CLIPS)
                        .verdict())
                .startsWith("Nothing is shown: ")
                .contains("the interval holds 0");
    }

    @Test
    void verdict_when_every_clip_ends_farther_expect_harmed_and_each_counted() {
        ProofReport report = report(i -> 8, 6, 6, Degradation.HUM_50, CLIPS);

        assertThat(report.verdict()).startsWith("Learning harmed: ");
        assertThat(report.toMap()).containsEntry("worseThanDry", (long) CLIPS);
    }

    @Test
    void verdict_when_clips_are_few_expect_it_said_instead() {
        assertThat(report(i -> 4, 6, 5, Degradation.HUM_50, ProofReport.FEWEST - 1)
                        .verdict())
                .startsWith("Too few clips for a verdict, at least 8");
    }

    @Test
    void verdict_when_all_is_clean_expect_nothing_said_of_improvement() {
        ProofReport report = report(i -> 6, 6, 6, Degradation.CLEAN, CLIPS);

        assertThat(report.verdict()).startsWith("No clip is degraded");
        assertThat(report.curve()).isEmpty();
        assertThat(report.text())
                .contains("clean clips, nothing in force: 8 of 12 left alone, 3 more but for the level")
                .contains(
                        "the default in force: 0 of 12 left alone, 0 more but for the level; 0 of the other 12 nearer");
    }

    @ParameterizedTest
    @CsvSource({"-1.2, false", "-1, false", "-0.9995, false", "-0.98, true", "0.5, true"})
    void over_when_beyond_what_meters_differ_by_expect_it_counted(double dbtp, boolean over) {
        ProofScore score = new ProofScore(score(5).truth(), 20, Double.NaN, dbtp);

        assertThat(score.isOver()).isEqualTo(over);
    }

    @Test
    void curve_when_drawn_expect_a_point_for_each_decision() throws Exception {
        ProofReport report = report(i -> 4, 6, 5, Degradation.HUM_50, CLIPS);

        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(LearningCurve.svg(report))));
        String line = svg.getElementsByTagName("polyline")
                .item(0)
                .getAttributes()
                .getNamedItem("points")
                .getNodeValue();

        String[] points = line.split(" ", -1);
        assertThat(points).hasSize(2);
        assertThat(height(points[1])).as("better is higher").isLessThan(height(points[0]));
    }

    @Test
    void document_when_made_expect_figures_rounded_and_none_that_json_does_not_know() {
        Map<String, @Nullable Object> map =
                report(i -> 4, 6, 5, Degradation.HUM_50, CLIPS).toMap();

        assertThat(map.toString()).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(map).containsEntry("clips", CLIPS).containsEntry("degraded", CLIPS);
    }

    private static double height(String point) {
        return Double.parseDouble(point.substring(point.indexOf(",") + 1));
    }

    private interface Distance {
        double of(int clip);
    }

    /** Clips that differ in spectral distance alone, after one decision. */
    private static ProofReport report(
            Distance learned, double dryDb, double presetDb, Degradation degradation, int clips) {
        List<ProofItem> items = new ArrayList<>();
        for (int i = 0; i < clips; i++) {
            EvaluationClip clip = new EvaluationClip(
                    "clip " + i, Content.SPEECH, degradation, 48_000, 10_000, new double[0], new double[0]);
            items.add(new ProofItem(
                    clip,
                    score(dryDb),
                    "noisy-room",
                    score(presetDb),
                    Map.of(
                            "noisy-room", score(presetDb).truth(),
                            "changeable",
                                    score(i % 2 == 0 ? presetDb - 0.5 : presetDb + 1)
                                            .truth()),
                    List.of(score(dryDb), score(learned.of(i))),
                    List.of("rules"),
                    List.of(Stage.NOISE_REDUCER),
                    "said",
                    degradation == Degradation.CLEAN ? alone(i, score(dryDb)) : null,
                    Map.of("policy", score(presetDb).truth())));
        }
        return new ProofReport("constructed clips", 1, items);
    }

    /** Every third clip is moved, three times in its level and once in its tone. */
    private static ProofItem.Alone alone(int clip, ProofScore end) {
        boolean moved = clip % 3 == 0;
        Stage stage = clip == 9 ? Stage.EQ : Stage.LEVELER;
        return new ProofItem.Alone(moved ? List.of("level") : List.of(), moved ? List.of(stage) : List.of(), end);
    }

    private static ProofScore score(double distanceDb) {
        return new ProofScore(new ClipScore(distanceDb, distanceDb, 0.9, -16, 0), 20, Double.NaN, -3);
    }
}
