package attune.learn.bandit;

import attune.learn.bandit.BanditConfig.Method;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The bandits compared: regret where the truth is known, and on the real reward, a log of auditions
 * ({@code AuditionLogStudy}). {@code mvn -pl learning-agent -am test -Dtest=BanditStudy -Dattune.bandits=LOG
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
final class BanditStudy {
    private static final List<BanditConfig> CONFIGS = List.of(
            new BanditConfig(Method.UCB, 2, 1),
            new BanditConfig(Method.UCB, 2, 0.99),
            new BanditConfig(Method.UCB, 0.5, 1),
            new BanditConfig(Method.UCB, 0.2, 1),
            new BanditConfig(Method.UCB, 0.15, 0.998),
            new BanditConfig(Method.UCB, 0.02, 1),
            new BanditConfig(Method.THOMPSON, 0, 1),
            new BanditConfig(Method.THOMPSON, 0, 0.998),
            new BanditConfig(Method.THOMPSON, 0, 0.99),
            new BanditConfig(Method.LINUCB, 0.2, 1),
            new BanditConfig(Method.LINUCB, 0.5, 1),
            new BanditConfig(Method.LINUCB, 1, 0.99),
            new BanditConfig(Method.LINUCB, 0.6, 0.995),
            new BanditConfig(Method.LINUCB, 0.05, 1));
    private static final List<String> ALWAYS = List.of("neutral", "level", "hum", "music");
    private static final int SHUFFLES = 40;
    private static final double NOISE = 0.1;

    @Test
    @EnabledIfSystemProperty(named = "attune.bandits", matches = ".+")
    void regret_when_played_on_known_arms_expect_a_table() {
        double[] arms = {0.2, 0.35, 0.5, 0.65, 0.8};
        Arena.Chances stationary = pull -> arms;
        Arena.Chances switching = Arena.switching(5, 1_000);
        Arena.Chances drifting = Arena.drifting(5, 4_000);
        int pulls = 10_000;
        System.out.printf(
                Locale.ROOT,
                "Lai-Robbins %.0f  UCB1 bound %.0f  Thompson's worst case %.0f%nuniform %.0f %.0f %.0f%n",
                Arena.laiRobbins(arms, pulls),
                Arena.ucb1Bound(arms, pulls),
                Arena.thompsonBound(arms.length, pulls),
                Arena.uniformRegret(stationary, pulls),
                Arena.uniformRegret(switching, pulls),
                Arena.uniformRegret(drifting, pulls));
        for (BanditConfig config : CONFIGS) {
            System.out.printf(Locale.ROOT, "| %s |", name(config));
            for (int length : new int[] {100, 1_000, 10_000}) {
                System.out.printf(Locale.ROOT, " %.0f |", Arena.meanRegret(config, stationary, length, 20));
            }
            System.out.printf(
                    Locale.ROOT,
                    " %.0f | %.0f |%n",
                    Arena.meanRegret(config, switching, pulls, 10),
                    Arena.meanRegret(config, drifting, pulls, 10));
        }
    }

    private static String name(BanditConfig config) {
        return String.format(Locale.ROOT, "%s %.2f / %.3f", config.method(), config.alpha(), config.decay());
    }

    /** Thread time of one choice among fourteen strategies and of learning from it, the best of ten rounds. */
    @Test
    @EnabledIfSystemProperty(named = "attune.bandits", matches = ".+")
    void decision_when_timed_expect_a_table() {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        double[] context = {1, 0.5, 0, 0.2, -0.1};
        int arms = 14;
        int decisions = 200_000;
        for (BanditConfig config : CONFIGS) {
            Bandit bandit = config.create(arms, context.length, Arena.random(1));
            RandomGenerator world = Arena.random(2);
            double choose = Double.POSITIVE_INFINITY;
            double learn = Double.POSITIVE_INFINITY;
            for (int round = 0; round < 10; round++) {
                long begin = clock.getCurrentThreadCpuTime();
                int arm = 0;
                for (int i = 0; i < decisions; i++) {
                    arm = Math.floorMod(arm + bandit.choose(context), arms);
                }
                choose = Math.min(choose, (clock.getCurrentThreadCpuTime() - begin) / (double) decisions);
                begin = clock.getCurrentThreadCpuTime();
                for (int i = 0; i < decisions; i++) {
                    bandit.learn((arm + i) % arms, context, world.nextDouble(), 1);
                }
                learn = Math.min(learn, (clock.getCurrentThreadCpuTime() - begin) / (double) decisions);
            }
            System.out.printf(Locale.ROOT, "| %s | %.0f ns | %.0f ns |%n", name(config), choose, learn);
        }
    }

    /** One decision: what each strategy's best set gained over what played; strategies without a set are left out. */
    private record Occasion(String contentClass, List<Double> known, Map<String, Double> gains) {
        double[] context() {
            return known.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "attune.bandits", matches = ".*csv")
    void loss_when_auditions_are_replayed_expect_a_table() throws IOException {
        List<Occasion> occasions = read(Path.of(System.getProperty("attune.bandits")));
        List<String> strategies = occasions.stream()
                .flatMap(o -> o.gains().keySet().stream())
                .distinct()
                .toList();
        System.out.println(occasions.size() + " occasions, " + strategies.size() + " strategies");
        for (int tried : new int[] {1, 2, 4}) {
            System.out.printf(
                    Locale.ROOT,
                    "tried beside the rules: %d; in table order %.3f, by chance %.3f%n",
                    tried,
                    loss(occasions, strategies, null, true, tried, false),
                    loss(occasions, strategies, null, true, tried, true));
            for (BanditConfig config : CONFIGS) {
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.3f | %.3f |%n",
                        name(config),
                        loss(occasions, strategies, config, true, tried, false),
                        loss(occasions, strategies, config, false, tried, false));
            }
        }
    }

    /** Mean steps by which the best set of those tried falls short of the best of all. */
    private static double loss(
            List<Occasion> occasions,
            List<String> strategies,
            @Nullable BanditConfig config,
            boolean binary,
            int tried,
            boolean chance) {
        double sum = 0;
        for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
            Random random = new Random(shuffle);
            List<Occasion> order = new ArrayList<>(occasions);
            Collections.shuffle(order, random);
            StrategyBandits bandits = config == null ? null : new StrategyBandits(strategies, config, shuffle);
            List<String> fixed = new ArrayList<>(strategies);
            for (Occasion occasion : order) {
                if (chance) {
                    Collections.shuffle(fixed, random);
                }
                List<String> names =
                        bandits == null ? fixed : bandits.order(occasion.contentClass(), occasion.context());
                sum += lossOf(occasion, names, tried, bandits, binary);
            }
        }
        return sum / SHUFFLES / occasions.size();
    }

    private static double lossOf(
            Occasion occasion, List<String> order, int tried, @Nullable StrategyBandits bandits, boolean binary) {
        double best = 0;
        double found = 0;
        int left = tried;
        for (String name : order) {
            Double gain = occasion.gains().get(name);
            if (gain == null) {
                continue;
            }
            best = Math.max(best, gain);
            boolean always = ALWAYS.contains(name);
            if (always || left > 0) {
                found = Math.max(found, gain);
                left -= always ? 0 : 1;
                if (bandits != null) {
                    double reward = binary ? gain > NOISE ? 1 : 0 : Math.max(0, Math.min(1, gain));
                    bandits.learn(occasion.contentClass(), occasion.context(), name, reward, 1);
                }
            }
        }
        return best - found;
    }

    private static List<Occasion> read(Path file) throws IOException {
        Map<String, Occasion> byOccasion = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] c = line.split(",", -1);
            Occasion occasion = byOccasion.computeIfAbsent(
                    c[0] + c[1] + c[2],
                    key -> new Occasion(
                            c[3],
                            Arrays.stream(SituationContext.of(
                                            number(c[5]), number(c[6]), number(c[7]) / 2, number(c[9])))
                                    .boxed()
                                    .toList(),
                            new LinkedHashMap<>()));
            occasion.gains().merge(c[12], number(c[14]), Math::max);
        }
        return List.copyOf(byOccasion.values());
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }
}
