package attune.dsp.chain;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/**
 * What one stage takes away or adds: its input, delayed as the stage delays, minus its output, and then as much later as
 * the stages behind it are. So it sounds in time with the whole chain. A stage that turns the phase of all it lets
 * through may say itself what its output would be if it changed nothing else.
 *
 * <p>Another stage comes in when the last one has been faded out over a quantum and both delays are filled. Costs nothing
 * while no stage is chosen.
 */
final class StageTap {
    static final int NONE = -1;
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    /** Rings whose length is a power of two; both share the position. */
    private float[][] before = new float[0][];

    private float[][] behind = new float[0][];
    private float[][] unchanged = new float[0][];
    private float[][] difference = new float[0][];
    private int mask;
    private int position;
    private int place = NONE;
    private int nextPlace = NONE;
    private int stageFrames;
    private int laterFrames;
    private int framesToFill;
    private float share;

    /** @param chainFrames largest delay that stages have together */
    @ControlThread
    void prepare(int channels, int chainFrames) {
        int length = Integer.highestOneBit(chainFrames + QUANTUM) * 2;
        mask = length - 1;
        before = new float[channels][length];
        behind = new float[channels][length];
        unchanged = new float[channels][QUANTUM];
        difference = new float[channels][QUANTUM];
        place = NONE;
        nextPlace = NONE;
        reset();
    }

    /** Forgets all sound; the stage that was chosen last is in force. */
    @AudioThread
    void reset() {
        place = nextPlace;
        clear();
    }

    private void clear() {
        for (int c = 0; c < difference.length; c++) {
            Arrays.fill(before[c], 0);
            Arrays.fill(behind[c], 0);
            Arrays.fill(difference[c], 0);
        }
        position = 0;
        share = 0;
        framesToFill = stageFrames + laterFrames;
    }

    /** Chooses a place of the chain, {@link #NONE} for none; heard as soon as the last one is faded out. */
    @AudioThread
    void choose(int newPlace) {
        nextPlace = newPlace;
    }

    /** Whether another place waits to be {@link #take taken}: the last one has been faded out. */
    @AudioThread
    boolean isChanging() {
        return place != nextPlace && share == 0;
    }

    /** Place that was chosen last. */
    @AudioThread
    int chosen() {
        return nextPlace;
    }

    /** Takes the chosen place, where the stage has this delay and the stages behind it that much in all. */
    @AudioThread
    void take(int newStageFrames, int newLaterFrames) {
        place = nextPlace;
        stageFrames = newStageFrames;
        laterFrames = newLaterFrames;
        clear();
    }

    /** Place that is listened to now. */
    @AudioThread
    int place() {
        return place;
    }

    /** The quantum that goes into the stage. */
    @AudioThread
    void input(float[][] quantum) {
        for (int c = 0; c < before.length; c++) {
            System.arraycopy(quantum[c], 0, before[c], position, QUANTUM);
        }
    }

    /** The quantum that came out of it. */
    @AudioThread
    void output(float[][] quantum) {
        for (int c = 0; c < before.length; c++) {
            float[] in = before[c];
            float[] to = unchanged[c];
            for (int i = 0; i < QUANTUM; i++) {
                to[i] = in[(position + i - stageFrames) & mask];
            }
        }
        outputBeside(quantum);
    }

    /** The same where {@link #unchanged} was filled. */
    @AudioThread
    void outputBeside(float[][] quantum) {
        for (int c = 0; c < behind.length; c++) {
            float[] from = unchanged[c];
            float[] late = behind[c];
            float[] out = quantum[c];
            for (int i = 0; i < QUANTUM; i++) {
                late[position + i] = from[i] - out[i];
            }
        }
        play();
        position = (position + QUANTUM) & mask;
    }

    /** For what the quantum would be if the stage changed nothing. */
    @AudioThread
    float[][] unchanged() {
        return unchanged;
    }

    private void play() {
        boolean wanted = place == nextPlace && framesToFill <= 0;
        framesToFill -= framesToFill > 0 ? QUANTUM : 0;
        float from = share;
        float step = ((wanted ? 1 : 0) - from) / QUANTUM;
        for (int c = 0; c < behind.length; c++) {
            float[] late = behind[c];
            float[] to = difference[c];
            for (int i = 0; i < QUANTUM; i++) {
                to[i] = (from + step * (i + 1)) * late[(position + i - laterFrames) & mask];
            }
        }
        share = wanted ? 1 : 0;
    }

    /** The difference for the quantum last processed; silence while none is chosen. */
    @AudioThread
    float[][] difference() {
        return difference;
    }
}
