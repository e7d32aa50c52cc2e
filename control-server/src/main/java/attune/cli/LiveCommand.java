package attune.cli;

import attune.cli.live.JavaSoundDevices;
import attune.cli.live.SoundDevice;
import attune.cli.live.SoundDevices;
import attune.cli.live.SoundLine;
import attune.control.words.Numbers;
import attune.dsp.chain.Engine;
import attune.dsp.chain.EngineMeters;
import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroTable;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune live}: microphone to loudspeaker through the same engine, without a host. */
@Command(
        name = "live",
        description =
                "Plays the microphone to the loudspeakers through the engine, without a host and without learning.",
        footer = {
            "",
            "Use headphones: a loudspeaker that the microphone hears howls. Ctrl-C ends it.",
            "For learning, or for other programs to hear it: ./attune mic install, or the plugin in a host."
        })
final class LiveCommand implements Callable<Integer> {
    private static final int SMALLEST_BLOCK = ProcessSpec.QUANTUM_FRAMES;
    private static final int LARGEST_BLOCK = 64 * ProcessSpec.QUANTUM_FRAMES;
    private static final String BLOCKS = SMALLEST_BLOCK + " to " + LARGEST_BLOCK + " frames";
    private static final double LONGEST_SECONDS = 1e6;
    private static final String SECONDS_RANGE = "just above 0 to 1000000 s";
    private static final double LINES_A_SECOND = 10;

    /** What the engine's delay is spent on: the best noise reduction, or as little delay as can be. */
    enum Latency {
        quality,
        live
    }

    private final Places places;
    private final Terminal terminal;
    private final SoundDevices devices;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--list", description = "Only name the devices there are.")
    private boolean list;

    @Option(names = "--in", paramLabel = "DEVICE", description = "Records with it (default: what the system chooses).")
    private @Nullable String in;

    @Option(names = "--out", paramLabel = "DEVICE", description = "Plays with it (default: what the system chooses).")
    private @Nullable String out;

    @Option(names = "--preset", paramLabel = "NAME", description = "Preset to play (default: ${DEFAULT-VALUE}).")
    private String preset = SoundSettings.DEFAULT_PRESET;

    @Option(
            names = "--latency",
            paramLabel = "MODE",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Latency latency = Latency.live;

    @Option(
            names = "--block",
            paramLabel = "FRAMES",
            converter = Block.class,
            description =
                    "Processed at a time, a multiple of 64; larger is safer and later (default: ${DEFAULT-VALUE}).")
    private long blockFrames = 256;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            converter = RunCommand.Seconds.class,
            description = "End after this time.")
    private @Nullable Double seconds;

    @Option(names = "--json", description = "With --list, the devices as one JSON list.")
    private boolean json;

    LiveCommand(Places places, Terminal terminal) {
        this(places, terminal, new JavaSoundDevices());
    }

    LiveCommand(Places places, Terminal terminal, SoundDevices devices) {
        this.places = places;
        this.terminal = terminal;
        this.devices = devices;
    }

