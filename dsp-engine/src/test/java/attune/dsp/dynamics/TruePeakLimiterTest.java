package attune.dsp.dynamics;

import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;

class TruePeakLimiterTest extends ProcessorContract {
    @Override
    protected Processor create() {
        return new TruePeakLimiter();
    }

    @Override
    protected ParamSnapshot neutral() {
        return params(-0.1, 120);
    }

    @Override
    protected ParamSnapshot active() {
        return params(-12, 40);
    }

    @Override
    protected double boundLinear() {
        return 1;
    }

    private static ParamSnapshot params(double ceilingDbtp, double releaseMs) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.LIMITER_CEILING, ceilingDbtp);
        params.set(ParamTable.LIMITER_RELEASE, releaseMs);
        return params;
    }
}
