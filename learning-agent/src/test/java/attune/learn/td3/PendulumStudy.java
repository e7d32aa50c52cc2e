package attune.learn.td3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Returns on Pendulum-v1 over many seeds, beside those of Stable-Baselines3 (td3_pendulum_sb3.py). Appends lines
 * "seed,steps,mean return" to a file; td3_curves.py makes table and picture of such files. {@code mvn -pl learning-agent -am
 * test -Dtest=PendulumStudy -Dattune.study=PENDULUM -Dattune.variant=standard -Dattune.seeds=0-9 -Dattune.out=FILE.csv
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
final class PendulumStudy {
    private static final int MOVES = 20_000;
    private static final int CHANCE_MOVES = 1_000;
    private static final int EVERY = 1_000;
    /** Of P. Ball et al., "Efficient online reinforcement learning with offline data" (2023), whose critics are normalised too. */
    private static final float NORMALIZED_RATE = 3e-4f;

    /** How a learner is made. */
    private enum Variant {
        /** As it is made by default: observations normalised, prioritised replay. */
        standard(0.6) {
            @Override
            Td3Config config(Td3Config published) {
                return Td3Config.standard(published.observations(), published.actions());
            }
        },
        /** With LayerNorm in the critics, too, and at a lower rate. */
        layernorm(0.6) {
            @Override
            Td3Config config(Td3Config published) {
                return published.normalizing(true, true).learning(published.gamma(), NORMALIZED_RATE);
            }
        },
        /** The same at the paper's rate. */
        fast(0.6) {
            @Override
            Td3Config config(Td3Config published) {
                return published.normalizing(true, true);
            }
        },
        /** The same at the paper's rate, replay drawn evenly. */
        uniform(0) {
            @Override
            Td3Config config(Td3Config published) {
                return published.normalizing(true, true);
            }
        },
        /** TD3 as published, but for LayerNorm in the critics. */
        critics(0) {
            @Override
            Td3Config config(Td3Config published) {
                return published.normalizing(true, false);
            }
        },
        /** TD3 as published, but for observations normalised. */
        observations(0) {
            @Override
            Td3Config config(Td3Config published) {
                return published.normalizing(false, true);
            }
        },
        /** TD3 as published, but for prioritised replay. */
        priorities(0.6),
        /** TD3 as published. */
        plain(0);

        private final double alpha;

        Variant(double alpha) {
            this.alpha = alpha;
        }

        Td3Config config(Td3Config published) {
            return published;
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "attune.study", matches = "PENDULUM")
    void returns_when_trained_from_many_seeds_expect_curves() throws IOException {
        String[] seeds = System.getProperty("attune.seeds", "0-9").split("-", 2);
        for (int seed = Integer.parseInt(seeds[0]); seed <= Integer.parseInt(seeds[1]); seed++) {
            String variant = System.getProperty("attune.variant", "standard");
            Path out = Path.of(System.getProperty("attune.out", "pendulum-" + variant + ".csv"));
            curve(Variant.valueOf(variant), seed, out);
        }
    }

    /** Trains from one seed and appends its curve. */
    private static void curve(Variant variant, int seed, Path out) throws IOException {
        StringBuilder curve = new StringBuilder();
        Td3Config config = variant.config(Td3Config.published(Pendulum.OBSERVATIONS, Pendulum.ACTIONS));
        List<double[]> starts = ReferenceValues.rows("pendulum-starts.csv");
        try (Td3Learner learner = new Td3Learner(config, seed)) {
            new PendulumTraining(learner, variant.alpha, MOVES, CHANCE_MOVES, starts, seed)
                    .run(
                            MOVES,
                            EVERY,
                            (steps, value) ->
                                    curve.append(String.format(Locale.ROOT, "%d,%d,%.3f%n", seed, steps, value)));
        }
        Files.writeString(out, curve, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