    /** Value of --block. */
    static final class Block implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return NumberText.whole("--block", text, BLOCKS);
        }
    }

    @Override
    public Integer call() {
        if (seconds != null && !(seconds > 0 && seconds <= LONGEST_SECONDS)) {
            throw NumberText.refused("--for", seconds, SECONDS_RANGE);
        }
        if (blockFrames < SMALLEST_BLOCK || blockFrames > LARGEST_BLOCK || blockFrames % SMALLEST_BLOCK != 0) {
            throw CliException.usage("--block=" + blockFrames + " is not allowed; it goes from " + BLOCKS
                    + " in steps of " + SMALLEST_BLOCK + ".");
        }
        if (json && !list) {
            throw CliException.usage("--json has a meaning with --list only.");
        }
        List<SoundDevice> all = devices.all();
        if (list) {
            list(all);
            return 0;
        }
        SoundSettings settings = SoundSettings.of(
                PresetFiles.store(places),
                preset,
                List.of(MacroTable.LATENCY_MODE.id() + "=" + latency.name()),
                null,
                null);
        SoundDevice input = choose(all, in, "--in", "records", SoundDevice::records);
        SoundDevice output = choose(all, out, "--out", "plays", SoundDevice::plays);
        try (SoundLine line = devices.open(input, output, (int) blockFrames)) {
            play(line, settings);
        }
        return 0;
    }

    private void list(List<SoundDevice> all) {
        if (json) {
            JsonText.print(terminal, all);
            return;
        }
        if (all.isEmpty()) {
            terminal.out().println("No sound device is there: Java Sound finds none that records or plays.");
        }
        for (SoundDevice device : all) {
            String what = device.records() ? device.plays() ? "in, out" : "in" : "out";
            terminal.out().printf(Locale.ROOT, "%-8s %s%n         %s%n", what, device.name(), device.description());
        }
    }

    /** Null where nothing was asked for: the system chooses. */
    private @Nullable SoundDevice choose(
            List<SoundDevice> all, @Nullable String name, String option, String does, Predicate<SoundDevice> fits) {
        List<SoundDevice> able = all.stream().filter(fits).toList();
        if (able.isEmpty()) {
            throw CliException.failed(
                    "No sound device that " + does + " is there; plug one in, or let this user use it (on"
                            + " Debian: sudo adduser $USER audio, then log in again).");
        }
        if (name == null) {
            return null;
        }
        List<String> names = able.stream().map(SoundDevice::name).toList();
        List<SoundDevice> found =
                able.stream().filter(device -> device.name().equals(name)).toList();
        if (found.isEmpty()) {
            found = able.stream()
                    .filter(device -> device.name().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)))
                    .toList();
        }
        if (found.size() != 1) {
            throw CliException.usage(option + "=" + name + " is " + (found.isEmpty() ? "no" : "more than one")
                    + " device that " + does + "; there are " + String.join(", ", names) + "."
                    + (found.isEmpty() ? CloseNames.hint(name, names) : ""));
        }
        return found.get(0);
    }

    private void play(SoundLine line, SoundSettings settings) {
        Engine engine = new Engine();
        engine.prepare(new ProcessSpec(line.sampleRateHz(), line.channels(), LatencyMode.of(settings.macros())));
        for (int slot = 0; slot < Engine.SLOTS; slot++) {
            engine.recall(slot, settings.params());
        }
        engine.start(settings.macros());
        double engineMs = 1000.0 * engine.latencyFrames() / line.sampleRateHz();
        double bufferMs = 1000.0 * line.bufferFrames() / line.sampleRateHz();
        terminal.err()
                .println("attune: " + settings.presetId() + " at " + Numbers.plain(line.sampleRateHz() / 1000, 1)
                        + " kHz, " + (line.channels() == 1 ? "mono" : "stereo") + ": "
                        + Numbers.plain(engineMs + bufferMs, 1) + " ms from in to out (engine "
                        + Numbers.plain(engineMs, 1) + ", buffers up to " + Numbers.plain(bufferMs, 1)
                        + "). Ctrl-C ends it.");
        stream(line, engine);
        terminal.endLine();
    }

    /** Until the time is over or the device is gone. */
    private void stream(SoundLine line, Engine engine) {
        float[][] block = new float[line.channels()][(int) blockFrames];
        long limit = seconds == null ? Long.MAX_VALUE : Math.round(seconds * line.sampleRateHz());
        long interval = Math.round(line.sampleRateHz() / (terminal.outIsTty() ? LINES_A_SECOND : 1));
        long next = interval;
        for (long frames = 0; frames < limit; frames += blockFrames) {
            if (!line.read(block, (int) blockFrames)) {
                throw CliException.failed("The sound device is gone.");
            }
            engine.process(block, (int) blockFrames);
            line.write(block, (int) blockFrames);
            if (frames >= next) {
                next += interval;
                terminal.showLine(meters(engine.meters(), line.gaps()));
                engine.markMetersRead();
            }
        }
    }

    private static String meters(EngineMeters meters, long gaps) {
        return String.format(
                Locale.ROOT,
                "in %s out %s LUFS  peak %s NR %s level %s limit %s dB  gaps %d",
                RunSummary.level(meters.inputMomentaryLufs),
                RunSummary.level(meters.outputMomentaryLufs),
                RunSummary.level(meters.outputTruePeakDbtp),
                RunSummary.level(meters.noiseReductionDb),
                RunSummary.level(meters.levelerGainDb),
                RunSummary.level(meters.limiterGainDb),
                gaps);
    }
}
