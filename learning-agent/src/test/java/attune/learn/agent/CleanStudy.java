package attune.learn.agent;

import attune.learn.env.RenderMemo;
import attune.learn.strategy.StageMoves;
import attune.learn.truth.JudgeMaterial;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.MusicMaterial;
import attune.learn.truth.PackagedVoices;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What the product does to clean sound: one decision of {@link FileLearner} on each clip of 13 s, with nothing in force and with the
 * gentle preset, each counted as left alone, moved in level only, or moved otherwise.
 * {@code mvn -pl learning-agent -am test -Dtest=CleanStudy "-Dattune.clean=HELD_OUT 24 /tmp/pieces 30"
 * -Dsurefire.failIfNoSpecifiedTests=false}: side, voices, folder of unpacked packages with music, pieces; and, to hear the voices
 * of {@link PackagedVoices} too, the folder of their packages
 */
final class CleanStudy {
    private static final String ASKED = "attune.clean";
    private static final double TARGET_LUFS = -16;
    private static final int RATE_HZ = JudgeMaterial.RATE_HZ;
    private static final double Z = 1.96;

    /** By what is heard and what is in force: how many were left alone, moved in level only, moved otherwise. */
    private final Map<String, int[]> counts = new TreeMap<>();

    @Test
    @EnabledIfSystemProperty(named = ASKED, matches = ".+")
    void product_when_sound_is_clean_expect_how_often_it_is_left_alone() throws Exception {
        String[] asked = System.getProperty(ASKED).split(" ", -1);
        MaterialSplit side = MaterialSplit.valueOf(asked[0]);
        for (JudgeMaterial.Voice voice : JudgeMaterial.voices(side, Integer.parseInt(asked[1]))) {
            both("voice", voice.name(), voice.source().make());
        }
        for (MusicMaterial.Piece piece : MusicMaterial.pieces(side, Path.of(asked[2]), Integer.parseInt(asked[3]))) {
            both("music", piece.name(), piece.source().make(0));
        }
        if (asked.length > 4) {
            for (JudgeMaterial.Voice voice : PackagedVoices.voices(side, Path.of(asked[4]), 2)) {
                double[] clean = voice.source().make();
                if (clean.length > 0) {
                    one(
                            "voice of a package, nothing in force",
                            voice.name(),
                            floats(clean),
                            new ParamSnapshot(),
                            new RenderMemo());
                }
            }
        }
        counts.forEach((kind, count) -> System.out.println(kind + ": " + summary(count)));
    }

    private void both(String kind, String name, double[] clean) throws Exception {
        float[] heard = floats(clean);
        RenderMemo memo = new RenderMemo();
        one(kind + ", nothing in force", name, heard, new ParamSnapshot(), memo);
        one(kind + ", gentle in force", name, heard, GentlePreset.params(), memo);
    }

    private static float[] floats(double[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) x[i];
        }
        return out;
    }

    private void one(String kind, String name, float[] heard, ParamSnapshot inForce, RenderMemo memo) throws Exception {
        FileLearner learner = new FileLearner(inForce, FactoryPresets.all(), TARGET_LUFS, 1, Without.NOTHING, memo);
        FileLearner.Step step = learner.decide(heard, RATE_HZ);
        List<Stage> moved = new ArrayList<>(StageMoves.changed(inForce, learner.inForce()));
        int[] count = counts.computeIfAbsent(kind, key -> new int[3]);
        count[moved.isEmpty() ? 0 : moved.equals(List.of(Stage.LEVELER)) ? 1 : 2]++;
        System.out.printf("%s, %s: %s %s %s%n", kind, name, step.why(), moved, step.moved() ? step.sentence() : "");
    }

    private static String summary(int[] count) {
        int all = count[0] + count[1] + count[2];
        int good = count[0] + count[1];
        return String.format(
                Locale.ROOT,
                "of %d left alone %d, moved in level only %d, moved otherwise %d; left alone but for the level %.0f %%"
                        + " [%.0f, %.0f]",
                all,
                count[0],
                count[1],
                count[2],
                100.0 * good / all,
                100 * wilson(good, all, -Z),
                100 * wilson(good, all, Z));
    }

    /** One end of Wilson's 95 % interval of a rate. */
    private static double wilson(int successes, int tries, double z) {
        double n = tries;
        double rate = successes / n;
        double spread = z * Math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n));
        return (rate + z * z / (2 * n) + spread) / (1 + z * z / n);
    }
}
