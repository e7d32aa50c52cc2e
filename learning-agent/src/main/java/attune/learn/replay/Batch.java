package attune.learn.replay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Transitions drawn for one training step, row by row in direct buffers that never move, so that a learner may keep tensors
 * over them. One thread.
 */
public final class Batch {
    private final int rows;
    private final FloatBuffer observation;
    private final FloatBuffer action;
    private final FloatBuffer reward;
    private final FloatBuffer continues;
    private final FloatBuffer next;
    private final FloatBuffer weight;
    private final FloatBuffer demonstration;
    private final FloatBuffer error;
    /** Where each row lies in its buffer. */
    final int[] slots;
    /** By which each row was drawn. */
    final double[] points;

    /**
     * All zero.
     *
     * @param observations numbers in an observation
     * @param actions numbers in an action
     */
    public Batch(int rows, int observations, int actions) {
        this.rows = rows;
        this.observation = floats(rows * observations);
        this.action = floats(rows * actions);
        this.reward = floats(rows);
        this.continues = floats(rows);
        this.next = floats(rows * observations);
        this.weight = floats(rows);
        this.demonstration = floats(rows);
        this.error = floats(rows);
        this.slots = new int[rows];
        this.points = new double[rows];
    }

    public int rows() {
        return rows;
    }

    /** [rows, observations] */
    public FloatBuffer observation() {
        return observation;
    }

    /** [rows, actions] */
    public FloatBuffer action() {
        return action;
    }

    /** [rows] */
    public FloatBuffer reward() {
        return reward;
    }

    /** [rows]: 1, or 0 where the task ended with this transition. */
    public FloatBuffer continues() {
        return continues;
    }

    /** [rows, observations]: what was observed afterwards. */
    public FloatBuffer next() {
        return next;
    }

    /** [rows]: importance weights, above 0 and at most 1. */
    public FloatBuffer weight() {
        return weight;
    }

    /** [rows]: 1 where somebody else's deed is to be imitated, else 0. */
    public FloatBuffer demonstration() {
        return demonstration;
    }

    /** [rows]: |td|, filled by the learner, read by {@link TransitionSource#learned}. */
    public FloatBuffer error() {
        return error;
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
