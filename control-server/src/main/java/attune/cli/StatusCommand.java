package attune.cli;

import attune.bridge.shm.ExchangeLayout;
import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.EngineDirectory;
import attune.bridge.telemetry.MetricFrame;
import attune.bridge.telemetry.MetricReader;
import attune.learn.explain.Wording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune status}: what is installed, which engines live, what is being learned. */
@Command(name = "status", description = "Shows what is installed, which engines play and what is being learned.")
final class StatusCommand implements Callable<Integer> {
    private static final String NONE = "\u2013";

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    StatusCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Installation installation = new Installation(places);
        String installed = installation.installedVersion();
        RuntimeFile runtime = RuntimeFile.of(places);
        Optional<String> problem = installed.isEmpty() && !runtime.fromEnvironment()
                ? Optional.empty()
                : runtime.problem().or(() -> installation.damage().stream().findFirst());
        List<Map<String, @Nullable Object>> engines = new ArrayList<>();
        for (Announcement engine : EngineDirectory.engines()) {
            engines.add(describe(engine));
        }
        LoopStatus loop = LoopStatus.now(places);
        if (json) {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("version", Version.number());
            document.put("installed", installed.isEmpty() ? null : installed);
            document.put("plugins", plugins(installation));
            document.put("runtime", runtime.path().toString());
            document.put("runtimeFromEnvironment", runtime.fromEnvironment());
            document.put("problem", problem.orElse(null));
            document.put("java", System.getProperty("java.version"));
            document.put("engines", engines);
            loop.put(document);
            JsonText.print(terminal, document);
            return 0;
        }
        terminal.out()
                .println("Attune " + Version.number() + ", Java " + System.getProperty("java.version") + ", "
                        + (installed.isEmpty() ? "not installed (./attune install)" : installed + " installed") + ".");
        if (!installed.isEmpty()) {
            terminal.out().println("Hosts find it as " + found(installation) + ".");
        }
        if (runtime.fromEnvironment()) {
            terminal.out().println(RuntimeFile.VARIABLE + " is set: engines start as " + runtime.path() + " says.");
        }
        problem.ifPresent(what -> terminal.out().println(what + " (./attune doctor)."));
        // The server looks a moment earlier or later than we did: what it still learns on is no "no engine".
        if (engines.isEmpty() && loop.engines().isEmpty()) {
            terminal.out().println("No engine plays.");
        }
        engines.forEach(this::print);
        loop.print(terminal.out());
        return 0;
    }

    /** Where the plugin is in each format; null where it is missing or damaged. */
    private Map<String, @Nullable String> plugins(Installation installation) {
        List<PluginFormat> sound = installation.soundFormats();
        Map<String, @Nullable String> plugins = new LinkedHashMap<>();
        for (PluginFormat format : PluginFormat.PLUGINS) {
            plugins.put(
                    format.name().toLowerCase(Locale.ROOT),
                    sound.contains(format) ? format.target(places).toString() : null);
        }
        return plugins;
    }

    private static String found(Installation installation) {
        List<String> labels = installation.soundFormats().stream()
                .filter(PluginFormat.PLUGINS::contains)
                .map(PluginFormat::label)
                .toList();
        return labels.isEmpty() ? "no plugin" : String.join(", ", labels);
    }

    private void print(Map<String, @Nullable Object> engine) {
        terminal.out().println(line(engine));
        if (Boolean.TRUE.equals(engine.get("lacksRealTime"))) {
            terminal.out().println("  " + LatencyAdvice.LACKS_REAL_TIME);
        }
    }

    /** "71-1  obs (process 71)  44.1 kHz, stereo  ready  in −23.5 LUFS, out −16.0 LUFS  0 late blocks". */
    static String line(Map<String, @Nullable Object> engine) {
        Object late = engine.get("lateBlocks");
        return engine.get("id") + "  " + engine.get("host") + " (process " + engine.get("hostPid") + ")  "
                + (engine.get("sampleRateHz") instanceof Number rate ? Wording.nominalHz(rate.doubleValue()) : NONE)
                + ", "
                + channels(engine.get("channels")) + "  "
                + String.valueOf(engine.get("state")).toLowerCase(Locale.ROOT) + "  in "
                + level(engine.get("inputShortTermLufs")) + ", out " + level(engine.get("outputShortTermLufs")) + "  "
                + (late == null ? NONE : late) + " late blocks";
    }

    private static String channels(@Nullable Object channels) {
        return Integer.valueOf(1).equals(channels)
                ? "mono"
                : Integer.valueOf(2).equals(channels) ? "stereo" : channels + " channels";
    }

    private static String level(@Nullable Object lufs) {
        return lufs instanceof Double level ? Wording.unit(level, "LUFS") : NONE;
    }

    /** One engine under the name that {@code --engine} takes, with its newest meters. */
    static Map<String, @Nullable Object> describe(Announcement engine) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("id", engine.instanceId());
        map.put("host", engine.hostName());
        map.put("hostPid", engine.hostPid());
        map.put("enginePid", engine.pid());
        map.put("sampleRateHz", engine.sampleRateHz());
        map.put("channels", engine.channels());
        MetricFrame frame = new MetricFrame();
        boolean seen = false;
        try {
            seen = MetricReader.open(engine).newest(frame);
        } catch (IOException e) {
            map.put("problem", e.getMessage());
        }
        map.put("state", seen ? state(frame.state) : "UNKNOWN");
        map.put("inputShortTermLufs", seen ? RunSummary.rounded(frame.inputShortTermLufs) : null);
        map.put("outputShortTermLufs", seen ? RunSummary.rounded(frame.outputShortTermLufs) : null);
        map.put("lateBlocks", seen ? frame.lateBlocks : null);
        map.put("dryBlocks", seen ? frame.dryBlocks : null);
        map.put("restarts", seen ? frame.restarts : null);
        map.put("lacksRealTime", seen ? frame.lacksRealTime() : null);
        map.put("processedFrames", seen ? frame.processedFrames : null);
        return map;
    }

    private static String state(int state) {
        return switch (state) {
            case ExchangeLayout.STATE_STARTING -> "STARTING";
            case ExchangeLayout.STATE_WARMING -> "WARMING";
            case ExchangeLayout.STATE_READY -> "READY";
            case ExchangeLayout.STATE_DEAD -> "DEAD";
            default -> "UNKNOWN";
        };
    }
}
