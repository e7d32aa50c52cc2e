package attune.learn.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordingTest {
    @Test
    void numbers_when_written_for_people_expect_true_minus_and_narrow_space() {
        assertThat(Wording.gainDb(-3.14)).isEqualTo("\u22123.1\u202FdB");
        assertThat(Wording.gainDb(3.06)).isEqualTo("+3.1\u202FdB");
        assertThat(Wording.db(4)).isEqualTo("4.0\u202FdB");
        assertThat(Wording.unit(-16, "LUFS")).isEqualTo("\u221216.0\u202FLUFS");
    }

    @Test
    void frequency_when_from_one_thousand_expect_kilohertz_with_one_decimal() {
        assertThat(Wording.hz(50)).isEqualTo("50\u202FHz");
        assertThat(Wording.hz(999.6)).isEqualTo("1.0\u202FkHz");
        assertThat(Wording.hz(6810)).isEqualTo("6.8\u202FkHz");
    }

    @Test
    void zero_when_rounded_expect_no_sign() {
        assertThat(Wording.gainDb(-0.04)).isEqualTo("0.0\u202FdB");
        assertThat(Wording.scoreChange(0.004)).isEqualTo("0.00");
        assertThat(Wording.scoreChange(0.12)).isEqualTo("+0.12");
        assertThat(Wording.score(0.2)).isEqualTo("0.20");
    }

    @Test
    void lists_and_progress_when_written_expect_plain_english() {
        assertThat(Wording.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
        assertThat(Wording.list(List.of("a"))).isEqualTo("a");
        assertThat(Wording.progress(6.9, 8)).isEqualTo("6 of 8\u202Fs");
        assertThat(Wording.sentence("a fan, most likely.")).isEqualTo("A fan, most likely.");
    }
}
