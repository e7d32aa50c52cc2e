package attune.learn.judge;

/** Linear core of five measures. */
public final class LinearJudge implements Judge {
    @Override
    public double score(Measures candidate, Measures dry) {
        return 4.48 * (candidate.loudd() - dry.loudd())
                + 0.052 * (candidate.sure() - dry.sure())
                + 0.129 * (candidate.lsdt() - dry.lsdt())
                + 0.116 * (candidate.hum() - dry.hum());
    }

    @Override
    public double noise() {
        return 0.1;
    }

    @Override
    public String name() {
        return "core5-1";
    }
}
