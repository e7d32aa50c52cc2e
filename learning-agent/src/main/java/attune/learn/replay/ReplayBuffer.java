package attune.learn.replay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;

/**
 * The newest transitions, outside the heap, drawn by priority (T. Schaul et al., "Prioritized experience replay", 2016,
 * proportional variant, stratified). New ones come in with the largest priority there was. After the constructor nothing
 * allocates. One thread.
 */
public final class ReplayBuffer implements TransitionSource {
    /** Added to |td|, so that nothing is never drawn again. */
    private static final double SMALLEST_ERROR = 1e-3;

    private final ReplayConfig config;
    private final int stride;
    private final ByteBuffer memory;
    private final FloatBuffer transitions;
    private final SumTree priorities;
    private int next;
    private int size;
    private long batches;
    private long refused;
    private double largestPriority = 1;

    /** Empty. */
    public ReplayBuffer(ReplayConfig config) {
        this.config = config;
        this.stride = config.stride();
        this.memory = ByteBuffer.allocateDirect(
                        Math.multiplyExact(Math.multiplyExact(config.capacity(), stride), Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        this.transitions = memory.asFloatBuffer();
        this.priorities = new SumTree(config.capacity());
    }

    /** What it was made with. */
    public ReplayConfig config() {
        return config;
    }

    @Override
    public int size() {
        return size;
    }

    /** Transitions that were not kept because a number was not finite. */
    public long refused() {
        return refused;
    }

    /**
     * Keeps a transition.
     *
     * @param terminated whether the task ended by it; not where it was only broken off
     * @return false where a number is not finite: nothing is kept then, and it is counted
     * @throws IllegalArgumentException for arrays of another length than configured
     */
    public boolean add(float[] observation, float[] action, float reward, boolean terminated, float[] following) {
        expect("observation", observation.length, config.observations());
        expect("action", action.length, config.actions());
        expect("following", following.length, config.observations());
        if (!Float.isFinite(reward) || !areFinite(observation) || !areFinite(action) || !areFinite(following)) {
            refused++;
            return false;
        }
        int at = next * stride;
        transitions.put(at, observation);
        at += config.observations();
        transitions.put(at, action);
        at += config.actions();
        transitions.put(at, reward);
        transitions.put(at + 1, terminated ? 0 : 1);
        transitions.put(at + 2, following);
        priorities.set(next, largestPriority);
        next = (next + 1) % config.capacity();
        size = Math.min(size + 1, config.capacity());
        return true;
    }

    @Override
    public void sample(Batch batch, RandomGenerator random) {
        sample(batch, 0, batch.rows(), random);
    }

    /** Fills the rows from (included) to (excluded); their largest weight is 1. */
    void sample(Batch batch, int from, int to, RandomGenerator random) {
        if (size == 0) {
            throw new IllegalStateException("size=0, there is nothing to draw from");
        }
        double share = priorities.total() / (to - from);
        double beta = beta();
        double scale = size / priorities.total();
        for (int row = from; row < to; row++) {
            batch.points[row] = (row - from + random.nextDouble()) * share;
        }
        priorities.find(batch.points, batch.slots, from, to);
        double largest = 0;
        for (int row = from; row < to; row++) {
            double weight = Math.pow(scale * priorities.get(batch.slots[row]), -beta);
            largest = Math.max(largest, weight);
            batch.weight().put(row, (float) weight);
        }
        copy(batch, from, to);
        float toOne = (float) (1 / largest);
        for (int row = from; row < to; row++) {
            batch.weight().put(row, batch.weight().get(row) * toOne);
        }
        batches++;
    }

    /** Rows lie far apart in memory: a first pass over all fetches them while none is waited for. */
    private void copy(Batch batch, int from, int to) {
        int observations = config.observations();
        int actions = config.actions();
        float demonstration = config.demonstrations() ? 1 : 0;
        for (int row = from; row < to; row++) {
            int at = batch.slots[row] * stride + observations + actions;
            batch.reward().put(row, transitions.get(at));
            batch.continues().put(row, transitions.get(at + 1));
            batch.demonstration().put(row, demonstration);
        }
        for (int row = from; row < to; row++) {
            int at = batch.slots[row] * stride;
            batch.observation().put(row * observations, transitions, at, observations);
            batch.action().put(row * actions, transitions, at + observations, actions);
            batch.next().put(row * observations, transitions, at + observations + actions + 2, observations);
        }
    }

    @Override
    public void learned(Batch batch) {
        learned(batch, 0, batch.rows());
    }

    /** Takes over the errors of some rows; where one is not finite, the old priority stays. */
    void learned(Batch batch, int from, int to) {
        for (int row = from; row < to; row++) {
            double priority = Math.pow(Math.abs(batch.error().get(row)) + SMALLEST_ERROR, config.alpha());
            if (priority < Double.POSITIVE_INFINITY) {
                largestPriority = Math.max(largestPriority, priority);
                priorities.set(batch.slots[row], priority);
            }
        }
    }

    private double beta() {
        double done = Math.min(1, batches / (double) config.annealing());
        return config.firstBeta() + (1 - config.firstBeta()) * done;
    }

    /** Where the next transition goes, and what else a file keeps beside transitions and priorities. */
    int nextSlot() {
        return next;
    }

    long batches() {
        return batches;
    }

    double largestPriority() {
        return largestPriority;
    }

    double priority(int slot) {
        return priorities.get(slot);
    }

    /** [capacity, stride] */
    FloatBuffer transitions() {
        return transitions;
    }

    /** The transitions that are there. */
    ByteBuffer bytes() {
        return memory.slice(0, size * stride * Float.BYTES);
    }

    /** Takes over what a file holds; transitions are there already. */
    void restore(int newSize, int newNext, long newBatches, double newLargest, FloatBuffer newPriorities) {
        size = newSize;
        next = newNext;
        batches = newBatches;
        largestPriority = newLargest;
        for (int slot = 0; slot < newSize; slot++) {
            priorities.set(slot, newPriorities.get(slot));
        }
    }

    private static boolean areFinite(float[] numbers) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    private static void expect(String name, int length, int allowed) {
        if (length != allowed) {
            throw new IllegalArgumentException(name + ".length=" + length + ", allowed is " + allowed);
        }
    }
}
