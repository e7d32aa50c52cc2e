package attune.bench.peer;

import attune.bench.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plugin as lilv's {@code lv2info} describes it.
 *
 * @param binary file with its code
 * @param bundle folder of it, with a slash at the end
 * @param ports in order
 */
record Lv2Description(String uri, String binary, String bundle, List<PortDescription> ports) {
    private static final Pattern PORT = Pattern.compile("\n\tPort \\d+:\n");

    /**
     * One port.
     *
     * @param kind as {@code attune-peers} names it; "control" for numbers
     * @param initial default of a control
     */
    record PortDescription(String symbol, String kind, double initial) {}

    Lv2Description {
        ports = List.copyOf(ports);
    }

    /** Empty where the plugin, or lv2info, is not installed. */
    static Optional<Lv2Description> of(String uri) throws IOException, BenchException {
        Process process;
        try {
            process = new ProcessBuilder("lv2info", uri)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException notInstalled) {
            return Optional.empty();
        }
        try {
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 && text.contains("Binary:")
                    ? Optional.of(parse(uri, text))
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    private static Lv2Description parse(String uri, String text) {
        String[] parts = PORT.split(text, -1);
        List<PortDescription> ports = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            ports.add(port(parts[i]));
        }
        return new Lv2Description(
                uri, field(parts[0], "Binary:\\s+file://(\\S+)"), field(parts[0], "Bundle:\\s+file://(\\S+)"), ports);
    }

    private static PortDescription port(String text) {
        boolean input = text.contains("#InputPort");
        String kind = text.contains("#AudioPort")
                ? "audio"
                : text.contains("#AtomPort") || text.contains("#EventPort") ? "atom" : "control";
        String initial = field(text, "Default:\\s+(\\S+)");
        return new PortDescription(
                field(text, "Symbol:\\s+(\\S+)"),
                kind.equals("control") ? kind : kind + (input ? "_in" : "_out"),
                initial.isEmpty() ? 0 : Double.parseDouble(initial));
    }

    private static String field(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /**
     * What attune-peers reads.
     *
     * @param settings of controls, by symbol; the others stay at their defaults
     * @throws BenchException where the plugin has no such control
     */
    Map<String, Object> specification(Map<String, Double> settings, int blockFrames, String signal)
            throws BenchException {
        Map<String, Double> left = new LinkedHashMap<>(settings);
        List<Object> described = new ArrayList<>();
        for (PortDescription port : ports) {
            Double wanted = left.remove(port.symbol());
            if (port.kind().equals("control")) {
                described.add(wanted == null ? port.initial() : wanted);
            } else {
                described.add(port.kind());
            }
        }
        if (!left.isEmpty()) {
            throw new BenchException(uri + " has no control " + String.join(", ", left.keySet()));
        }
        return Map.of(
                "uri", uri,
                "binary", binary,
                "bundle", bundle,
                "rate_hz", PeerSignal.RATE_HZ,
                "block_frames", blockFrames,
                "signal", signal,
                "ports", described);
    }
}
