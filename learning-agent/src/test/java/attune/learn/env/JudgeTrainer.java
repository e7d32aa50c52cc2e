package attune.learn.env;

import attune.learn.judge.BoostedTrees;
import attune.learn.judge.BoostedTrees.Node;
import attune.learn.judge.JudgeFeatures;
import attune.learn.judge.LinearJudge;
import attune.learn.judge.Measures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains the judge's trees on what the linear judge misses of the truth that {@link JudgeStudy} wrote of development voices: four
 * models, each without every fourth voice, by {@link TreeFit}.
 *
 * <pre>
 *   arguments: the study's file, where to write the trees
 * </pre>
 */
final class JudgeTrainer {
    static final int MODELS = 4;

    /** Truth beyond this counts as this: how bad the worst is needs no trees. */
    private static final double MOST_STEPS = 4;

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
        return TreeFit.model(rows, JudgeFeatures.names(), seed);
    }

    static double bounded(double steps) {
        return Math.max(-MOST_STEPS, Math.min(MOST_STEPS, steps));
    }

    static double[] row(double[] features, double missed) {
        double[] out = Arrays.copyOf(features, features.length + 1);
        out[features.length] = bounded(missed);
        return out;
    }
}
