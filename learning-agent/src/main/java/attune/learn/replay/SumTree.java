package attune.learn.replay;

/**
 * Priorities of numbered places, drawn in proportion: a complete binary tree whose inner nodes hold the sum of their two
 * children, always computed anew from them, so that no error piles up. Change and draw take log2(capacity) steps and allocate
 * nothing.
 */
final class SumTree {
    private final int leaves;
    private final double[] nodes;

    /** All priorities 0. */
    SumTree(int capacity) {
        int power = 1;
        while (power < capacity) {
            power <<= 1;
        }
        leaves = power;
        nodes = new double[2 * power];
    }

    void set(int place, double priority) {
        int node = leaves + place;
        nodes[node] = priority;
        for (node >>= 1; node > 0; node >>= 1) {
            nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
        }
    }

    double get(int place) {
        return nodes[leaves + place];
    }

    double total() {
        return nodes[1];
    }

    /**
     * The places whose shares of the total hold some points. All descend together, level by level and without a branch to
     * guess, so that one waits for memory while others go on.
     *
     * @param points each 0 to {@link #total}; never leads to a priority of 0 while there is another; changed
     * @param places filled
     * @param from first of both (included)
     * @param to last of both (excluded)
     */
    void find(double[] points, int[] places, int from, int to) {
        for (int i = from; i < to; i++) {
            places[i] = 1;
        }
        for (int width = 1; width < leaves; width <<= 1) {
            for (int i = from; i < to; i++) {
                int child = 2 * places[i];
                double left = nodes[child];
                int beyond = points[i] >= left ? 1 : 0;
                int right = nodes[child + 1] > 0 ? beyond : 0;
                points[i] -= right * left;
                places[i] = child + right;
            }
        }
        for (int i = from; i < to; i++) {
            places[i] -= leaves;
        }
    }
}
