package attune.control;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Normalization;
import attune.api.TargetList;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loudness targets as REST gives them. */
class TargetsTest {
    @TempDir
    Path folder;

    @Test
    void targets_when_asked_expect_those_that_came_with_attune_each_with_its_source() throws Exception {
        try (ServerFixture server = new ServerFixture(folder)) {
            TargetList list = server.get("/targets", TargetList.class);

            assertThat(list.asOf()).matches("\\d{4}-\\d{2}-\\d{2}");
            assertThat(list.targets()).hasSizeGreaterThan(10).allSatisfy(target -> {
                assertThat(target.source().url()).startsWith("https://");
                assertThat(target.source().title()).isNotBlank();
            });
            assertThat(list.targets())
                    .filteredOn(target -> target.id().equals("youtube"))
                    .singleElement()
                    .satisfies(target -> assertThat(target.normalization()).isEqualTo(Normalization.down));
        }
    }

    @Test
    void targets_when_own_list_is_broken_expect_one_sentence() throws Exception {
        try (ServerFixture server = new ServerFixture(folder)) {
            Files.writeString(server.places().data().resolve("targets.json"), "{\"schema\": 1}");

            HttpResponse<String> answer = server.tell("GET", "/targets", server.admin(), null);

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(ServerFixture.detail(answer)).contains("targets.json", "the field 'asOf' is missing");
        }
    }
}
