package attune.learn.env;

import attune.learn.judge.BoostedTrees;
import attune.learn.judge.BoostedTrees.Node;
import attune.learn.judge.JudgeFeatures;
import attune.learn.judge.Measures;
import attune.learn.policy.MusicFeatures;
import attune.learn.policy.MusicPolicy;
import attune.learn.strategy.MusicNoise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains on what {@link MusicStudy} wrote of development pieces the trees that judge music by what a candidate measures, and those of
 * the input policy, which says by the input alone what noise reduction by so many dB is worth: four models each, every one without
 * every fourth piece, by {@link TreeFit}.
 *
 * <pre>
 *   arguments: the study's file, where to write the trees, where to write the policy
 * </pre>
 */
final class MusicTrainer {
    private MusicTrainer() {}

    public static void main(String[] arguments) throws IOException {
        List<JudgeTable.Item> items = JudgeTable.read(Path.of(arguments[0]), MusicFeatures.COUNT);
        write(judge(items), arguments[1]);
        write(policy(items), arguments[2]);
        long pieces = items.stream().map(JudgeTable.Item::voice).distinct().count();
        System.out.println(items.size() + " items of " + pieces + " pieces");
    }

    private static void write(byte[] model, String to) throws IOException {
        Files.createDirectories(Path.of(to).toAbsolutePath().getParent());
        Files.write(Path.of(to), model);
        System.out.println(to + ": " + model.length + " bytes");
    }

    /** Teaches something of an item. */
    private interface Lessons {
        List<double[]> of(JudgeTable.Item item);
    }

    static byte[] judge(List<JudgeTable.Item> items) throws IOException {
        return train(items, JudgeFeatures.names(), MusicTrainer::judged);
    }

    static byte[] policy(List<JudgeTable.Item> items) throws IOException {
        return train(items, MusicPolicy.names(), MusicTrainer::foreseen);
    }

    private static byte[] train(List<JudgeTable.Item> items, List<String> names, Lessons lessons) throws IOException {
        List<String> pieces =
                items.stream().map(JudgeTable.Item::voice).distinct().toList();
        List<List<Node>> models = new ArrayList<>();
        for (int m = 0; m < JudgeTrainer.MODELS; m++) {
            List<double[]> rows = new ArrayList<>();
            for (JudgeTable.Item item : items) {
                if (pieces.indexOf(item.voice()) % JudgeTrainer.MODELS != m) {
                    rows.addAll(lessons.of(item));
                }
            }
            models.add(TreeFit.model(rows, names, m));
        }
        return BoostedTrees.write(models, names);
    }

    private static List<double[]> judged(JudgeTable.Item item) {
        List<double[]> rows = new ArrayList<>();
        Measures dry = item.rows().get(0).dry().get(0);
        rows.add(JudgeTrainer.row(JudgeFeatures.of(dry, dry), 0));
        for (JudgeTable.Row row : item.rows()) {
            rows.add(JudgeTrainer.row(
                    JudgeFeatures.of(row.heard().get(0), row.dry().get(0)), row.truth()));
        }
        return rows;
    }

    /** Of the noise reductions alone, over the sound without. */
    private static List<double[]> foreseen(JudgeTable.Item item) {
        List<double[]> rows = new ArrayList<>();
        double without = item.rows().get(0).truth();
        rows.add(JudgeTrainer.row(MusicPolicy.row(features(item), 0), 0));
        for (double db : MusicNoise.ATTENUATIONS_DB) {
            for (JudgeTable.Row row : item.rows()) {
                if (row.candidate().equals(MusicStudy.name(db))) {
                    rows.add(JudgeTrainer.row(MusicPolicy.row(features(item), db), row.truth() - without));
                }
            }
        }
        return rows;
    }

    static double[] features(JudgeTable.Item item) {
        return item.input().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
