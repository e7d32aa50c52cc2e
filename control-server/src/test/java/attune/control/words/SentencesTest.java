package attune.control.words;

import static org.assertj.core.api.Assertions.assertThat;

import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import org.junit.jupiter.api.Test;

/** Explanations say figures, or in plain words that there are none to show. */
class SentencesTest {
    private static final ParamSnapshot BEFORE = new ParamSnapshot();

    @Test
    void recall_when_every_move_is_too_small_to_be_shown_expect_that_said() {
        ParamSnapshot after = new ParamSnapshot(BEFORE);
        after.set(ParamTable.EQ2_GAIN, BEFORE.get(ParamTable.EQ2_GAIN) + 1e-6);

        assertThat(Sentences.recalled("Music", BEFORE, after).sentence())
                .isEqualTo("Preset \"Music\" recalled: all that moved, moved by less than the last digit shown.");
    }
}
