package attune.bench.meter;

import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LoudnessMeter;
import attune.dsp.meter.TruePeakMeter;

/** The engine's own meters. */
final class AttuneMeter implements ProgrammeMeter {
    private final LoudnessMeter loudness = new LoudnessMeter();
    private final TruePeakMeter truePeak = new TruePeakMeter();

    AttuneMeter(int rateHz, int channels) {
        ProcessSpec spec = new ProcessSpec(rateHz, channels);
        loudness.prepare(spec);
        truePeak.prepare(spec);
    }

    @Override
    public void process(float[][] channels, int frames) {
        loudness.process(channels, frames);
        truePeak.process(channels, frames);
    }

    @Override
    public double momentaryLufs() {
        return loudness.momentaryLufs();
    }

    @Override
    public double shortTermLufs() {
        return loudness.shortTermLufs();
    }

    @Override
    public double integratedLufs() {
        return loudness.integratedLufs();
    }

    @Override
    public double rangeLu() {
        return loudness.loudnessRangeLu();
    }

    @Override
    public double truePeakDbtp() {
        return truePeak.maximumDbtp();
    }

    @Override
    public void close() {}
}
