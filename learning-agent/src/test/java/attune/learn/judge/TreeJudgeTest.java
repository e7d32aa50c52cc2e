package attune.learn.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.learn.judge.BoostedTrees.Node;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The judge that was trained. */
final class TreeJudgeTest {
    @Test
    void shipped_judge_when_read_expect_dry_at_zero_and_bounded_corrections_of_the_linear_judge() throws IOException {
        TreeJudge judge = TreeJudge.shipped();
        LinearJudge linear = new LinearJudge();
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            Measures dry = measures(random);
            Measures candidate = measures(random);
            assertThat(judge.score(dry, dry)).isZero();
            double correction = judge.score(candidate, dry) - linear.score(candidate, dry);
            assertThat(correction).isBetween(-10.0, 10.0);
        }
    }

    @Test
    void judge_when_trees_know_more_expect_it_on_top_of_the_linear_score_and_nothing_for_dry() throws IOException {
        Node tree = new Node.Inner(0, 0.05f, new Node.Leaf(0.25f), new Node.Leaf(1.25f));
        BoostedTrees trees = BoostedTrees.read(
                BoostedTrees.write(List.of(List.of(tree)), JudgeFeatures.names()), JudgeFeatures.names());
        TreeJudge judge = new TreeJudge(trees);
        Measures dry = new Measures(-0.3, 10, 5, -8, 0, 0, -20, -3);
        Measures better = new Measures(-0.2, 10, 5, -8, 0, 0, -20, -3);
        assertThat(judge.score(better, dry)).isCloseTo(4.48 * 0.1 + 1, within(1e-6));
        assertThat(judge.score(dry, dry)).isZero();
    }

    @Test
    void features_when_made_from_a_row_and_back_expect_the_same_in_the_order_of_their_names() {
        Measures measures = measures(new Random(9));
        double[] row = JudgeFeatures.measures(measures);
        assertThat(JudgeFeatures.measures(JudgeFeatures.fromMeasures(row))).isEqualTo(row);
        assertThat(JudgeFeatures.of(measures, measures)).hasSize(JudgeFeatures.COUNT);
        assertThat(JudgeFeatures.names()).hasSize(JudgeFeatures.COUNT).doesNotHaveDuplicates();
        assertThat(row[JudgeFeatures.MEASURES.indexOf("sure")]).isEqualTo(measures.sure());
        assertThat(row[JudgeFeatures.MEASURES.indexOf("envelope")])
                .isEqualTo(measures.detail().envelope());
    }

    private static Measures measures(Random random) {
        double[] row = new double[JudgeFeatures.MEASURES.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = 10 * random.nextGaussian();
        }
        return JudgeFeatures.fromMeasures(row);
    }
}
