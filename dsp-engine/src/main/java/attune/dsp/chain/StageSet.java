package attune.dsp.chain;

import attune.dsp.colour.Exciter;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.dynamics.DeEsser;
import attune.dsp.dynamics.LoudnessLeveler;
import attune.dsp.dynamics.MultibandCompressor;
import attune.dsp.dynamics.NoiseGate;
import attune.dsp.dynamics.TruePeakLimiter;
import attune.dsp.filter.HighPassFilter;
import attune.dsp.filter.HumRemover;
import attune.dsp.filter.ParametricEq;
import attune.dsp.spatial.StereoWidener;
import attune.dsp.spectral.NoiseReducer;
import attune.param.ChainProgram;
import attune.param.ChainProgram.Variant;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/** One processor of every make of every stage: what chain programs put in order. */
final class StageSet {
    private final HighPassFilter highPass = new HighPassFilter();
    private final HumRemover humRemover = new HumRemover();
    private final NoiseReducer noiseReducer = new NoiseReducer(NoiseReducer.Floor.SPEECH);
    private final NoiseReducer musicNoiseReducer = new NoiseReducer(NoiseReducer.Floor.MUSIC);
    private final NoiseGate gate = new NoiseGate();
    private final ParametricEq eq = new ParametricEq();
    private final DeEsser deEsser = new DeEsser();
    private final MultibandCompressor compressor = new MultibandCompressor();
    private final Exciter exciter = new Exciter();
    private final StereoWidener widener = new StereoWidener();
    private final LoudnessLeveler leveler = new LoudnessLeveler();
    private final TruePeakLimiter limiter = new TruePeakLimiter();
    private final Processor[] all = {
        highPass,
        humRemover,
        noiseReducer,
        musicNoiseReducer,
        gate,
        eq,
        deEsser,
        compressor,
        exciter,
        widener,
        leveler,
        limiter
    };

    @ControlThread
    void prepare(ProcessSpec spec) {
        for (Processor processor : all) {
            processor.prepare(spec);
        }
    }

    /** The processor for a place of a program; the cleaner has none here. */
    @ControlThread
    Processor of(ChainProgram.Element element) {
        return switch (element.stage()) {
            case HIGH_PASS -> highPass;
            case HUM_REMOVER -> humRemover;
            case NOISE_REDUCER -> noiseReducer(element.variant());
            case GATE -> gate;
            case EQ -> eq;
            case DE_ESSER -> deEsser;
            case COMPRESSOR -> compressor;
            case EXCITER -> exciter;
            case WIDENER -> widener;
            case LEVELER -> leveler;
            case LIMITER -> limiter;
            case INPUT_CLEANER, PROGRAM, MACRO ->
                throw new IllegalArgumentException("stage=" + element.stage() + " has no processor in the chain");
        };
    }

    @AudioThread
    void setProgrammeGainDb(double db) {
        gate.setProgrammeGainDb(db);
        compressor.setProgrammeGainDb(db);
    }

    @AudioThread
    void setTargetLufs(double lufs) {
        leveler.setTargetLufs(lufs);
        compressor.setTargetLufs(lufs);
    }

    /** Stage by stage where both programs have it; noise and hum are the programme's, whatever the order. */
    @AudioThread
    void adopt(StageSet other) {
        for (int i = 0; i < all.length; i++) {
            all[i].adopt(other.all[i]);
        }
    }

    /** The make of this variant. */
    NoiseReducer noiseReducer(Variant variant) {
        return variant == Variant.MUSIC ? musicNoiseReducer : noiseReducer;
    }

    HumRemover humRemover() {
        return humRemover;
    }

    NoiseGate gate() {
        return gate;
    }

    MultibandCompressor compressor() {
        return compressor;
    }

    DeEsser deEsser() {
        return deEsser;
    }

    ParametricEq eq() {
        return eq;
    }

    LoudnessLeveler leveler() {
        return leveler;
    }

    TruePeakLimiter limiter() {
        return limiter;
    }
}
