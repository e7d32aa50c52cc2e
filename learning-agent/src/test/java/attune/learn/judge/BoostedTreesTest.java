package attune.learn.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.learn.judge.BoostedTrees.Node;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge's trees and their file. */
final class BoostedTreesTest {
    private static final List<String> NAMES = List.of("a", "b");
    /** a ≤ 1: 10; else b ≤ −2: 20, else 30. */
    private static final Node TREE =
            new Node.Inner(0, 1, new Node.Leaf(10), new Node.Inner(1, -2, new Node.Leaf(20), new Node.Leaf(30)));

    private static final Node OTHER = new Node.Inner(1, 0, new Node.Leaf(1), new Node.Leaf(2));

    @Test
    void trees_when_read_back_expect_the_mean_over_models_of_the_sum_over_trees() throws IOException {
        BoostedTrees trees = BoostedTrees.read(file(), NAMES);
        assertThat(trees.trees()).isEqualTo(3);
        assertThat(trees.value(new double[] {1, 5})).isCloseTo((10 + 2 + 2) / 2.0, within(1e-9));
        assertThat(trees.value(new double[] {1.01, -2})).isCloseTo((20 + 1 + 1) / 2.0, within(1e-9));
        assertThat(trees.value(new double[] {7, 0.5})).isCloseTo((30 + 2 + 2) / 2.0, within(1e-9));
    }

    @Test
    void trees_when_the_file_is_damaged_expect_a_sentence_and_no_judge() throws IOException {
        byte[] file = file();
        for (int at = 8; at < file.length; at++) {
            byte[] damaged = file.clone();
            damaged[at] ^= 0x10;
            assertThatThrownBy(() -> BoostedTrees.read(damaged, NAMES))
                    .isInstanceOf(IOException.class)
                    .hasMessage("trees of the judge: the file is damaged, its checksum does not fit");
        }
        assertThatThrownBy(() -> BoostedTrees.read(java.util.Arrays.copyOf(file, file.length - 3), NAMES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checksum");
        assertThatThrownBy(() -> BoostedTrees.read(new byte[5], NAMES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("5 bytes");
    }

    @Test
    void trees_when_of_another_version_or_kind_or_for_other_measures_expect_a_sentence_that_says_so()
            throws IOException {
        byte[] version = file();
        version[7] = 9;
        assertThatThrownBy(() -> BoostedTrees.read(version, NAMES))
                .hasMessage("trees of the judge: version 9, this program reads " + BoostedTrees.VERSION);
        byte[] kind = file();
        kind[0] = 'X';
        assertThatThrownBy(() -> BoostedTrees.read(kind, NAMES)).hasMessageContaining("no model of trees");
        assertThatThrownBy(() -> BoostedTrees.read(file(), List.of("a", "c")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other measures");
    }

    private static byte[] file() throws IOException {
        return BoostedTrees.write(List.of(List.of(TREE, OTHER), List.of(OTHER)), NAMES)
                .clone();
    }
}
