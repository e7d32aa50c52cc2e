package attune.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import attune.bench.api.ApiBench;
import attune.bench.meter.MeterBench;
import attune.bench.noise.NoiseBench;
import attune.bench.panel.PanelBench;
import attune.bench.peer.PeerBench;
import attune.bench.peer.PeerTables;
import attune.bench.plot.ChainPlots;
import attune.bench.preset.PresetBench;
import attune.bench.td3.Td3Bench;
import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.jvm.JavaHome;
import attune.learn.truth.MaterialSplit;
import attune.param.ParamSnapshot;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./attune bench}: measures and prints; asserts nothing. */
@Command(
        name = "attune bench",
        mixinStandardHelpOptions = true,
        description = "Measures Attune on this machine and prints every published figure.")
public final class Main implements Callable<Integer> {
    private static final List<String> PRESETS = List.of("gentle", "podcast-voice", "noisy-room", "music");
    private static final String EVERYTHING = "";

    private enum Area {
        chain,
        meters,
        presets,
        noise,
        bridge,
        start,
        push,
        feedback,
        audition,
        td3,
        api,
        panel,
        live,
        memory
    }

    @Parameters(arity = "0..*", description = "What to measure: ${COMPLETION-CANDIDATES}; all when none is named.")
    private List<Area> areas = List.of();

    @Option(names = "--json", description = "One JSON object a line instead of a table.")
    private boolean json;

    @Option(names = "--jmh", description = "chain: run the JMH benchmark with its allocation profiler as well.")
    private boolean jmh;

