package attune.learn.bandit;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Arms that succeed or fail, where the truth is known. Regret is the expected loss against always pulling the best arm. */
final class Arena {
    static final double[] NO_CONTEXT = {1};

    /** Chance of each arm at each pull. */
    interface Chances {
        double[] at(int pull);
    }

    /** The good arm is another one every so many pulls. */
    static Chances switching(int arms, int every) {
        double[][] phases = new double[arms][arms];
        for (int good = 0; good < arms; good++) {
            java.util.Arrays.fill(phases[good], 0.5);
            phases[good][good] = 0.8;
        }
        return pull -> phases[pull / every % arms];
    }

    /** Chances of all arms move up and down slowly, each with a phase of its own. */
    static Chances drifting(int arms, int period) {
        return pull -> {
            double[] chances = new double[arms];
            for (int arm = 0; arm < arms; arm++) {
                chances[arm] = 0.5 + 0.35 * Math.sin(2 * Math.PI * ((double) pull / period + (double) arm / arms));
            }
            return chances;
        };
    }

    private Arena() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static double regret(Bandit bandit, Chances chances, int pulls, long seed) {
        RandomGenerator world = random(seed + 1000);
        double regret = 0;
        for (int pull = 0; pull < pulls; pull++) {
            double[] now = chances.at(pull);
            int arm = bandit.choose(NO_CONTEXT);
            bandit.learn(arm, NO_CONTEXT, world.nextDouble() < now[arm] ? 1 : 0, 1);
            regret += best(now) - now[arm];
        }
        return regret;
    }

    /** Mean over so many seeds. */
    static double meanRegret(BanditConfig config, Chances chances, int pulls, int seeds) {
        double sum = 0;
        int arms = chances.at(0).length;
        for (int seed = 0; seed < seeds; seed++) {
            sum += regret(config.create(arms, NO_CONTEXT.length, random(seed)), chances, pulls, seed);
        }
        return sum / seeds;
    }

    /** Of pulling all arms alike. */
    static double uniformRegret(Chances chances, int pulls) {
        double regret = 0;
        for (int pull = 0; pull < pulls; pull++) {
            double[] now = chances.at(pull);
            double mean = 0;
            for (double chance : now) {
                mean += chance / now.length;
            }
            regret += best(now) - mean;
        }
        return regret;
    }

    /** Lai and Robbins (1985): no good policy does asymptotically better than this. */
    static double laiRobbins(double[] chances, int pulls) {
        double best = best(chances);
        double sum = 0;
        for (double p : chances) {
            if (p < best) {
                double divergence = p * Math.log(p / best) + (1 - p) * Math.log((1 - p) / (1 - best));
                sum += (best - p) / divergence;
            }
        }
        return sum * Math.log(pulls);
    }

    /** UCB1 never does worse: Auer, Cesa-Bianchi and Fischer (2002), theorem 1. */
    static double ucb1Bound(double[] chances, int pulls) {
        double best = best(chances);
        double sum = 0;
        for (double p : chances) {
            if (p < best) {
                sum += 8 * Math.log(pulls) / (best - p) + (1 + Math.PI * Math.PI / 3) * (best - p);
            }
        }
        return sum;
    }

    /** Order of Thompson sampling's regret whatever the arms are: Agrawal and Goyal (2013), theorem 3. */
    static double thompsonBound(int arms, int pulls) {
        return Math.sqrt(arms * pulls * Math.log(pulls));
    }

    private static double best(double[] chances) {
        double best = chances[0];
        for (double chance : chances) {
            best = Math.max(best, chance);
        }
        return best;
    }
}
