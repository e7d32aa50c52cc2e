package attune.dsp.chain;

import attune.dsp.core.DelayLine;
import attune.dsp.core.ExactMath;
import attune.dsp.core.InputCleaner;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.SampleScrub;
import attune.dsp.dynamics.ProgrammeGain;
import attune.dsp.meter.LoudnessMeter;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import org.jspecify.annotations.Nullable;

/**
 * The whole sound of one plugin instance: four kept parameter sets, the chain, the macros, the meters. Plugin, command
 * line and audition all play through this class and get the same samples.
 *
 * <p>Call order: {@link #prepare}; {@link #recall} (any thread that owns the engine); {@link #start} with the macros in
 * force; then {@link #process}. One owner thread at a time.
 *
 * <pre>
 *   input ─ cleaner ─┬─ chain (high-pass … limiter) ─ wet ─┬─ switch ─ scrub ─ output
 *                    └─ delay of the chain's latency ─ dry ┘
 *                                    level match: wet over dry loudness = gain of the dry side
 * </pre>
 */
public final class Engine {
    /** Kept parameter sets, A to D. */
    public static final int SLOTS = 4;
    /** Version of the sound: raised when the same state would give other samples. */
    public static final int SOUND_VERSION = 1;

    /** By value of {@link MacroTable#DELTA_STAGE}; null is the whole chain. */
    private static final @Nullable Stage[] DELTA_STAGES = {
        null,
        Stage.HIGH_PASS,
        Stage.HUM_REMOVER,
        Stage.NOISE_REDUCER,
        Stage.GATE,
        Stage.EQ,
        Stage.DE_ESSER,
        Stage.COMPRESSOR,
        Stage.EXCITER,
        Stage.WIDENER,
        Stage.LEVELER
    };

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    /** A recalled set may raise the level by 3 LU within 3 s. */
    private static final double RECALL_SECONDS_PER_DB = 1;

    private final boolean metered;
    private final EngineMeters meters = new EngineMeters();
    private final ParamSnapshot[] slots = new ParamSnapshot[SLOTS];
    /** What {@link MacroTable#RESET_TO_SAFE} returns to. */
    private final ParamSnapshot safe = GentlePreset.params();

    private final MacroSnapshot macros = new MacroSnapshot();
    private final InputCleaner cleaner = new InputCleaner();
    private final ProgramSwap chains = new ProgramSwap();
    private final ProgrammeGain programmeGain = new ProgrammeGain();
    private final SlotMatch slotMatch = new SlotMatch();
    private final RecallGuard guard = new RecallGuard();
    private final DelayLine dryLine = new DelayLine();
    private final DeltaReference deltaReference = new DeltaReference();
    private final LevelMatch match = new LevelMatch();
    private final OutputSwitch output = new OutputSwitch();
    private final ParamSmoother smoother = new ParamSmoother();
    private final LoudnessMeter inputLoudness = new LoudnessMeter();
    private final MeterBank bank = new MeterBank(inputLoudness);
    private ProcessSpec spec = new ProcessSpec(48_000, 2);
    private float[][] wet = new float[0][];
    private float[][] dry = new float[0][];
    private final double[] profileDb = new double[ParamTable.NOISE_PROFILE_BANDS];
    private double rememberedGainDb;
    private double ceilingDbtp = Double.NaN;
    private double ceilingLinear = 1;
    private boolean started;
    private long likes;
    private long dislikes;
    private long panelRequests;

    /** With meters. */
    public Engine() {
        this(true);
    }

