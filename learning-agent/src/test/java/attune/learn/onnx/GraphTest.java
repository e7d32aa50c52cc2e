package attune.learn.onnx;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Mistakes in a graph are said where it is built. What graphs compute: Td3GradientTest. */
class GraphTest {
    private final Graph graph = new Graph();

    @Test
    void shapes_when_they_dont_go_together_expect_a_refusal() {
        Tensor rows = graph.input("rows", Shape.of(4, 3));
        Tensor other = graph.input("other", Shape.of(4, 2));
        Tensor bias = graph.input("bias", Shape.of(1, 3));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows.plus(other))
                .withMessageContaining("[4, 3]")
                .withMessageContaining("[4, 2]");
        assertThatIllegalArgumentException().isThrownBy(() -> rows.dense(other, bias));
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(3, 0)).withMessageContaining("size=0");
    }

    @Test
    void gradients_when_there_are_none_expect_a_refusal() {
        Tensor used = graph.parameter("used", Shape.of(1, 3));
        Tensor unused = graph.parameter("unused", Shape.of(1, 3));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gradients.of(used.mean(), List.of(unused)))
                .withMessageContaining("parameter=unused");
        assertThatIllegalArgumentException().isThrownBy(() -> Gradients.of(used, List.of(used)));
        assertThatIllegalStateException()
                .isThrownBy(() -> Gradients.of(used.absolute().mean(), List.of(used)))
                .withMessageContaining("operator=Abs");
    }

    @Test
    void output_when_named_twice_expect_a_refusal() {
        Tensor sum = graph.input("a", Shape.of(2)).plus(1);
        graph.output("sum", sum);

        assertThatIllegalArgumentException().isThrownBy(() -> graph.output("again", sum));
    }
}
