package attune.dsp.chain;

import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.random.RandomGenerator;

/** Parameter sets for tests of the chain. */
final class TestSets {
    private TestSets() {}

    /** Every stage at work. */
    static ParamSnapshot busy() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.HPF_CORNER, 80);
        params.set(ParamTable.NR_ATTENUATION, 12);
        for (int b = 0; b < 8; b++) {
            params.set(ParamTable.EQ1_GAIN.index() + 3 * b, b % 2 == 0 ? 4 : -3);
        }
        params.set(ParamTable.LEVELER_RANGE, 12);
        params.set(ParamTable.LEVELER_SPEED, 2);
        params.set(ParamTable.LIMITER_CEILING, -2);
        params.set(ParamTable.GATE_RANGE, 12);
        params.set(ParamTable.DEESS_DEPTH, 9);
        for (int b = 0; b < 4; b++) {
            params.set(ParamTable.COMP1_RATIO.index() + 3 * b, 2);
        }
        params.set(ParamTable.EXCITER_AMOUNT, 30);
        params.set(ParamTable.WIDENER_WIDTH, 120);
        params.set(ParamTable.WIDENER_MONO_BELOW, 100);
        params.set(ParamTable.HUM_DEPTH, 20);
        params.set(ParamTable.HUM_HARMONICS, 16);
        return params;
    }

    /** One band lifted or lowered. */
    static ParamSnapshot eq(ParamTable gain, double db) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(gain, db);
        return params;
    }

    /** Any values, all over their ranges, often at an end. */
    static void scatter(ParamSnapshot params, RandomGenerator random) {
        for (int p = 0; p < ParamTable.COUNT; p++) {
            double share = Math.max(0, Math.min(1, 1.6 * random.nextDouble() - 0.3));
            double min = ParamTable.all().get(p).spec().min();
            double max = ParamTable.all().get(p).spec().max();
            params.set(p, min + share * (max - min));
        }
    }
}
