package attune.dsp.chain;

import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.param.ParamSnapshot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole chain keeps what every single stage keeps. */
class ProcessorChainTest extends ProcessorContract {
    @Override
    protected Processor create() {
        return new ProcessorChain();
    }

    @Override
    protected ParamSnapshot neutral() {
        return new ParamSnapshot();
    }

    @Override
    protected ParamSnapshot active() {
        return TestSets.busy();
    }

    @Override
    protected double boundLinear() {
        return 1;
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    void chain_when_prepared_expect_the_latency_that_plugins_report(ProcessSpec spec) {
        Processor chain = prepared(spec, active());
        assertThat(chain.latencyFrames()).isEqualTo(LatencyTable.chainFrames(spec.sampleRateHz(), spec.latencyMode()));
    }
}
