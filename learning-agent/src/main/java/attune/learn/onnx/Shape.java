package attune.learn.onnx;

import java.util.Arrays;
import java.util.List;

/** Sizes of a tensor along its axes; none for a single number. */
public record Shape(List<Integer> sizes) {
    public Shape {
        for (int size : sizes) {
            if (size < 1) {
                throw new IllegalArgumentException("size=" + size + ", allowed is 1 or more");
            }
        }
        sizes = List.copyOf(sizes);
    }

    /** From its sizes. */
    public static Shape of(int... sizes) {
        return new Shape(Arrays.stream(sizes).boxed().toList());
    }

    /** How many axes. */
    public int rank() {
        return sizes.size();
    }

    /** Size along an axis. */
    public int size(int axis) {
        return sizes.get(axis);
    }

    /** How many numbers. */
    public int elements() {
        return sizes.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }

    /** As ONNX Runtime takes it. */
    public long[] toLongs() {
        return sizes.stream().mapToLong(Integer::longValue).toArray();
    }

    /** With another size along one axis. */
    Shape with(int axis, int size) {
        int[] changed = sizes.stream().mapToInt(Integer::intValue).toArray();
        changed[axis] = size;
        return of(changed);
    }

    /** What two shapes give together, as numpy and ONNX broadcast: equal sizes from the last axis on, or 1. */
    Shape broadcast(Shape other) {
        int[] together = new int[Math.max(rank(), other.rank())];
        for (int i = 1; i <= together.length; i++) {
            int mine = i <= rank() ? size(rank() - i) : 1;
            int theirs = i <= other.rank() ? other.size(other.rank() - i) : 1;
            if (mine != theirs && mine != 1 && theirs != 1) {
                throw new IllegalArgumentException("shapes " + sizes + " and " + other.sizes + " don't go together");
            }
            together[together.length - i] = Math.max(mine, theirs);
        }
        return of(together);
    }
}
