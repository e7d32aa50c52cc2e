package attune.bench.peer;

import attune.bench.BenchException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Another maker's plugin in a process of its own, {@code attune-peers}. */
final class Lv2Peer implements Contestant {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final Writer requests;
    private final double differenceDb;

    /**
     * Starts it and waits for its first pass.
     *
     * @param host the program attune-peers
     * @param specification as {@link Lv2Description#specification} makes it
     * @param work scratch folder
     */
    Lv2Peer(String name, Path host, Map<String, Object> specification, Path work) throws IOException, BenchException {
        this.name = name;
        Path file = Files.createTempFile(work, "peer-", ".json");
        JSON.writeValue(file.toFile(), specification);
        process = new ProcessBuilder(host.toString(), file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        requests = process.outputWriter(StandardCharsets.UTF_8);
        differenceDb = answer("difference_db");
    }

    private double answer(String field) throws IOException, BenchException {
        String line = answers.readLine();
        if (line == null) {
            throw new BenchException(name + " can't be played by attune-peers");
        }
        JsonNode value = JSON.readTree(line).path(field);
        if (!value.isNumber()) {
            throw new BenchException(name + " answers " + line + " instead of " + field);
        }
        return value.doubleValue();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double differenceDb() {
        return differenceDb;
    }

    @Override
    public double round() throws IOException, BenchException {
        requests.write("\n");
        requests.flush();
        return answer("ns_per_frame");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
