package attune.dsp.meter;

import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.AllocatedBytes;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import org.junit.jupiter.api.Test;

class MeterAllocationTest {
    @Test
    void meters_when_warm_expect_no_allocation() {
        ProcessSpec spec = new ProcessSpec(44_100, 2);
        float[][] noise = Signals.noise(1, 2, Signals.frames(spec, 4), 0.5);
        LoudnessMeter loudness = new LoudnessMeter();
        TruePeakMeter truePeak = new TruePeakMeter();
        SpectrumMeter spectrum = new SpectrumMeter(1);
        loudness.prepare(spec);
        truePeak.prepare(spec);
        spectrum.prepare(spec);
        float[] levels = new float[LogBands.BANDS];
        Runnable work = () -> {
            loudness.process(noise, noise[0].length);
            truePeak.process(noise, noise[0].length);
            truePeak.markRead();
            spectrum.process(noise, noise[0].length);
            spectrum.levelsDb(levels);
            loudness.reset();
            spectrum.reset();
        };
        work.run();
        assertThat(AllocatedBytes.steady(work)).isZero();
    }
}
