package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void line_when_half_done_expect_share_speed_and_time_left() {
        assertThat(ProgressBar.line("a.wav", 60, 120, 2)).contains("50 %", "30× real time", "0:02 left");
        assertThat(ProgressBar.line("a.wav", 60, Double.NaN, 2)).contains("1:00", "30× real time");
        assertThat(ProgressBar.line("a-very-long-name-of-a-recording.wav", 1, 2, 1)
                        .length())
                .isLessThan(80);
    }

    @Test
    void bar_when_nobody_watches_expect_silence_and_when_watched_expect_line_cleared_at_the_end() {
        StringWriter quiet = new StringWriter();
        StringWriter watched = new StringWriter();
        try (ProgressBar bar = new ProgressBar(false, new PrintWriter(quiet))) {
            bar.show("a.wav", 1, 2);
        }
        try (ProgressBar bar = new ProgressBar(true, new PrintWriter(watched))) {
            bar.show("a.wav", 1, 2);
        }
        assertThat(quiet.toString()).isEmpty();
        assertThat(watched.toString()).contains("50 %").endsWith("\r");
    }
}
