package attune.cli;

import attune.api.LearningMode;
import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.EngineDirectory;
import attune.bridge.telemetry.MetricFrame;
import attune.bridge.telemetry.MetricReader;
import attune.bridge.telemetry.RuntimeFolder;
import attune.cli.audio.AudioFiles;
import attune.control.health.ProcessLimits;
import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.param.MacroTable;
import attune.param.PluginIds;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune run}: a file or the demo scene through the installed plugin, live, with meters. */
@Command(
        name = "run",
        description = "Streams a file, or the demo scene, through the installed plugin at real-time pace, with meters.",
        footer = {
            "",
            "Plays in the bundled host, again and again until Ctrl-C or --for; with --out once, and into a file."
        })
final class RunCommand implements Callable<Integer> {
    /** A block of 256 frames at 48 kHz: 5.3 ms, what a careful host uses. */
    private static final int BLOCK_FRAMES = 256;

    private static final double LONGEST_SECONDS = 1e6;
    private static final String SECONDS_RANGE = "just above 0 to 1000000 s";
    /** SCHED_FIFO priority of the host's audio thread where the machine grants it; the engine takes one less. */
    private static final int AUDIO_PRIORITY = 60;

    private static final int READY_PATIENCE_SECONDS = 20;
    private static final long LINE_INTERVAL_NS = 1_000_000_000;
    /** An engine that has shown nothing for so long may have been followed by another. */
    private static final long STALE_NS = 1_000_000_000;

    private static final long SHUTDOWN_PATIENCE_SECONDS = 5;

    private final Places places;

