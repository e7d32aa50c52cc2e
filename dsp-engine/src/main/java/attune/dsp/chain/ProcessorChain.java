package attune.dsp.chain;

import attune.dsp.core.DelayLine;
import attune.dsp.core.ExactMath;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.SmoothedValue;
import attune.dsp.dynamics.DeEsser;
import attune.dsp.dynamics.LoudnessLeveler;
import attune.dsp.dynamics.MultibandCompressor;
import attune.dsp.dynamics.NoiseGate;
import attune.dsp.dynamics.TruePeakLimiter;
import attune.dsp.filter.HumRemover;
import attune.dsp.spectral.NoiseReducer;
import attune.param.FactoryPrograms;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import org.jspecify.annotations.Nullable;

/**
 * All stages but the cleaner, in the order of a chain program, the output trim before the limiter. What the stages lack to
 * {@link LatencyTable#chainFrames} is made up by a delay in front.
 */
public final class ProcessorChain implements Processor {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double TRIM_SECONDS = 0.05;
    /** 60 dB over full scale: no sound is that loud, and squares of squares of it still fit in a float. */
    private static final float LARGEST_INTO_CHAIN = 0x1p10f;
    /** 120 dB over full scale: nothing that stages make of sound, and well within what the limiter can lower. */
    private static final float LARGEST_INTO_LIMITER = 0x1p20f;

    private final StageSet stages = new StageSet();
    private final StageSequence[] sequences = new StageSequence[FactoryPrograms.ALL.size()];
    private final DelayLine padding = new DelayLine();
    private final StageGain eqGain = new StageGain();
    private final StageTap tap = new StageTap();
    private final SmoothedValue trimDb = new SmoothedValue(0);
    private StageSequence sequence;
    private int program;
    private float[][] quantum = new float[0][];
    private int trimQuanta = 1;
    private double trimLinear = 1;
    private int latencyFrames;

    public ProcessorChain() {
        for (int p = 0; p < sequences.length; p++) {
            sequences[p] = new StageSequence(FactoryPrograms.ALL.get(p), stages);
        }
        sequence = sequences[0];
    }

    @Override
    @ControlThread
    public void prepare(ProcessSpec spec) {
        stages.prepare(spec);
        eqGain.prepare(spec);
        latencyFrames = LatencyTable.chainFrames(spec.sampleRateHz(), spec.latencyMode());
        int stageFrames = 0;
        for (StageSequence each : sequences) {
            stageFrames = Math.max(stageFrames, each.latencyFrames());
        }
        if (stageFrames > latencyFrames) {
            throw new IllegalStateException("stageFrames=" + stageFrames + ", allowed are " + latencyFrames);
        }
        padding.prepare(spec.channels(), latencyFrames);
        tap.prepare(spec.channels(), latencyFrames);
        quantum = new float[spec.channels()][QUANTUM];
        trimQuanta = spec.quantaFor(TRIM_SECONDS);
        select(program);
        reset();
    }

    /** Takes a program by its number, all history cleared with {@link #reset} by the caller. */
    @AudioThread
    void select(int newProgram) {
        program = newProgram;
        sequence = sequences[newProgram];
        padding.setDelayFrames(latencyFrames - sequence.latencyFrames());
    }

    /** Number of the program. */
    @AudioThread
    int program() {
        return program;
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        sequence.update(params);
    }

    /** Output trim to reach in 50 ms; {@link #reset} lands it. */
    @AudioThread
    public void setTrimDb(double db) {
        trimDb.glide(db, trimQuanta);
    }

    /** Trim that was asked for last. */
    @AudioThread
    double trimDb() {
        return trimDb.target();
    }

    /** Gain that would bring the programme to its target: what thresholds that are relative to it count with. */
    @AudioThread
    void setProgrammeGainDb(double db) {
        stages.setProgrammeGainDb(db);
    }

    /** Loudness that the programme is to have. */
    @AudioThread
    void setTargetLufs(double lufs) {
        stages.setTargetLufs(lufs);
    }

    /** Whether the program has the compressor; its bands turn the phase of the sound. */
    @AudioThread
    boolean hasCompressor() {
        return sequence.placeOf(Stage.COMPRESSOR) != StageTap.NONE;
    }

