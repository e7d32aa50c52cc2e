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
     * The place whose share of the total holds a point.
     *
     * @param point 0 to {@link #total}; never leads to a priority of 0 while there is another
     */
    int find(double point) {
        double rest = point;
        int node = 1;
        while (node < leaves) {
            node <<= 1;
            if (rest >= nodes[node] && nodes[node + 1] > 0) {
                rest -= nodes[node];
                node++;
            }
        }
        return node - leaves;
    }
}
