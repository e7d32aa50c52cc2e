package attune.dsp.chain;

import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LoudnessMeter;
import attune.dsp.meter.SpectrumMeter;
import attune.dsp.meter.TruePeakMeter;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/** Measures what goes in and what comes out, quantum by quantum, and writes it down for telemetry. */
final class MeterBank {
    private static final double PUBLISH_SECONDS = 0.05;
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    private final LoudnessMeter inputLoudness;
    private final LoudnessMeter outputLoudness = new LoudnessMeter();
    private final TruePeakMeter inputPeak = new TruePeakMeter();
    private final TruePeakMeter outputPeak = new TruePeakMeter();
    /** Numbers that keep the two transforms out of each other's quanta. */
    private final SpectrumMeter inputSpectrum = new SpectrumMeter(0);

    private final SpectrumMeter outputSpectrum = new SpectrumMeter(2);
    private int channels = 1;
    private int publishQuanta = 1;
    private int quantaToPublish;
    private boolean economy;

    /** @param inputLoudness kept up to date by the owner */
    MeterBank(LoudnessMeter inputLoudness) {
        this.inputLoudness = inputLoudness;
    }

    @ControlThread
    void prepare(ProcessSpec spec) {
        channels = spec.channels();
        outputLoudness.prepare(spec);
        inputPeak.prepare(spec);
        outputPeak.prepare(spec);
        inputSpectrum.prepare(spec);
        outputSpectrum.prepare(spec);
        publishQuanta = spec.quantaFor(PUBLISH_SECONDS);
        quantaToPublish = publishQuanta;
    }

    /** Clears all history: a new programme begins. */
    @AudioThread
    void reset() {
        outputLoudness.reset();
        inputPeak.reset();
        outputPeak.reset();
        inputSpectrum.reset();
        outputSpectrum.reset();
        quantaToPublish = publishQuanta;
    }

    /** Without spectra, which stay as they are, or with them. */
    @AudioThread
    void setEconomy(boolean on) {
        economy = on;
    }

    /** One quantum of input, scrubbed. */
    @AudioThread
    void input(float[][] samples) {
        inputPeak.process(samples, QUANTUM);
        if (!economy) {
            inputSpectrum.process(samples, QUANTUM);
        }
    }

    /** One quantum of output. */
    @AudioThread
    void output(float[][] samples) {
        outputLoudness.process(samples, QUANTUM);
        outputPeak.process(samples, QUANTUM);
        if (!economy) {
            outputSpectrum.process(samples, QUANTUM);
        }
    }

    /** Once a quantum: peaks at once, the rest every 50 ms (true is returned then). */
    @AudioThread
    boolean publish(EngineMeters into) {
        into.inputTruePeakDbtp = publishPeaks(inputPeak, into.inputChannelPeaksDbtp);
        into.outputTruePeakDbtp = publishPeaks(outputPeak, into.outputChannelPeaksDbtp);
        quantaToPublish--;
        if (quantaToPublish > 0) {
            return false;
        }
        quantaToPublish = publishQuanta;
        into.inputMomentaryLufs = inputLoudness.momentaryLufs();
        into.inputShortTermLufs = inputLoudness.shortTermLufs();
        into.inputIntegratedLufs = inputLoudness.integratedLufs();
        into.inputLoudnessRangeLu = inputLoudness.loudnessRangeLu();
        into.outputMomentaryLufs = outputLoudness.momentaryLufs();
        into.outputShortTermLufs = outputLoudness.shortTermLufs();
        into.outputIntegratedLufs = outputLoudness.integratedLufs();
        into.outputLoudnessRangeLu = outputLoudness.loudnessRangeLu();
        into.loudnessRangeStable = outputLoudness.rangeStable();
        inputSpectrum.levelsDb(into.inputSpectrumDb);
        outputSpectrum.levelsDb(into.outputSpectrumDb);
        return true;
    }

    /** Peak of each channel; returns the largest. */
    private double publishPeaks(TruePeakMeter meter, double[] intoDbtp) {
        double first = meter.peakDbtp(0);
        double last = channels == 1 ? first : meter.peakDbtp(1);
        intoDbtp[0] = first;
        intoDbtp[1] = last;
        return Math.max(first, last);
    }

    @AudioThread
    void markRead() {
        inputPeak.markRead();
        outputPeak.markRead();
    }
}
