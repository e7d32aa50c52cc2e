package attune.cli;

import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.EngineDirectory;
import attune.bridge.telemetry.MetricFrame;
import attune.bridge.telemetry.MetricReader;
import attune.bridge.telemetry.ParamMailbox;
import attune.bridge.telemetry.RuntimeFolder;
import attune.cli.audio.AudioFiles;
import attune.cli.audio.AudioSource;
import attune.cli.audio.Ffmpeg;
import attune.cli.audio.SampleFormat;
import attune.cli.demo.DemoScene;
import attune.control.store.FactorySlots;
import attune.control.store.Preset;
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
    /** SCHED_FIFO priority of the host's audio thread where the machine grants it; the engine takes one less. */
    private static final int AUDIO_PRIORITY = 60;

    private static final int READY_PATIENCE_SECONDS = 20;
    private static final long LINE_INTERVAL_NS = 1_000_000_000;
    private static final long SHUTDOWN_PATIENCE_SECONDS = 5;
    private final Places places;

    private final Terminal terminal;
    private final ObjectMapper mapper = new ObjectMapper();

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "Sound to play (default: demo scene).")
    private @Nullable Path file;

    @Option(names = "--for", paramLabel = "SECONDS", description = "End after this time and print a summary.")
    private @Nullable Double seconds;

    @Option(names = "--json", description = "Only the summary, as one JSON object.")
    private boolean json;

    @Option(names = "--preset", paramLabel = "NAME", description = "Preset to play (default: ${DEFAULT-VALUE}).")
    private String presetName = SoundSettings.DEFAULT_PRESET;

    @Option(names = "--out", paramLabel = "FILE.wav", description = "Keep what the plugin played, as 32-bit float WAV.")
    private @Nullable Path out;

    @Option(names = "--overwrite", description = "Replace the file that --out names where it exists.")
    private boolean overwrite;

    RunCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (seconds != null && !(seconds > 0 && seconds <= LONGEST_SECONDS)) {
            throw CliException.usage("--for=" + seconds + " is not allowed; it goes from just above 0 to 1000000 s.");
        }
        if (out != null && !AudioFiles.ending(out).equals("wav")) {
            throw CliException.usage("--out writes WAV only; " + out + " does not end in .wav.");
        }
        requirePlaces();
        Preset preset = SoundSettings.find(new PresetStore(places.factoryPresets(), places.userPresets()), presetName);
        Path engines = RuntimeFolder.engines()
                .orElseThrow(() -> CliException.failed("There is no private runtime folder; set XDG_RUNTIME_DIR to a"
                        + " folder of yours with mode 0700."));
        try (RunLock lock = RunLock.acquire(parent(engines))) {
            Installation installation = new Installation(places);
            if (installation.install()) {
                terminal.err().println("attune: installed in " + places.dataHome() + ".");
            }
            return play(installation, preset, lock);
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

    private int play(Installation installation, Preset preset, RunLock lock) throws IOException {
        lock.requireHeld();
        try (Input input = input()) {
            if (out == null) {
                stream(installation, preset, input, null);
                return 0;
            }
            try (NewFile kept = NewFile.withoutHook(out)) {
                stream(installation, preset, input, kept);
                return 0;
            }
        }
    }

    /**
     * What the host plays.
     *
     * @param name for people
     * @param wav file that the host can read
     * @param temporary whether to remove it afterwards
     */
    private record Input(String name, Path wav, int channels, double seconds, boolean temporary)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (temporary) {
                Files.deleteIfExists(wav);
            }
        }
    }

    private Input input() throws IOException {
        if (file == null) {
            return new Input("demo scene", demoScene(), 2, DemoScene.SECONDS, false);
        }
        try (AudioSource source = new AudioFiles(Ffmpeg.find(places.path())).open(file)) {
            int channels = source.info().channels();
            // Read by the host itself; anything else is decoded first.
            if (AudioFiles.ending(file).equals("wav") && source.info().sampleFormat() != SampleFormat.FLOAT64) {
                return new Input(file.toString(), file, channels, source.info().seconds(), false);
            }
            Files.createDirectories(places.cacheHome());
            Path wav =
                    places.cacheHome().resolve("run-" + ProcessHandle.current().pid() + ".wav");
            try (NewFile decoded = NewFile.of(wav)) {
                long frames = new AudioFiles(Optional.empty())
                        .write(source, source.info(), SampleFormat.FLOAT32, decoded.temporary());
                decoded.commit();
                return new Input(
                        file.toString(), wav, channels, frames / source.info().sampleRateHz(), true);
            }
        }
    }

    private Path demoScene() throws IOException {
        Optional<Path> espeak = Ffmpeg.program(places.path(), "espeak-ng");
        if (espeak.isEmpty()) {
            terminal.err()
                    .println(
                            "attune: espeak-ng is not installed (sudo apt-get install espeak-ng), so the demo scene has"
                                    + " music and noise but no voice.");
        }
        Path scene = places.cacheHome()
                .resolve("demo-" + DemoScene.VERSION + (espeak.isPresent() ? "" : "-without-voice") + ".wav");
        if (!Files.isRegularFile(scene)) {
            Files.createDirectories(places.cacheHome());
            try (NewFile fresh = NewFile.of(scene)) {
                DemoScene.write(espeak, fresh.temporary());
                fresh.commit();
            }
        }
        return scene;
    }

    private List<String> hostCommand(Installation installation, Preset preset, Input input, @Nullable Path kept) {
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
        int slot = FactorySlots.PRESETS.indexOf(preset.id());
        if (slot > 0) {
            command.addAll(List.of("--set", MacroTable.SLOT.id() + "=" + slot));
        }
        if (ProcessLimits.realTimeAllowed()) {
            command.addAll(List.of("--priority", Integer.toString(AUDIO_PRIORITY)));
        }
        if (kept != null) {
            command.addAll(List.of("--out", kept.toString()));
        }
        return command;
    }

    /** Plays to the end and prints the summary. */
    private void stream(Installation installation, Preset preset, Input input, @Nullable NewFile kept)
            throws IOException {
        Process host = new ProcessBuilder(
                        hostCommand(installation, preset, input, kept == null ? null : kept.temporary()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        host.getOutputStream().close();
        CountDownLatch summed = new CountDownLatch(1);
        // Ctrl-C reaches the host too; a plain kill of this process does not. Either way the summary is still printed.
        Thread ender = new Thread(() -> end(host, summed), "attune-run-end");
        Runtime.getRuntime().addShutdownHook(ender);
        try {
            StringBuilder report = new StringBuilder();
            Thread reader = new Thread(() -> readAll(host, report), "attune-host-report");
            reader.start();
            RunSummary summary = follow(host, preset);
            reader.join();
            if (host.waitFor() != 0 || report.toString().isBlank()) {
                throw CliException.failed("The host ended without a report; what it said is above.");
            }
            if (kept != null) {
                kept.commit();
            }
            Map<String, @Nullable Object> map =
                    summary.toMap(input.name(), preset.id(), mapper.readTree(report.toString()));
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

    /** Shows meters until the host ends. */
    private RunSummary follow(Process host, Preset preset) throws InterruptedException {
        MetricFrame frame = new MetricFrame();
        RunSummary summary = new RunSummary(frame);
        MetricReader reader = null;
        long nextLineNs = System.nanoTime();
        // The host's end is what is waited for; in between the meters are read, 20 times a second.
        while (!host.waitFor(50, TimeUnit.MILLISECONDS)) {
            if (reader == null) {
                reader = open(host, preset);
            }
            while (reader != null && reader.next(frame)) {
                summary.take();
            }
            long interval = terminal.outIsTty() ? LINE_INTERVAL_NS / 10 : LINE_INTERVAL_NS;
            if (!json && !summary.isEmpty() && System.nanoTime() - nextLineNs >= 0) {
                nextLineNs = System.nanoTime() + interval;
                print(RunSummary.line(frame));
            }
        }
        while (reader != null && reader.next(frame)) {
            summary.take();
        }
        if (terminal.outIsTty() && !json) {
            terminal.out().println();
        }
        return summary;
    }

    private void print(String line) {
        if (terminal.outIsTty()) {
            terminal.out().print("\r" + line + "  ");
        } else {
            terminal.out().println(line);
        }
        terminal.flush();
    }

    /** The host's engine, once it announced itself; posts a preset that is in none of the plugin's slots. */
    private static @Nullable MetricReader open(Process host, Preset preset) {
        try {
            for (Announcement engine : EngineDirectory.engines()) {
                if (engine.hostPid() == host.pid()) {
                    MetricReader reader = MetricReader.open(engine);
                    if (!FactorySlots.PRESETS.contains(preset.id())) {
                        MetricReader.openMailbox(engine).post(1, ParamMailbox.KIND_CHOSEN, 0, preset.params());
                    }
                    return reader;
                }
            }
        } catch (IOException e) {
            // It went away between being listed and being opened, or comes in a moment: looked for again.
            return null;
        }
        return null;
    }
}
