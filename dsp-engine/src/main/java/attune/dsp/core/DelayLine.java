package attune.dsp.core;

import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/** Delays planar samples by a fixed number of frames, bit for bit. */
public final class DelayLine {
    private static final int LONGEST_COPY = ProcessSpec.QUANTUM_FRAMES;

    private final float[] delayed = new float[LONGEST_COPY];
    private float[][] history = new float[0][];
    private int delayFrames;
    private int position;

    /**
     * Allocates and clears.
     *
     * @param channels 1 or more
     * @param newDelayFrames 0 or more; 0 hands the samples through
     */
    @ControlThread
    public void prepare(int channels, int newDelayFrames) {
        if (newDelayFrames < 0) {
            throw new IllegalArgumentException("delayFrames=" + newDelayFrames + ", allowed are 0 and above");
        }
        this.delayFrames = newDelayFrames;
        this.history = new float[channels][newDelayFrames];
        this.position = 0;
    }

    public int delayFrames() {
        return delayFrames;
    }

    /**
     * Another delay, and silence in the line.
     *
     * @param newDelayFrames 0 to what was given to {@link #prepare}
     */
    @AudioThread
    public void setDelayFrames(int newDelayFrames) {
        delayFrames = newDelayFrames;
        reset();
    }

    /** Fills the line with silence. */
    @AudioThread
    public void reset() {
        for (int c = 0; c < history.length; c++) {
            Arrays.fill(history[c], 0f);
        }
        position = 0;
    }

    /** Delays in place; {@code channels} has at least as many arrays as the line was prepared for. */
    @AudioThread
    public void process(float[][] channels, int frames) {
        int delay = delayFrames;
        for (int start = 0; start < frames && delay > 0; ) {
            int count = Math.min(Math.min(frames - start, delay - position), LONGEST_COPY);
            for (int c = 0; c < history.length; c++) {
                System.arraycopy(history[c], position, delayed, 0, count);
                System.arraycopy(channels[c], start, history[c], position, count);
                System.arraycopy(delayed, 0, channels[c], start, count);
            }
            start += count;
            position = position + count == delay ? 0 : position + count;
        }
    }
}