    /** Whose work {@link #difference} is to be; null for nobody's. */
    @AudioThread
    void tap(@Nullable Stage stage) {
        tap.choose(stage == null ? StageTap.NONE : sequence.placeOf(stage));
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        for (int start = 0; start < frames; start += QUANTUM) {
            for (int c = 0; c < quantum.length; c++) {
                System.arraycopy(channels[c], start, quantum[c], 0, QUANTUM);
            }
            bound(LARGEST_INTO_CHAIN);
            padding.process(quantum, QUANTUM);
            if (tap.isChanging()) {
                takeTap();
            }
            for (int place = 0; place < sequence.length(); place++) {
                processStage(place);
            }
            for (int c = 0; c < quantum.length; c++) {
                System.arraycopy(quantum[c], 0, channels[c], start, QUANTUM);
            }
        }
    }

    private void takeTap() {
        int place = tap.chosen();
        boolean any = place != StageTap.NONE;
        tap.take(any ? sequence.latencyFrames(place) : 0, any ? sequence.framesBehind(place) : 0);
    }

    private void processStage(int place) {
        Processor stage = sequence.at(place);
        boolean tapped = place == tap.place();
        if (stage == stages.limiter()) {
            trim();
            bound(LARGEST_INTO_LIMITER);
        }
        if (tapped) {
            tap.input(quantum);
        }
        if (stage == stages.eq()) {
            equalise();
        } else {
            stage.process(quantum, QUANTUM);
        }
        if (tapped && stage == stages.compressor()) {
            stages.compressor().uncompressed(tap.unchanged());
            tap.outputBeside(quantum);
        } else if (tapped) {
            tap.output(quantum);
        }
    }

    private void equalise() {
        boolean off = stages.eq().isOff();
        if (!off) {
            eqGain.input(quantum);
        }
        stages.eq().process(quantum, QUANTUM);
        if (off) {
            eqGain.off();
        } else {
            eqGain.output(quantum);
        }
    }

    private void bound(float largest) {
        for (int c = 0; c < quantum.length; c++) {
            float[] samples = quantum[c];
            for (int i = 0; i < QUANTUM; i++) {
                samples[i] = Math.max(-largest, Math.min(largest, samples[i]));
            }
        }
    }

    private void trim() {
        double from = trimLinear;
        if (trimDb.isMoving()) {
            trimLinear = ExactMath.dbToLinear(trimDb.next());
        }
        double to = trimLinear;
        if (from == 1 && to == 1) {
            return;
        }
        double step = (to - from) / QUANTUM;
        for (int c = 0; c < quantum.length; c++) {
            float[] samples = quantum[c];
            for (int i = 0; i < QUANTUM; i++) {
                samples[i] = (float) (samples[i] * (from + step * (i + 1)));
            }
        }
    }

    @Override
    @AudioThread
    public void reset() {
        padding.reset();
        sequence.reset();
        eqGain.off();
        tap.reset();
        takeTap();
        trimDb.snap(trimDb.target());
        trimLinear = ExactMath.dbToLinear(trimDb.target());
    }

    /** Takes over what {@code other} has learned, stage by stage, and its level; after {@link #reset}. */
    @Override
    @AudioThread
    public void adopt(Processor other) {
        if (other instanceof ProcessorChain chain) {
            stages.adopt(chain.stages);
        }
    }

    @Override
    @AudioThread
    public void setEconomy(boolean economy) {
        sequence.setEconomy(economy);
    }

    @Override
    public int latencyFrames() {
        return latencyFrames;
    }

    /** For its target, its remembered gain and its gain now; 0 dB where the program has none. */
    LoudnessLeveler leveler() {
        return stages.leveler();
    }

    /** For its meter. */
    NoiseGate gate() {
        return stages.gate();
    }

    /** For its meter. */
    DeEsser deEsser() {
        return stages.deEsser();
    }

    /** For its meters. */
    MultibandCompressor compressor() {
        return stages.compressor();
    }

    /** For its meter. */
    TruePeakLimiter limiter() {
        return stages.limiter();
    }

    /** Level change that the equaliser makes, in dB; 0 while it is off. */
    @AudioThread
    double eqGainDb() {
        return eqGain.gainDb();
    }

    /** For its meter. */
    HumRemover humRemover() {
        return stages.humRemover();
    }

    /** For its meters; the one of the program. */
    NoiseReducer noiseReducer() {
        return sequence.noiseReducer();
    }

    /** What the tapped stage took away or added, in time with the output, for the quantum last processed. */
    @AudioThread
    float[][] difference() {
        return tap.difference();
    }
}
