package attune.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import attune.control.ServerFixture;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are JSON, and not what is meant. */
class OddBodiesTest {
    private static final String LONG = "L".repeat(100_000);

    @TempDir
    static Path folder;

    private static ServerFixture server;

    @BeforeAll
    static void start() throws IOException {
        server = new ServerFixture(folder);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static HttpResponse<String> tell(String method, String path, String token, String body) throws Exception {
        return server.tell(method, path, token, body.replace('\'', '"').replace("LONG", LONG));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUT|/learning|{'frozen': ' '}|frozen",
                "PUT|/learning|{'frozen': ''}|frozen",
                "POST|/presets|{'label': true, 'engineId': '77-1'}|label",
                "POST|/presets|{'label': 5, 'engineId': '77-1'}|label",
                "POST|/autoload|{'preset': 'gentle', 'sampleRateHz': 1e400}|sampleRateHz",
                "POST|/autoload|{'preset': 'gentle', 'sampleRateHz': 'NaN'}|sampleRateHz",
                "PUT|/bounds|{'hpf_corner': {'min': '-Infinity', 'locked': false}}|min",
                "PUT|/objectives|{'weights': {'clarity': null}}|null"
            })
    void value_when_of_another_kind_expect_refused_by_its_name(String method, String path, String body, String name)
            throws Exception {
        HttpResponse<String> answer = tell(method, path, server.admin(), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(ServerFixture.detail(answer)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'NaN'", "1e400", "'-Infinity'"})
    void experience_when_its_score_is_no_finite_number_expect_refused_and_no_failure(String score) throws Exception {
        String body = "[{'number': 0, 'engineId': '77-1', 'at': 1, 'situation': {'contentClass': 'speech',"
                + " 'observationVersion': 1, 'observation': [0.5]}, 'strategy': 'rules', 'params': {}, 'score': "
                + score
                + ", 'overIncumbent': 0.5, 'chosen': false, 'measured': null}]";
        HttpResponse<String> answer = tell("POST", "/experiences", server.agent(), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(ServerFixture.detail(answer)).contains("score", "finite");
    }

    @Test
    void words_when_they_never_end_expect_sentences_that_quote_their_beginning() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (String asked : List.of(
                "PUT /learning {'mode': 'LONG'}",
                "PUT /learning {'LONG': 1}",
                "PUT /preferences {'LONG': true}",
                "PUT /preferences {'LONG': 'x'}",
                "PUT /learning/strategies {'LONG': true}",
                "PUT /bounds {'LONG': {'min': 1}}",
                "POST /presets/import {'LONG': 1}",
                "POST /autoload {'preset': 'LONG'}",
                "POST /autoload {'preset': 'gentle', 'contentClass': 'LONG'}",
                "POST /codes {'scope': 'LONG'}",
                "POST /privacy/erase {'confirm': 'LONG'}")) {
            String[] parts = asked.split(" ", 3);
            HttpResponse<String> answer = tell(parts[0], parts[1], server.admin(), parts[2]);
            softly.assertThat(answer.statusCode()).as(asked).isBetween(400, 499);
            softly.assertThat(answer.body()).as(asked).hasSizeLessThan(3000);
            softly.assertThat(ServerFixture.detail(answer)).as(asked).endsWith(".");
        }
        softly.assertAll();
    }
}