    private final Terminal terminal;
    private final ObjectMapper mapper = new ObjectMapper();

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "Sound to play (default: demo scene).")
    private @Nullable Path file;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "End after this time and print a summary.")
    private @Nullable Double seconds;

    @Option(names = "--json", description = "Only the summary, as one JSON object.")
    private boolean json;

    @Option(names = "--preset", paramLabel = "NAME", description = "Preset to play (default: ${DEFAULT-VALUE}).")
    private String presetName = SoundSettings.DEFAULT_PRESET;

    @Option(names = "--out", paramLabel = "FILE.wav", description = "Keep what the plugin played, as 32-bit float WAV.")
    private @Nullable Path out;

    @Option(names = "--overwrite", description = "Replace the file that --out names where it exists.")
    private boolean overwrite;

    @Option(
            names = "--learn",
            paramLabel = "MODE",
            description = "What learning may do: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LearningMode learn = LearningMode.auto;

    RunCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (seconds != null && !(seconds > 0 && seconds <= LONGEST_SECONDS)) {
            throw NumberText.refused("--for", seconds, SECONDS_RANGE);
        }
        if (out != null && !AudioFiles.ending(out).equals("wav")) {
            throw CliException.usage("--out writes WAV only; " + out + " does not end in .wav.");
        }
        requirePlaces();
        PresetStore presets = new PresetStore(places.factoryPresets(), places.userPresets());
        Preset preset = SoundSettings.find(presets, presetName);
        Path engines = RuntimeFolder.engines()
                .orElseThrow(() -> CliException.failed("There is no private runtime folder; set XDG_RUNTIME_DIR to a"
                        + " folder of yours with mode 0700."));
        try (RunLock lock = RunLock.acquire(parent(engines))) {
            Installation installation = new Installation(places);
            if (installation.install()) {
                // A server of the files that were replaced.
                StopCommand.stopLoop(places);
                terminal.err().println("attune: installed in " + places.dataHome() + ".");
            }
            return play(installation, preset, presets, lock);
        }
    }

    /** Value of --for. */
    static final class Seconds implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return NumberText.decimal("--for", text, SECONDS_RANGE);
        }
    }

    /** What can be refused without having started anything. */
    private void requirePlaces() throws IOException {
        if (file != null && !Files.exists(file)) {
            throw CliException.failed(file + " does not exist.");
        }
        if (out != null) {
            NewFile.requireFolder(out);
            NewFile.requireFree(out, file, overwrite);
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private int play(Installation installation, Preset preset, PresetStore presets, RunLock lock) throws IOException {
        lock.requireHeld();
        // Before the host, so that it finds the server; what it takes to start goes on beside the rest.
        try (RunLearning learning = RunLearning.start(places, terminal, json);
                RunInput input = RunInput.of(file, places, terminal);
                StartState start = StartState.of(preset, presets)) {
            if (out == null) {
                stream(installation, preset, start, input, learning, null);
                return 0;
            }
            try (NewFile kept = NewFile.withoutHook(out)) {
                stream(installation, preset, start, input, learning, kept);
                return 0;
            }
        } catch (PresetException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private List<String> hostCommand(Installation installation, StartState start, RunInput input, @Nullable Path kept) {
        double length = seconds != null ? seconds : kept != null ? input.seconds() : LONGEST_SECONDS;
        List<String> command = new ArrayList<>(List.of(
                installation.host().toString(),
                "--plugin",
                installation.plugin().toString(),
                "--uri",
                input.channels() == 1 ? PluginIds.LV2_URI_MONO : PluginIds.LV2_URI_STEREO,
                "--channels",
                Integer.toString(input.channels()),
                "--in",
                input.wav().toString(),
                "--blocks",
                Integer.toString(BLOCK_FRAMES),
                "--seconds",
                Double.toString(length),
                "--wait-ready",
                Integer.toString(READY_PATIENCE_SECONDS),
                "--realtime",
                "--with-parent",
                "--json"));
        command.addAll(List.of("--load-state", start.file().toString()));
        command.addAll(List.of("--set", MacroTable.SLOT.id() + "=" + start.slot()));
        command.addAll(List.of("--set", MacroTable.LEARN.id() + "=" + learn.ordinal()));
        if (ProcessLimits.realTimeAllowed()) {
            command.addAll(List.of("--priority", Integer.toString(AUDIO_PRIORITY)));
        }
        if (kept != null) {
            command.addAll(List.of("--out", kept.toString()));
        }
        return command;
    }

    /** Plays to the end and prints the summary. */
    private void stream(
            Installation installation,
            Preset preset,
            StartState start,
            RunInput input,
            RunLearning learning,
            @Nullable NewFile kept)
            throws IOException {
        Process host = new ProcessBuilder(
                        hostCommand(installation, start, input, kept == null ? null : kept.temporary()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        host.getOutputStream().close();
        learning.follow(host.pid());
        CountDownLatch summed = new CountDownLatch(1);
        // Ctrl-C reaches the host too; a plain kill of this process does not. Either way the summary is still printed.
        Thread ender = new Thread(() -> end(host, summed), "attune-run-end");
        Runtime.getRuntime().addShutdownHook(ender);
        try {
            StringBuilder report = new StringBuilder();
            Thread reader = new Thread(() -> readAll(host, report), "attune-host-report");
            reader.start();
            RunSummary summary = follow(host, learning);
            reader.join();
            if (host.waitFor() != 0 || report.toString().isBlank()) {
                throw CliException.failed("The host ended without a report; what it said is above.");
            }
            if (kept != null) {
                kept.commit();
            }
            Map<String, @Nullable Object> map =
                    summary.toMap(input.name(), preset.id(), mapper.readTree(report.toString()));
            account(map, learning);
            if (json) {
                terminal.out().println(mapper.writeValueAsString(map));
            } else {
                RunSummary.print(map, terminal.out());
            }
            terminal.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted.", e);
        } finally {
            host.destroy();
            summed.countDown();
            removeHook(ender);
        }
    }

    private static void end(Process host, CountDownLatch summed) {
        // Not Process.destroy: that closes the pipe through which the report comes.
        host.toHandle().destroy();
        try {
            if (!summed.await(SHUTDOWN_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                host.destroyForcibly();
            }
        } catch (InterruptedException e) {
            host.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already and the hook waits for us.
            return;
        }
    }

    private static void readAll(Process host, StringBuilder report) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                report.append(line).append('\n');
            }
        } catch (IOException e) {
            report.setLength(0);
        }
    }

    /** What the summary holds of learning. */
    private void account(Map<String, @Nullable Object> map, RunLearning learning) {
        map.put("learn", learn.name());
        LearningJournal journal = learning.account();
        map.put("server", learning.isConnected());
        if (journal != null) {
            journal.put(map);
        }
    }

    /** Shows meters and what is being learned until the host ends. */
    private RunSummary follow(Process host, RunLearning learning) throws InterruptedException {
        MetricFrame frame = new MetricFrame();
        RunSummary summary = new RunSummary(frame);
        MetricReader reader = null;
        long nextLineNs = System.nanoTime();
        long newestNs = nextLineNs;
        // The host's end is what is waited for; in between the meters are read, 20 times a second.
        while (!host.waitFor(50, TimeUnit.MILLISECONDS)) {
            if (reader == null || System.nanoTime() - newestNs > STALE_NS) {
                MetricReader fresh = open(host);
                reader = fresh == null ? reader : fresh;
                newestNs = System.nanoTime();
            }
            while (reader != null && reader.next(frame)) {
                summary.take();
                newestNs = System.nanoTime();
            }
            learning.look();
            if (!json) {
                learning.news().forEach(terminal::showSentence);
            }
            long interval = terminal.outIsTty() ? LINE_INTERVAL_NS / 10 : LINE_INTERVAL_NS;
            if (!json && !summary.isEmpty() && System.nanoTime() - nextLineNs >= 0) {
                nextLineNs = System.nanoTime() + interval;
                terminal.showLine(RunSummary.line(frame, learning.line()));
            }
        }
        while (reader != null && reader.next(frame)) {
            summary.take();
        }
        if (!json) {
            terminal.endLine();
        }
        return summary;
    }

    /** The host's engine, once it announced itself. */
    private static @Nullable MetricReader open(Process host) {
        try {
            Optional<Announcement> engine = engineOf(host);
            return engine.isPresent() ? MetricReader.open(engine.get()) : null;
        } catch (IOException e) {
            // It went away between being listed and being opened, or comes in a moment: looked for again.
            return null;
        }
    }

    private static Optional<Announcement> engineOf(Process host) throws IOException {
        return EngineDirectory.engines().stream()
                .filter(engine -> engine.hostPid() == host.pid())
                .findFirst();
    }
}
