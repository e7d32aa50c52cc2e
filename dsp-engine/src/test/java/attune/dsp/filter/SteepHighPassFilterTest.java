package attune.dsp.filter;

import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;

/** The contract at 24 dB per octave, from and to 12 dB as well. */
class SteepHighPassFilterTest extends ProcessorContract {
    @Override
    protected Processor create() {
        return new HighPassFilter();
    }

    @Override
    protected ParamSnapshot neutral() {
        return new ParamSnapshot();
    }

    @Override
    protected ParamSnapshot active() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.HPF_CORNER, 120);
        params.set(ParamTable.HPF_SLOPE, 1);
        return params;
    }

    @Override
    protected double boundLinear() {
        return 4;
    }
}
