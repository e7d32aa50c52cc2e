package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunInputTest {
    @TempDir
    Path folder;

    @Test
    void demo_scene_when_it_is_made_expect_that_said_once_and_not_when_it_is_there() throws IOException {
        Places places = new CliFixture(folder).with("PATH", "/nonexistent").places();

        assertThat(saidFor(places)).contains("making the demo scene");
        assertThat(saidFor(places)).doesNotContain("making the demo scene");
    }

    private static String saidFor(Places places) throws IOException {
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err, true), false, false);
        try (RunInput input = RunInput.of(null, places, terminal)) {
            assertThat(input.wav()).exists();
        }
        return err.toString();
    }
}