    @Option(
            names = "--peers",
            description = "chain: instead, each stage beside native plugins (LSP, Calf, x42) and ffmpeg's filters; "
                    + "noise: RNNoise as well; td3: PyTorch and cpprb as well, where installed.")
    private boolean peers;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description =
                    "chain: instead, draws responses, static curves, gains and spectrograms as PNG into this folder.")
    private @Nullable Path plots;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "bridge, live: length of one run in seconds (default ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(
            names = "--java",
            paramLabel = "FEATURE",
            description =
                    "The Java of this feature version only, for example 17 (default: one of each on this machine).")
    private int java;

    @Option(
            names = "--case",
            paramLabel = "NAME",
            split = ",",
            description = "bridge: only cases whose names begin so, for example 128,safe,memory.")
    private List<String> cases = List.of();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10000",
            description = "api: rows of the timeline, and experiences as many as are kept (default ${DEFAULT-VALUE}).")
    private int rows = 10_000;

    @Option(
            names = "--in-this-jvm",
            hidden = true,
            description = "chain: this Java only; how other Javas are measured.")
    private boolean inThisJvm;

    @Option(
            names = "--held-out",
            description = "presets: the held-out clips as well, noise: instead, for checking only.")
    private boolean heldOut;

    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * Exit codes: 0 measured, 1 something could not be measured, 2 usage.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, PresetException {
        BenchEnvironment environment = BenchEnvironment.ofSystemProperties(java);
        if (environment.javas().isEmpty()) {
            System.err.println("attune bench: --java is " + java + ", which is not among the Javas of this machine.");
            return 2;
        }
        LoopBench loop = new LoopBench(environment, seconds);
        List<Area> chosen = areas.isEmpty() ? List.of(Area.values()) : areas;
        try {
            for (Area area : chosen) {
                switch (area) {
                    case chain -> chain(environment);
                    case meters -> meters(environment);
                    case presets -> presetTables(environment.home());
                    case noise -> noise(environment);
                    case bridge -> new BridgeBench(environment, seconds, cases).run(this::print);
                    case start -> new StartBench(environment).run(this::print);
                    case push -> new PushBench(environment).run(this::print);
                    case feedback -> loop.feedback(this::print);
                    case audition -> loop.audition(this::print);
                    case td3 -> new Td3Bench(environment.work(), peers).run(this::print);
                    case api -> new ApiBench(environment, rows).run(this::print);
                    case panel -> new PanelBench(environment).run(this::print);
                    case live -> {
                        new LiveBench(environment, Math.max(seconds, 10)).run(this::print);
                        loop.live(this::print);
                    }
                    case memory -> {
                        new MemoryBench(environment).run(this::print);
                        loop.memory(this::print);
                    }
                }
            }
        } catch (BenchException e) {
            System.err.println("attune bench: " + e.getMessage());
            return 1;
        }
        return 0;
    }

    private void peers(BenchEnvironment environment) throws IOException, BenchException {
        if (inThisJvm) {
            Path host = environment.nativeFolder().resolve("attune-peers");
            new PeerBench(environment.library(), host, environment.work()).run(this::print);
            return;
        }
        PeerBench.missing().forEach(System.err::println);
        List<JavaHome> javas = environment.javas();
        PeerTables tables = new PeerTables(javas.stream().map(JavaHome::name).toList());
        for (JavaHome java : javas) {
            List<Figure> figures = environment.repeatIn(java, "chain", "--peers", "--json", "--in-this-jvm");
            figures.forEach(json ? this::print : tables::add);
        }
        if (!json) {
            tables.print(System.out);
        }
    }

    private void meters(BenchEnvironment environment) throws IOException, BenchException {
        PrintStream tables = json ? new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) : System.out;
        new MeterBench(environment.work(), json ? this::print : figure -> {}, tables).run();
    }

    private void noise(BenchEnvironment environment) throws IOException, BenchException {
        PrintStream tables = json ? new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) : System.out;
        new NoiseBench(environment.work(), peers, json ? this::print : figure -> {}, tables)
                .run(heldOut ? MaterialSplit.HELD_OUT : MaterialSplit.DEVELOPMENT);
    }

    private void presetTables(Path home) throws IOException, PresetException {
        PresetStore store = presetStore(home);
        PrintStream tables = json ? new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) : System.out;
        PresetBench bench = new PresetBench(store, json ? this::print : figure -> {}, tables);
        for (MaterialSplit split : heldOut ? MaterialSplit.values() : new MaterialSplit[] {MaterialSplit.DEVELOPMENT}) {
            bench.run(split);
        }
    }

    private void chain(BenchEnvironment environment) throws IOException, PresetException, BenchException {
        if (plots != null) {
            PresetStore store = presetStore(environment.home());
            new ChainPlots(plots, environment.work(), store, System.out::println).run();
            return;
        }
        if (peers) {
            peers(environment);
            return;
        }
        if (inThisJvm) {
            List<String> names = new ArrayList<>(PRESETS);
            names.add(0, EVERYTHING);
            new ChainBench().run(names, presets(environment.home())).forEach(this::print);
            return;
        }
        for (JavaHome java : environment.javas()) {
            environment.repeatIn(java, "chain", "--json", "--in-this-jvm").forEach(this::print);
            if (jmh) {
                new JmhRun(java).run(this::print);
            }
        }
        new OfflineBench(environment).run(this::print);
    }

    /** The factory presets, and one with every stage and all eight bands at work: {@code chain.core_percent}. */
    private static List<ParamSnapshot> presets(Path home) throws PresetException {
        PresetStore store = presetStore(home);
        List<ParamSnapshot> sets = new ArrayList<>(List.of(TestSignal.everyStageOn()));
        for (String name : PRESETS) {
            Preset preset = store.find(name);
            sets.add(preset.params());
        }
        return sets;
    }

    private static PresetStore presetStore(Path home) {
        return new PresetStore(home.resolve("presets"), home.resolve("presets"));
    }

    private void print(Figure figure) {
        if (json) {
            try {
                System.out.println(mapper.writeValueAsString(figure));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("figure " + figure.name() + " can't be written as JSON", e);
            }
            return;
        }
        String peer = figure.peer() == null
                ? ""
                : String.format(Locale.ROOT, "  %s: %.4g", figure.peer(), figure.peerValue())
                        + (figure.ratio() == null ? "" : String.format(Locale.ROOT, ", ratio %.2f", figure.ratio()));
        System.out.printf(
                Locale.ROOT,
                "%-44s %10.4g %-4s %s%s  (%s)%n",
                figure.name(),
                figure.value(),
                figure.unit(),
                figure.jdk() == null ? "" : "JDK " + figure.jdk(),
                peer,
                figure.how());
    }
}
