package attune.learn.env;

import attune.learn.judge.BoostedTrees;
import attune.learn.judge.BoostedTrees.Node;
import attune.learn.judge.JudgeFeatures;
import attune.learn.judge.LinearJudge;
import attune.learn.judge.Measures;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smile.base.cart.InternalNode;
import smile.base.cart.Loss;
import smile.base.cart.OrdinalNode;
import smile.base.cart.RegressionNode;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.math.MathEx;
import smile.regression.GradientTreeBoost;
import smile.regression.RegressionTree;

/**
 * Trains the judge's trees on what the linear judge misses of the truth that {@link JudgeStudy} wrote of development voices: four
 * models, each without every fourth voice,
 * by Smile's gradient boosting with squared error. The same file and library give the same trees.
 *
 * <pre>
 *   arguments: the study's file, where to write the trees
 * </pre>
 */
final class JudgeTrainer {
    static final int MODELS = 4;

    private static final int TREES = 180;
    private static final int LEAVES = 10;
    private static final int DEPTH = 8;
    private static final int SMALLEST_LEAF = 12;
    private static final double SHRINKAGE = 0.06;
    private static final double SUBSAMPLE = 0.6;
    /** Truth beyond this counts as this: how bad the worst is needs no trees. */
    private static final double MOST_STEPS = 4;

    private static final String MISSED = "missed";
    private static final LinearJudge LINEAR = new LinearJudge();

    private JudgeTrainer() {}

    public static void main(String[] arguments) throws Exception {
        List<JudgeTable.Item> items = JudgeTable.read(Path.of(arguments[0]));
        byte[] model = train(items);
        Path to = Path.of(arguments[1]);
        Files.createDirectories(to.toAbsolutePath().getParent());
        Files.write(to, model);
        System.out.println(items.size() + " items, " + model.length + " bytes");
    }

    static byte[] train(List<JudgeTable.Item> items) throws IOException {
        List<String> voices =
                items.stream().map(JudgeTable.Item::voice).distinct().toList();
        List<List<Node>> models = new ArrayList<>();
        for (int m = 0; m < MODELS; m++) {
            int left = m;
            models.add(model(
                    items.stream()
                            .filter(item -> voices.indexOf(item.voice()) % MODELS != left)
                            .toList(),
                    m));
        }
        return BoostedTrees.write(models, JudgeFeatures.names());
    }

    private static List<Node> model(List<JudgeTable.Item> items, int seed) {
        List<double[]> rows = new ArrayList<>();
        for (JudgeTable.Item item : items) {
            Measures dry = item.rows().get(0).dry().get(0);
            rows.add(row(JudgeFeatures.of(dry, dry), 0));
            for (JudgeTable.Row row : item.rows()) {
                double missed = bounded(row.truth())
                        - LINEAR.score(row.heard().get(0), row.dry().get(0));
                rows.add(row(JudgeFeatures.of(row.heard().get(0), row.dry().get(0)), missed));
            }
        }
        List<String> names = new ArrayList<>(JudgeFeatures.names());
        names.add(MISSED);
        MathEx.setSeed(17 + seed);
        GradientTreeBoost boost = GradientTreeBoost.fit(
                Formula.lhs(MISSED),
                DataFrame.of(rows.toArray(double[][]::new), names.toArray(String[]::new)),
                Loss.ls(),
                TREES,
                DEPTH,
                LEAVES,
                SMALLEST_LEAF,
                SHRINKAGE,
                SUBSAMPLE);
        List<Node> trees = new ArrayList<>();
        for (RegressionTree tree : boost.trees()) {
            trees.add(node(tree.root()));
        }
        return trees;
    }

    private static double bounded(double steps) {
        return Math.max(-MOST_STEPS, Math.min(MOST_STEPS, steps));
    }

    private static double[] row(double[] features, double missed) {
        double[] out = Arrays.copyOf(features, features.length + 1);
        out[features.length] = bounded(missed);
        return out;
    }

    private static Node node(smile.base.cart.Node node) {
        if (node instanceof InternalNode inner) {
            return new Node.Inner(
                    inner.feature(),
                    (float) threshold((OrdinalNode) inner),
                    node(inner.trueChild()),
                    node(inner.falseChild()));
        }
        return new Node.Leaf((float) (SHRINKAGE * ((RegressionNode) node).output()));
    }

    /** Smile gives it out in text only. */
    private static double threshold(OrdinalNode node) {
        try {
            Field value = OrdinalNode.class.getDeclaredField("value");
            value.setAccessible(true);
            return value.getDouble(node);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("smile.base.cart.OrdinalNode has no field \"value\"", e);
        }
    }
}
