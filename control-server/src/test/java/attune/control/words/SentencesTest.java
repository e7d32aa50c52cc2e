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

    @Test
    void undo_when_half_of_a_change_had_been_taken_back_expect_what_is_there_again() {
        ParamSnapshot less = new ParamSnapshot(BEFORE);
        less.set(ParamTable.NR_ATTENUATION, 9);
        ParamSnapshot all = new ParamSnapshot(BEFORE);
        all.set(ParamTable.NR_ATTENUATION, 18);
        String half = Sentences.lessOf("Less noise.", all, less).sentence();

        assertThat(half).startsWith("Half of it taken back: Less noise. Now ").contains("9.0");
        assertThat(Sentences.takenBack(half, "", less, all).sentence())
                .startsWith("There again: ")
                .contains("18.0")
                .doesNotContain("Less noise");
        assertThat(Sentences.takenBack("Less noise.", "", all, BEFORE).sentence())
                .isEqualTo("Taken back: Less noise.");
    }
}
