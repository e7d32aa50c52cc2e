package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/parameters.md says what {@code --set} takes. */
class ParameterPageTest {
    private static String page = "";

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(CliFixture.repository().resolve("docs/parameters.md"));
    }

    @Test
    void page_when_choices_and_bands_are_read_expect_numbers_and_frequencies() {
        assertThat(page)
                .contains("0 Standard, 1 Speech, 2 Music, 3 Broadcast", "| 0 off, 1 on |")
                .contains("learned from 40 to 57 Hz", "learned from 14482 to 20480 Hz");
    }

    @Test
    void page_when_macros_for_files_are_named_expect_those_that_enhance_takes() {
        String names = "`" + SoundSettings.macroNames().replace(", ", "`, `") + "`";
        int last = names.lastIndexOf(", ");
        assertThat(page.replace('\n', ' ')).contains(names.substring(0, last) + " and " + names.substring(last + 2));
    }
}