    private Engine(boolean metered) {
        this.metered = metered;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new ParamSnapshot();
        }
    }

    /** The same samples; {@link #meters} stay as {@link #start} leaves them: for who measures what comes out himself. */
    public static Engine withoutMeters() {
        return new Engine(false);
    }

    /** Allocates everything; all slots at defaults, leveler gain 0 dB. */
    @ControlThread
    public void prepare(ProcessSpec newSpec) {
        spec = newSpec;
        wet = new float[newSpec.channels()][QUANTUM];
        dry = new float[newSpec.channels()][QUANTUM];
        cleaner.prepare(newSpec);
        chains.prepare(newSpec);
        programmeGain.prepare(newSpec);
        slotMatch.prepare(newSpec);
        guard.prepare(newSpec);
        dryLine.prepare(newSpec.channels(), latencyFrames());
        deltaReference.prepare(newSpec);
        match.prepare(newSpec, latencyFrames());
        output.prepare(newSpec);
        smoother.prepare(newSpec);
        inputLoudness.prepare(newSpec);
        bank.prepare(newSpec);
        for (int i = 0; i < SLOTS; i++) {
            slots[i].setDefaults();
        }
        macros.setDefaults();
        rememberedGainDb = 0;
        meters.scrubbedSamples = 0;
        meters.quanta = 0;
        started = false;
        start(macros);
        started = false;
    }

    /** Frames by which the output lags the input: {@link LatencyTable#chainFrames}. */
    public int latencyFrames() {
        return LatencyTable.chainFrames(spec.sampleRateHz(), spec.latencyMode());
    }

    /**
     * Replaces one slot's set. Before {@link #start} at once; while playing with a ramp, in which whatever may raise the
     * level takes long enough that it rises by no more than 3 dB in 3 s; what turns out louder all the same is held back
     * ({@link RecallGuard}).
     */
    @AudioThread
    public void recall(int slot, ParamSnapshot params) {
        slots[slot].copyFrom(params);
        slotMatch.forget(slot);
        if (started && slot == playingSlot()) {
            guard.begin(match.dryEnergy(), match.wetEnergy(), knownGainLinear());
            aim(spec.quantaFor(RECALL_SECONDS_PER_DB * riseDb()));
        }
    }

    /** Upper estimate of how much louder the playing slot's set is than what plays now. */
    private double riseDb() {
        double largestBand = 0;
        double allBands = 0;
        double others = 0;
        for (int p = 0; p < ParamTable.COUNT; p++) {
            double rise = riseDb(p);
            boolean band = smoother.spec(p).stage() == Stage.EQ;
            allBands += band ? rise : 0;
            largestBand = band ? Math.max(largestBand, rise) : largestBand;
            others += band ? 0 : rise;
        }
        return Math.max(largestBand, allBands / 2) + others;
    }

    /**
     * Takes the slots as they were last recalled, and this leveler gain, at once: a host's recall while playing. Stages
     * ramp within a quantum, so that nothing clicks.
     */
    @AudioThread
    public void settle(double levelerGainDb) {
        aim(0);
        smoother.snap();
        takeCeiling();
        chains.want(program());
        chains.update(smoother.current());
        chain().leveler().resumeFrom(levelerGainDb);
        programmeGain.start(levelerGainDb);
        slotMatch.start(playingSlot());
        guard.stop();
        trim();
    }

    /** How much louder this parameter alone may make the sound on its way to the playing slot's value. */
    private double riseDb(int param) {
        return smoother.spec(param).riseDb(smoother.current().get(param), scaled(param));
    }

    /** Gain from which the leveler starts; takes effect at the next {@link #start}. */
    @AudioThread
    public void rememberLevelerGainDb(double gainDb) {
        rememberedGainDb = gainDb;
    }

    /** Clears all history and takes slots, macros and the remembered gain at once, without any ramp. */
    @AudioThread
    public void start(MacroSnapshot newMacros) {
        macros.copyFrom(newMacros);
        aim(0);
        smoother.snap();
        takeCeiling();
        cleaner.reset();
        dryLine.reset();
        deltaReference.reset();
        setTargets();
        programmeGain.start(rememberedGainDb);
        slotMatch.start(playingSlot());
        guard.stop();
        slotMatch.select(macros.isOn(MacroTable.MATCH_SLOTS), playingSlot());
        trim();
        selectOutput();
        chain().leveler().rememberGainDb(rememberedGainDb);
        chains.start(program(), smoother.current());
        match.start(knownGainLinear());
        meters.broadbandGainDb = broadbandGainDb();
        output.snap();
        inputLoudness.reset();
        bank.reset();
        started = true;
    }

    /** Macros in force from the next quantum on; changes are ramped, triggers act on their rising edge. */
    @AudioThread
    public void setMacros(MacroSnapshot newMacros) {
        setMacros(newMacros, 0);
    }

    /**
     * The same, in force from a frame of the next quantum on: the ramps of settings, bypass and difference are at every
     * edge of a quantum where they would be had they begun at that frame; what doesn't ramp changes at the quantum.
     *
     * @param frame {@code 0 <= frame < QUANTUM_FRAMES}
     */
    @AudioThread
    public void setMacros(MacroSnapshot newMacros, int frame) {
        smoother.beginAt(frame);
        output.beginAt(frame);
        takeMacros(newMacros);
        smoother.beginAt(0);
        output.beginAt(0);
    }

    private void takeMacros(MacroSnapshot newMacros) {
        likes += rises(MacroTable.LIKE, newMacros) ? 1 : 0;
        dislikes += rises(MacroTable.DISLIKE, newMacros) ? 1 : 0;
        panelRequests += rises(MacroTable.OPEN_PANEL, newMacros) ? 1 : 0;
        boolean toSafe = rises(MacroTable.RESET_TO_SAFE, newMacros);
        boolean toNoise = rises(MacroTable.LEARN_NOISE, newMacros);
        boolean otherSet =
                toSafe || toNoise || changes(MacroTable.SLOT, newMacros) || changes(MacroTable.AMOUNT, newMacros);
        macros.copyFrom(newMacros);
        if (toSafe) {
            slots[playingSlot()].copyFrom(safe);
        }
        if (toNoise) {
            learnNoise();
        }
        if (otherSet) {
            aim(0);
        }
        setTargets();
        slotMatch.select(macros.isOn(MacroTable.MATCH_SLOTS), playingSlot());
        trim();
        selectOutput();
    }

    private void setTargets() {
        chains.setTargetLufs(macros.get(MacroTable.TARGET));
        programmeGain.setTargetLufs(macros.get(MacroTable.TARGET));
    }

    private void trim() {
        chains.setTrimDb(macros.get(MacroTable.OUTPUT_TRIM) + slotMatch.trimDb() + guard.rideDb());
    }

    private void selectOutput() {
        boolean delta = macros.isOn(MacroTable.DELTA);
        Stage stage = DELTA_STAGES[(int) macros.get(MacroTable.DELTA_STAGE)];
        chains.tap(delta ? stage : null);
        output.select(macros.isOn(MacroTable.BYPASS), delta, stage != null);
    }

    /** What is tracked now becomes the noise profile of the playing slot; where no noise is known, the profile stays. */
    private void learnNoise() {
        if (chain().noiseReducer().noiseFloorDbfs() == Double.NEGATIVE_INFINITY) {
            return;
        }
        chain().noiseReducer().learnedProfile(profileDb);
        ParamSnapshot set = slots[playingSlot()];
        for (int band = 0; band < profileDb.length; band++) {
            set.set(ParamTable.NR_PROFILE1.index() + band, profileDb[band]);
        }
    }

    private boolean rises(MacroTable macro, MacroSnapshot next) {
        return next.isOn(macro) && !macros.isOn(macro);
    }

    private boolean changes(MacroTable macro, MacroSnapshot next) {
        return next.get(macro) != macros.get(macro);
    }

    /** New targets for the playing slot (a learned change); ramped, and kept in the slot. */
    @AudioThread
    public void push(ParamSnapshot params) {
        slots[playingSlot()].copyFrom(params);
        slotMatch.forget(playingSlot());
        aim(0);
    }

    private int playingSlot() {
        return (int) macros.get(MacroTable.SLOT);
    }

    /** Sends every parameter towards the playing slot's value after Amount; those that may raise the level slower. */
    private void aim(int quantaForRise) {
        for (int p = 0; p < ParamTable.COUNT; p++) {
            smoother.glide(p, scaled(p), riseDb(p) > 0 ? quantaForRise : 0);
        }
    }

    private double scaled(int param) {
        ParamSnapshot set = slots[playingSlot()];
        double amount = StageBypass.isBypassed(set, param) ? 0 : macros.get(MacroTable.AMOUNT) / 100;
        return AmountScaling.scaled(smoother.spec(param), set.get(param), amount);
    }

    /**
     * Processes in place. Samples may be anything, even NaN. The output is finite; processed and subtracted sound stays
     * below the limiter's ceiling, bypassed sound below full scale, and below the ceiling where it had to be raised.
     *
     * @param channels planar samples, {@code spec.channels()} arrays of at least {@code frames}
     * @param frames a positive multiple of {@link ProcessSpec#QUANTUM_FRAMES}
     */
    @AudioThread
    public void process(float[][] channels, int frames) {
        for (int start = 0; start < frames; start += QUANTUM) {
            for (int c = 0; c < wet.length; c++) {
                System.arraycopy(channels[c], start, wet[c], 0, QUANTUM);
            }
            processQuantum();
            for (int c = 0; c < wet.length; c++) {
                System.arraycopy(wet[c], 0, channels[c], start, QUANTUM);
            }
        }
    }

    private void processQuantum() {
        cleaner.process(wet, QUANTUM);
        inputLoudness.process(wet, QUANTUM);
        if (metered) {
            bank.input(wet);
        }
        match.lookAhead(wet, inputLoudness.quantumEnergy());
        for (int c = 0; c < wet.length; c++) {
            System.arraycopy(wet[c], 0, dry[c], 0, QUANTUM);
        }
        dryLine.process(dry, QUANTUM);
        if (smoother.advance()) {
            takeCeiling();
            chains.want(program());
            chains.update(smoother.current());
        }
        chains.setProgrammeGainDb(programmeGain.gainDb());
        chains.process(wet, smoother.current());
        double knownGain = knownGainLinear();
        match.measure(wet, ceilingLinear, knownGain);
        programmeGain.listen(match.dryMeanSquare());
        compareSlots();
        holdBack();
        deltaReference.process(dry, chain().compressor(), turnedShare());
        output.process(wet, dry, chains.difference(), match, (float) knownGain, ceilingLinear);
        scrubOutput();
        if (metered) {
            bank.output(wet);
            publish();
        }
    }

    /** Share of the dry side that has the compressor's phase: all of it where the whole chain's difference is heard. */
    private double turnedShare() {
        boolean difference = macros.isOn(MacroTable.DELTA) && !macros.isOn(MacroTable.BYPASS);
        boolean whole = difference && macros.get(MacroTable.DELTA_STAGE) == 0;
        return whole && chain().hasCompressor() ? chain().compressor().bandsShare() : 0;
    }

    private void compareSlots() {
        if (match.isSounding()) {
            slotMatch.measure(match.dryMeanSquare(), match.wetMeanSquare() * ExactMath.dbToLinear(-2 * guard.rideDb()));
            if (macros.isOn(MacroTable.MATCH_SLOTS)) {
                trim();
            }
        }
    }

    private void holdBack() {
        if (guard.isWatching()) {
            if (match.isSounding()) {
                guard.hear(match.dryMeanSquare(), match.wetMeanSquare(), knownGainLinear());
            }
            guard.follow(knownGainLinear());
            trim();
        }
    }

    private ProcessorChain chain() {
        return chains.playing();
    }

    private int program() {
        return (int) smoother.current().get(ParamTable.PROGRAM);
    }

    /** What the chain is known to apply to everything: the leveler's gain and the trim. */
    private double knownGainLinear() {
        return ExactMath.dbToLinear(chain().leveler().gainDb() + chain().trimDb());
    }

    /** Gain of what a listener hears over dry; silence while only a difference is heard. */
    private double broadbandGainDb() {
        boolean difference = macros.isOn(MacroTable.DELTA) && !macros.isOn(MacroTable.BYPASS);
        return difference ? EngineMeters.SILENT_GAIN_DB : ExactMath.linearToDb(match.matchGain());
    }

    private void takeCeiling() {
        double ceiling = smoother.current().get(ParamTable.LIMITER_CEILING);
        if (ceiling != ceilingDbtp) {
            ceilingDbtp = ceiling;
            ceilingLinear = ExactMath.dbToLinear(ceiling);
        }
    }

    /** Nothing tiny leaves; and should a stage ever lose its head, it starts afresh instead of staying silent. */
    private void scrubOutput() {
        int bad = 0;
        for (int c = 0; c < wet.length; c++) {
            bad += SampleScrub.scrub(wet[c], QUANTUM);
        }
        if (bad > 0) {
            double gainDb = chain().leveler().gainDb();
            chain().leveler().rememberGainDb(Double.isFinite(gainDb) ? gainDb : 0);
            chains.start(program(), smoother.current());
            match.start(knownGainLinear());
        }
    }

    private void publish() {
        meters.quanta++;
        meters.scrubbedSamples = cleaner.scrubbedSamples();
        meters.limiterGainDb = chain().limiter().gainReductionDb();
        meters.gateGainDb = chain().gate().gainReductionDb();
        meters.deEsserGainDb = chain().deEsser().gainReductionDb();
        meters.compressorGainDb = chain().compressor().gainReductionDb();
        meters.broadbandGainDb = broadbandGainDb();
        if (bank.publish(meters)) {
            meters.levelerGainDb = chain().leveler().gainDb();
            meters.humReductionDb = chain().humRemover().reductionDb();
            meters.eqGainDb = chain().eqGainDb();
            meters.noiseReductionDb = chain().noiseReducer().meanReductionDb();
            meters.noiseFloorDbfs = chain().noiseReducer().noiseFloorDbfs();
            chain().noiseReducer().learnedProfile(meters.noiseProfileDb);
        }
    }

    /** Works at less cost and somewhat worse, same latency, or as usual again; neither clicks. Kept over a start. */
    @AudioThread
    public void setEconomy(boolean economy) {
        chains.setEconomy(economy);
        bank.setEconomy(economy);
    }

    /** Effective set of the playing slot (targets, before Amount and smoothing) into {@code destination}. */
    @AudioThread
    public void effective(ParamSnapshot destination) {
        destination.copyFrom(slots[playingSlot()]);
    }

    /** Leveler gain now, for the state. */
    @AudioThread
    public double levelerGainDb() {
        return started ? chain().leveler().gainDb() : rememberedGainDb;
    }

    /** How often Like was pressed since the engine was made. */
    @AudioThread
    public long likes() {
        return likes;
    }

    /** How often Dislike was pressed since the engine was made. */
    @AudioThread
    public long dislikes() {
        return dislikes;
    }

    /** How often the panel was asked for since the engine was made. */
    @AudioThread
    public long panelRequests() {
        return panelRequests;
    }

    /** Live view of the meters. */
    public EngineMeters meters() {
        return meters;
    }

    /** Starts new peak-hold intervals. */
    @AudioThread
    public void markMetersRead() {
        bank.markRead();
        chain().gate().markRead();
        chain().deEsser().markRead();
        chain().compressor().markRead();
        chain().limiter().markRead();
    }
}
