package attune.learn.env;

import attune.learn.judge.BoostedTrees.Node;
import java.lang.reflect.Field;
import java.util.ArrayList;
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

/** Fits one model of boosted trees by Smile's gradient boosting with squared error. The same rows and library give the same trees. */
final class TreeFit {
    private static final int TREES = 180;
    private static final int LEAVES = 10;
    private static final int DEPTH = 8;
    private static final int SMALLEST_LEAF = 12;
    private static final double SHRINKAGE = 0.06;
    private static final double SUBSAMPLE = 0.6;
    private static final String TARGET = "target";

    private TreeFit() {}

    /**
     * A model.
     *
     * @param rows features, then what the trees ought to say
     * @param names of the features
     */
    static List<Node> model(List<double[]> rows, List<String> names, int seed) {
        List<String> columns = new ArrayList<>(names);
        columns.add(TARGET);
        MathEx.setSeed(17 + seed);
        GradientTreeBoost boost = GradientTreeBoost.fit(
                Formula.lhs(TARGET),
                DataFrame.of(rows.toArray(double[][]::new), columns.toArray(String[]::new)),
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
