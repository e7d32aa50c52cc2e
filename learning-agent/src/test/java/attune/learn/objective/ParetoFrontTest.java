package attune.learn.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.param.ParamSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Fronts and what they dominate, held against pymoo's volumes (src/test/reference/pymoo_reference.py). */
final class ParetoFrontTest {
    private final ParetoFront front = new ParetoFront();

    static ObjectivePoint point(double clarity, double fidelity) {
        double[] values = new double[Objective.COUNT];
        values[Objective.CLARITY.ordinal()] = clarity;
        values[Objective.FIDELITY.ordinal()] = fidelity;
        return ObjectivePoint.of(values);
    }

    private void add(String name, double clarity, double fidelity) {
        front.add(new ParetoFront.Entry(name, new ParamSnapshot(), point(clarity, fidelity)));
    }

    @Test
    void hypervolume_when_sets_of_two_to_five_coordinates_are_given_expect_pymoos() throws IOException {
        Map<Integer, List<double[]>> sets = new TreeMap<>();
        Map<Integer, Double> volumes = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("hypervolume.csv"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .skip(1)
                    .toList()) {
                String[] cells = line.split(",", -1);
                int set = Integer.parseInt(cells[0]);
                sets.computeIfAbsent(set, key -> new ArrayList<>())
                        .add(Arrays.stream(cells, 1, cells.length - 1)
                                .filter(cell -> !cell.isEmpty())
                                .mapToDouble(Double::parseDouble)
                                .toArray());
                volumes.put(set, Double.parseDouble(cells[cells.length - 1]));
            }
        }
        assertThat(sets).hasSize(6);
        sets.forEach((set, points) -> assertThat(Hypervolume.of(points, new double[points.get(0).length]))
                .as("set " + set)
                .isCloseTo(volumes.get(set), within(1e-9)));
    }

    @Test
    void hypervolume_when_points_lie_below_the_reference_expect_nothing_of_them() {
        assertThat(Hypervolume.of(List.of(new double[] {0.5, 0.4}, new double[] {0.9, -1}), new double[2]))
                .isCloseTo(0.2, within(1e-12));
        assertThat(Hypervolume.of(List.of(), new double[2])).isZero();
        assertThatThrownBy(() -> Hypervolume.of(List.of(new double[3]), new double[2]))
                .hasMessage("point=3 coordinates, 2 are needed");
    }

    @Test
    void front_when_sets_come_expect_the_ones_that_no_other_reaches() {
        add("dominated", 0.4, 0.4);
        add("clear", 0.9, 0.3);
        add("faithful", 0.3, 0.9);
        add("middle", 0.6, 0.6);
        add("middle again", 0.6, 0.6);

        assertThat(front.entries())
                .extracting(ParetoFront.Entry::strategy)
                .containsExactly("clear", "faithful", "middle again");
        assertThat(front.hypervolume(List.of(Objective.CLARITY, Objective.FIDELITY)))
                .isCloseTo(0.9 * 0.3 + 0.6 * 0.3 + 0.3 * 0.3, within(1e-12));
    }

    @Test
    void front_when_experiences_are_many_expect_only_the_newest_count() {
        add("old and best", 1, 1);
        for (int i = 0; i < ParetoFront.MEMORY; i++) {
            add("new", 0.5, 0.5);
        }
        assertThat(front.entries()).extracting(ParetoFront.Entry::strategy).containsExactly("new");
    }
}
