package attune.dsp.chain;

import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * The whole sound of one plugin instance: four kept parameter sets, the chain, the macros, the meters. Plugin, command
 * line and audition all play through this class and get the same samples.
 *
 * <p>Call order: {@link #prepare}; {@link #recall} (any thread that owns the engine); {@link #start} with the macros in
 * force; then {@link #process}. One owner thread at a time.
 */
public final class Engine {
    /** Kept parameter sets, A to D. */
    public static final int SLOTS = 4;
    /** Version of the sound: raised when the same state would give other samples. */
    public static final int SOUND_VERSION = 1;

    private final EngineMeters meters = new EngineMeters();
    private final ParamSnapshot[] slots = new ParamSnapshot[SLOTS];
    private ProcessSpec spec = new ProcessSpec(48_000, 2);
    private double levelerGainDb;

    public Engine() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new ParamSnapshot();
        }
    }

    /** Allocates everything; all slots at defaults, leveler gain 0 dB. */
    @ControlThread
    public void prepare(ProcessSpec newSpec) {
        this.spec = newSpec;
    }

    /** Frames by which the output lags the input: {@link LatencyTable#chainFrames}. */
    public int latencyFrames() {
        return LatencyTable.chainFrames(spec.sampleRateHz());
    }

    /** Replaces one slot's set. Before {@link #start} at once; while playing with a ramp. */
    @AudioThread
    public void recall(int slot, ParamSnapshot params) {
        slots[slot].copyFrom(params);
    }

    /** Gain from which the leveler starts; takes effect at the next {@link #start}. */
    @AudioThread
    public void rememberLevelerGainDb(double gainDb) {
        levelerGainDb = gainDb;
    }

    /** Clears all history and takes slots, macros and the remembered gain at once, without any ramp. */
    @AudioThread
    public void start(MacroSnapshot macros) {}

    /** Macros in force from the next quantum on; changes are ramped. */
    @AudioThread
    public void setMacros(MacroSnapshot macros) {}

    /** New targets for the playing slot (a learned change); ramped, and kept in the slot. */
    @AudioThread
    public void push(ParamSnapshot params) {}

    /**
     * Processes in place. Samples may be anything, even NaN; the output is finite and below the limiter's ceiling.
     *
     * @param channels planar samples, {@code spec.channels()} arrays of at least {@code frames}
     * @param frames a positive multiple of {@link ProcessSpec#QUANTUM_FRAMES}
     */
    @AudioThread
    public void process(float[][] channels, int frames) {}

    /** Effective set of the playing slot (targets, before Amount and smoothing) into {@code destination}. */
    @AudioThread
    public void effective(ParamSnapshot destination) {
        destination.copyFrom(slots[0]);
    }

    /** Leveler gain now, for the state. */
    @AudioThread
    public double levelerGainDb() {
        return levelerGainDb;
    }

    /** Live view of the meters. */
    public EngineMeters meters() {
        return meters;
    }

    /** Starts new peak-hold intervals. */
    @AudioThread
    public void markMetersRead() {}
}
