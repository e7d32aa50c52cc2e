package attune.learn.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SumTreeTest {
    private static final int CAPACITY = 100;

    @Test
    void places_when_found_together_expect_those_whose_shares_hold_the_points() {
        SplittableRandom random = new SplittableRandom(7);
        SumTree tree = new SumTree(CAPACITY);
        // whole numbers, some 0: sums are exact, so that it is known where each point lies
        int[] priorities = random.ints(CAPACITY, -2, 6).map(p -> Math.max(0, p)).toArray();
        for (int place = 0; place < CAPACITY; place++) {
            tree.set(place, priorities[place]);
        }
        int total = (int) tree.total();
        double[] points = new double[total + 3];
        int[] places = new int[points.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = i - 1 + 0.5;
        }
        tree.find(points, places, 1, points.length - 1);

        int expected = 1;
        for (int place = 0; place < CAPACITY; place++) {
            for (int share = 0; share < priorities[place]; share++) {
                assertThat(places[expected++]).isEqualTo(place);
            }
        }
        // the end of the last share, as rounding may give it, still leads to somebody who has one
        assertThat(priorities[places[total + 1]]).isPositive();
        assertThat(places[0]).isZero();
        assertThat(places[points.length - 1]).isZero();
    }
}
