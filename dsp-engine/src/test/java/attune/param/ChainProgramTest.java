package attune.param;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import attune.param.ChainProgram.Element;
import attune.param.ChainProgram.Variant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChainProgramTest {
    private static List<Element> elements(Stage... stages) {
        return Stream.of(stages)
                .map(stage -> new Element(stage, Variant.STANDARD))
                .toList();
    }

    private static ChainProgram program(Stage... stages) {
        return new ChainProgram("test", "Test", "", elements(stages));
    }

    @Test
    void factory_programs_when_compared_with_the_parameter_expect_its_choices_in_order() {
        assertThat(FactoryPrograms.ALL.stream().map(ChainProgram::label))
                .containsExactlyElementsOf(ParamTable.PROGRAM.spec().choices());
    }

    @Test
    void program_when_cleaner_is_not_first_expect_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program(Stage.EQ, Stage.INPUT_CLEANER, Stage.LIMITER))
                .withMessageContaining("INPUT_CLEANER");
    }

    @Test
    void program_when_limiter_is_not_last_expect_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program(Stage.INPUT_CLEANER, Stage.LIMITER, Stage.EQ))
                .withMessageContaining("LIMITER");
    }

    @Test
    void program_when_a_stage_is_there_twice_expect_it_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program(Stage.INPUT_CLEANER, Stage.EQ, Stage.EQ, Stage.LIMITER))
                .withMessageContaining("EQ");
    }

    @Test
    void program_when_an_element_makes_no_sound_expect_it_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program(Stage.INPUT_CLEANER, Stage.MACRO, Stage.LIMITER))
                .withMessageContaining("MACRO");
    }

    @Test
    void element_when_stage_has_no_such_variant_expect_the_allowed_ones_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Element(Stage.EQ, Variant.MUSIC))
                .withMessageContaining("[STANDARD]");
    }
}
