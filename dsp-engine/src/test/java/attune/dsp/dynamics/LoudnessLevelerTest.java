package attune.dsp.dynamics;

import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;

class LoudnessLevelerTest extends ProcessorContract {
    @Override
    protected Processor create() {
        return new LoudnessLeveler();
    }

    @Override
    protected ParamSnapshot neutral() {
        return params(0, 1);
    }

    @Override
    protected ParamSnapshot active() {
        return params(18, 10);
    }

    private static ParamSnapshot params(double rangeDb, double speed) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.LEVELER_RANGE, rangeDb);
        params.set(ParamTable.LEVELER_SPEED, speed);
        return params;
    }
}
