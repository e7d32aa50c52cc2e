package attune.dsp.core;

import attune.param.ParamSnapshot;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * One stage of the chain. Call order: {@link #prepare}, then any number of {@link #update}, {@link #process} and
 * {@link #reset}; prepare may be called again. Not thread-safe: one owner at a time.
 *
 * <p>Every implementation passes {@code ProcessorContract}: silence gives silence, neutral parameters are
 * transparent, 1×512 frames equal 8×64, reset restores the first block, no NaN, no allocation after warm-up.
 */
public interface Processor {
    /** Allocates everything that {@link #process} will ever need and clears all history. */
    @ControlThread
    void prepare(ProcessSpec spec);

    /**
     * Takes the values in force for the next quantum. Called before the first quantum and before every quantum in which
     * any value moved; values arrive already smoothed at quantum rate. Recomputes only what changed; ramps coefficients
     * and gains over the next quantum so that nothing clicks. The first call after {@link #prepare} or {@link #reset}
     * takes effect at once, without a ramp. Keeps no reference to {@code params}.
     */
    @AudioThread
    void update(ParamSnapshot params);

    /**
     * Processes in place.
     *
     * @param channels planar samples, full scale ±1, {@code spec.channels()} arrays of at least {@code frames}; finite,
     *     and either 0 or at least 2⁻⁵⁰ in magnitude (see {@link InputCleaner})
     * @param frames a positive multiple of {@link ProcessSpec#QUANTUM_FRAMES}
     */
    @AudioThread
    void process(float[][] channels, int frames);

    /** Clears all history, as if just prepared; parameters stay. */
    @AudioThread
    void reset();

    /**
     * Takes over what another of its kind has learned about the programme (its noise, its hum), so that a chain of another
     * order goes on from there. Called between {@link #reset} and the first {@link #process}; both are prepared alike.
     */
    @AudioThread
    default void adopt(Processor other) {}

    /** Works at less cost and somewhat worse, or as usual again: same latency, no click. Starts with as usual. */
    @AudioThread
    default void setEconomy(boolean economy) {}

    /** Delay of the stage in frames; constant between two prepares, whatever the parameters. */
    int latencyFrames();
}
