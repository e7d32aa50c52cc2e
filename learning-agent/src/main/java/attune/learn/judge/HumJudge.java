package attune.learn.judge;

/**
 * Judge of what is not surely a voice: he hears hum and nothing else, because no measure that needs no reference tells
 * better music from worse. What a rule does there costs and gains nothing with him, unless it is about hum.
 */
public final class HumJudge implements Judge {
    private static final double TYPICAL_NOISE = 0.1;

    @Override
    public double score(Measures candidate, Measures dry) {
        return LinearJudge.HUM * (candidate.hum() - dry.hum());
    }

    @Override
    public double noise() {
        return TYPICAL_NOISE;
    }

    @Override
    public String name() {
        return "hum-1";
    }
}
