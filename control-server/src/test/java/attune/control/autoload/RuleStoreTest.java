package attune.control.autoload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.AutoloadRule;
import attune.control.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules as a file. */
class RuleStoreTest {
    private static final AutoloadRule RULE =
            new AutoloadRule(0, "podcast-voice", "obs*", null, "speech", 48_000.0, "22:00-06:30", 5);

    @TempDir
    Path folder;

    private RuleStore store;

    @BeforeEach
    void make() {
        store = new RuleStore(folder);
    }

    @Test
    void rules_when_added_removed_and_their_preset_renamed_expect_them_in_the_file_and_no_number_twice()
            throws IOException {
        assertThat(store.all()).isEmpty();
        AutoloadRule first = store.add(RULE);
        AutoloadRule second = store.add(RULE);
        store.remove(second.id());
        store.change(RULE.withId(1).withPriority(6));
        AutoloadRule third = store.add(RULE);
        store.add(new AutoloadRule(0, "music", null, null, null, null, null, 0));
        store.renamed("podcast-voice", "my-voice");

        assertThat(first.id()).isEqualTo(1);
        assertThat(third.id()).isEqualTo(3);
        assertThat(new RuleStore(folder).all()).extracting(AutoloadRule::id).containsExactly(1, 3, 4);
        assertThat(new RuleStore(folder).all())
                .extracting(AutoloadRule::preset)
                .containsExactly("my-voice", "my-voice", "music");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("autoload.json"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> store.remove(2)).hasMessage("There is no rule \"2\"; there are 1, 3, 4.");
    }

    @Test
    void rules_when_put_into_an_order_expect_no_number_twice_and_the_file_as_it_was_but_for_priorities() {
        store.add(RULE);
        store.add(RULE);
        store.remove(store.add(RULE).id());
        store.order(List.of(2, 1));

        assertThat(store.all())
                .extracting(rule -> rule.id() + " " + rule.priority())
                .containsExactly("1 5", "2 6");
        assertThat(store.add(RULE).id()).isEqualTo(4);
        assertThatThrownBy(() -> store.order(List.of(4, 2, 1, 2)))
                .hasMessage("The order names rules [4, 2, 1, 2]; there are 1, 2, 4. Look again.");
    }

    @Test
    void rules_when_a_hundred_are_kept_or_the_file_is_huge_expect_no_more_of_them() throws IOException {
        Path file = folder.resolve("autoload.json");
        String text = IntStream.rangeClosed(1, 100)
                .mapToObj(id -> "{\"id\": " + id + ", \"preset\": \"a\", \"priority\": 0}")
                .collect(Collectors.joining(",", "{\"schema\": 1, \"lastId\": 0, \"rules\": [", "]}"));
        Files.writeString(file, text);

        assertThat(store.all()).hasSize(100);
        assertThatThrownBy(() -> store.add(RULE)).hasMessageContaining("100 rules already");

        Files.writeString(file, text + " ".repeat(1 << 20));
        assertThatThrownBy(() -> store.all()).hasMessageContaining("larger than 1048576 bytes");
    }

    @Test
    void rules_when_written_by_schema_one_expect_them_read() throws IOException {
        Files.copy(Path.of("src/test/resources/autoload-schema-1.json"), folder.resolve("autoload.json"));

        assertThat(store.all())
                .containsExactly(
                        new AutoloadRule(2, "podcast-voice", "obs*", "*-1", "speech", 48_000.0, "22:00-06:30", 5),
                        new AutoloadRule(4, "gentle", null, null, null, null, null, 0));
        assertThat(store.add(RULE).id()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON | it is not what schema 1 has",
                "null | it holds nothing",
                "{\"schema\": 2, \"lastId\": 0, \"rules\": []} | it has schema 2, and this version reads 1",
                "{\"schema\": 1, \"lastId\": 0} | it needs a list",
                "{\"schema\": 1, \"lastId\": 0, \"rules\": [{\"id\": 1, \"priority\": 0}]} | each rule needs a preset",
                "{\"schema\": 1, \"lastId\": 0, \"rules\": [{\"id\": 1, \"preset\": \"a\", \"priority\": 0}, {\"id\": 1, \"preset\": \"b\", \"priority\": 0}]} | each rule needs a preset and a number of its own",
                "{\"schema\": 1, \"lastId\": 0, \"rules\": [{\"id\": 1, \"preset\": \"a\", \"priority\": 0, \"mood\": 1}]} | it is not what schema 1 has",
                "{\"schema\": 1, \"lastId\": 0, \"rules\": [{\"id\": 1, \"preset\": \"a\", \"priority\": 0, \"time\": \"noon\"}]} | rule 1: \"noon\" is no span of the day",
            })
    void rules_when_the_file_is_broken_expect_one_sentence_that_names_it(String text, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("autoload.json"), text);

        assertThatThrownBy(() -> store.all())
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("The rules in " + file + " can't be used: " + why)
                .hasMessageEndingWith(".");
        assertThatThrownBy(() -> store.add(RULE)).isInstanceOf(ProblemException.class);
        assertThat(file).hasContent(text);
    }
}
