package attune.cli;

import attune.cli.audio.AudioFiles;
import attune.cli.audio.AudioInfo;
import attune.cli.audio.AudioSource;
import attune.cli.audio.Ffmpeg;
import attune.cli.audio.FrameStream;
import attune.cli.audio.SampleFormat;
import attune.control.store.PresetStore;
import attune.param.MacroTable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code attune enhance IN OUT}: a file or a folder of files through the engine. */
@Command(
        name = "enhance",
        description = "Plays a file, or every sound file in a folder, through the engine and writes the result.",
        footer = {
            "",
            "WAV and AIFF need nothing else; other types are read and written through ffmpeg where it is installed.",
            "Samples are stored as in the input unless --bits says otherwise. The same settings in the plugin give the"
                    + " same samples."
        })
final class EnhanceCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "IN", description = "File or folder to read.")
    private Path in = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "File or folder to write.")
    private Path out = Path.of("");

    @Option(names = "--preset", paramLabel = "NAME", description = "Preset to start from (default: ${DEFAULT-VALUE}).")
    private String preset = SoundSettings.DEFAULT_PRESET;

    @Option(
            names = "--target",
            paramLabel = "LUFS",
            converter = Target.class,
            description = "Loudness to level towards (default: -16, or what 'config' says).")
    private @Nullable Double targetLufs;

    @Option(
            names = "--amount",
            paramLabel = "PERCENT",
            converter = Amount.class,
            description = "0 does nothing, 100 is the preset, at most 150.")
    private @Nullable Double amountPercent;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "One parameter; docs/parameters.md lists them.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--bits",
            paramLabel = "16|24|32|float",
            description = "How samples are stored (default: as in the input).")
    private @Nullable String bits;

    @Option(names = "--overwrite", description = "Replace files that exist.")
    private boolean overwrite;

    @Option(
            names = "--report",
            arity = "0..1",
            paramLabel = "FILE.json",
            parameterConsumer = JsonFileName.class,
            description = "Print what was measured; into a file too where one is named (it must end in .json).")
    private @Nullable String report;

    @Option(names = "--json", description = "Print what was measured, as one JSON object.")
    private boolean json;

    EnhanceCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (report != null && !report.isEmpty()) {
            NewFile.requireFolder(Path.of(report));
        }
        PresetStore store = new PresetStore(places.factoryPresets(), places.userPresets());
        SoundSettings settings = SoundSettings.of(store, preset, assignments, targetLufs, amountPercent);
        SampleFormat wanted = sampleFormat();
        AudioFiles files = new AudioFiles(Ffmpeg.find(places.path()));
        if (!Files.exists(in)) {
            throw CliException.failed(in + " does not exist.");
        }
        Enhancer enhancer = new Enhancer(files, settings, wanted, overwrite);
        List<EnhanceReport> reports = new ArrayList<>();
        int status = Files.isDirectory(in) ? folder(enhancer, files, reports) : file(enhancer, reports);
        writeReport(reports);
        return status;
    }

    private @Nullable SampleFormat sampleFormat() {
        if (bits == null) {
            return null;
        }
        return switch (bits) {
            case "16" -> SampleFormat.INT16;
            case "24" -> SampleFormat.INT24;
            case "32" -> SampleFormat.INT32;
            case "float" -> SampleFormat.FLOAT32;
            default -> throw CliException.usage("--bits takes 16, 24, 32 or float, not '" + bits + "'.");
        };
    }

    private int file(Enhancer enhancer, List<EnhanceReport> reports) throws IOException {
        if (Files.isDirectory(out)) {
            throw CliException.failed(out + " is a folder; name the file to write.");
        }
        try (ProgressBar bar = terminal.progressBar()) {
            reports.add(enhancer.enhance(in, out, bar, new Enhancer.Total(0, Double.NaN)));
        }
        warn(reports);
        return 0;
    }

    private int folder(Enhancer enhancer, AudioFiles files, List<EnhanceReport> reports) throws IOException {
        requireFolderApart();
        List<Path> sounds = new ArrayList<>();
        int skipped = 0;
        for (Path file : filesBelow(in)) {
            if (files.looksLikeAudio(file)) {
                sounds.add(in.relativize(file));
            } else {
                skipped++;
            }
        }
        if (sounds.isEmpty()) {
            throw CliException.failed("The folder " + in + " has no sound files.");
        }
        List<String> failures = new ArrayList<>();
        try (ProgressBar bar = terminal.progressBar()) {
            Enhancer.Total total = new Enhancer.Total(0, enhancer.totalSeconds(in, sounds));
            for (Path sound : sounds) {
                try {
                    Path target = out.resolve(sound);
                    Files.createDirectories(parentOf(target));
                    EnhanceReport done = enhancer.enhance(in.resolve(sound), target, bar, total);
                    reports.add(done);
                    total = new Enhancer.Total(total.doneSeconds() + done.seconds(), total.totalSeconds());
                } catch (IOException | CliException e) {
                    failures.add(Attune.explanation(e));
                }
            }
        }
        warn(reports);
        failures.forEach(failure -> terminal.err().println("attune: " + failure));
        terminal.err()
                .printf(
                        "%d of %d sound files enhanced%s.%n",
                        reports.size(),
                        sounds.size(),
                        skipped == 0
                                ? ""
                                : ", " + skipped + (skipped == 1 ? " other file" : " other files") + " skipped");
        return failures.isEmpty() ? 0 : CliException.FAILED;
    }

    private void requireFolderApart() throws IOException {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw CliException.failed(out + " is a file, but " + in + " is a folder; name a folder to write.");
        }
        Path from = in.toRealPath();
        Path to = Files.exists(out) ? out.toRealPath() : out.toAbsolutePath().normalize();
        if (to.startsWith(from)) {
            throw CliException.failed(
                    "The folder to write, " + out + ", lies in the folder to read; name another one.");
        }
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static Path parentOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw CliException.failed(file + " is not a place for a file.");
        }
        return parent;
    }

    private void warn(List<EnhanceReport> reports) {
        for (EnhanceReport done : reports) {
            if (done.warning() != null) {
                terminal.err().println("attune: " + done.warning());
            }
        }
    }

    private void writeReport(List<EnhanceReport> reports) throws IOException {
        if (report != null && !json) {
            reports.forEach(done -> done.print(terminal.out()));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", Version.number());
        document.put("files", reports.stream().map(EnhanceReport::toMap).toList());
        if (json) {
            JsonText.print(terminal, document);
        }
        if (report == null || report.isEmpty()) {
            return;
        }
        try (NewFile file = NewFile.of(Path.of(report))) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(file.temporary().toFile(), document);
            file.commit();
        }
    }

    /** Value of --target. */
    static final class Target implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return NumberText.decimal("--target", text, SoundSettings.range(MacroTable.TARGET.spec()));
        }
    }

    /** Value of --amount. */
    static final class Amount implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return NumberText.decimal("--amount", text, SoundSettings.range(MacroTable.AMOUNT.spec()));
        }
    }

    /** Takes the next word as the report's name only where it ends in .json: otherwise it is IN or OUT. */
    static final class JsonFileName implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec argument, CommandSpec command) {
            boolean named = !arguments.isEmpty() && arguments.peek().endsWith(".json");
            if (!named && !arguments.isEmpty() && meantForReport(arguments.peek())) {
                throw new ParameterException(
                        command.commandLine(),
                        "--report takes the name of a file that ends in .json, not '" + arguments.peek() + "'.");
            }
            argument.setValue(named ? arguments.pop() : "");
        }
    }

    /** No option, and neither there nor of a type that IN or OUT could be. */
    private static boolean meantForReport(String word) {
        Path path = Path.of(word);
        return !word.startsWith("-")
                && !AudioFiles.ending(path).isEmpty()
                && !AudioFiles.isSoundName(path)
                && !Files.exists(path);
    }

    /** One file after the other, with the same settings. */
    private record Enhancer(
            AudioFiles files,
            SoundSettings settings,
            @Nullable SampleFormat wanted,
            boolean overwrite) {

        /**
         * How far a folder is.
         *
         * @param totalSeconds NaN for a single file, whose own length counts
         */
        record Total(double doneSeconds, double totalSeconds) {}

        /** Length of all sounds that say so in their header. */
        double totalSeconds(Path folder, List<Path> sounds) {
            double seconds = 0;
            for (Path sound : sounds) {
                try (AudioSource source = files.open(folder.resolve(sound))) {
                    seconds += Double.isNaN(source.info().seconds())
                            ? 0
                            : source.info().seconds();
                } catch (IOException saidWhenItsTurnComes) {
                    seconds += 0;
                }
            }
            return seconds;
        }

        EnhanceReport enhance(Path in, Path out, ProgressBar bar, Total total) throws IOException {
            NewFile.requireFree(out, in, overwrite);
            files.requireWritable(out);
            long startNs = System.nanoTime();
            try (NewFile file = NewFile.of(out);
                    AudioSource source = files.open(in)) {
                AudioInfo info = source.info();
                EnhanceStream stream = new EnhanceStream(source, settings);
                SampleFormat format = wanted != null ? wanted : info.sampleFormat();
                files.write(watched(stream, info, in, bar, total), info, format, file.temporary(), out);
                if (stream.framesIn() == 0) {
                    throw CliException.failed(in + " has a header but no sound.");
                }
                String warning = warning(in, source, stream.notNumbers());
                file.commit();
                return EnhanceReport.of(info, out, settings, stream, (System.nanoTime() - startNs) * 1e-9, warning);
            }
        }

        private static @Nullable String warning(Path in, AudioSource source, long notNumbers) {
            String ofSamples = notNumbers == 0
                    ? ""
                    : in + ": " + notNumbers
                            + (notNumbers == 1 ? " sample is no number and was" : " samples are no numbers and were")
                            + " played as silence.";
            String all = (source.warning().orElse("") + " " + ofSamples).strip();
            return all.isEmpty() ? null : all;
        }

        private static FrameStream watched(
                EnhanceStream stream, AudioInfo info, Path in, ProgressBar bar, Total total) {
            String name = String.valueOf(in.getFileName());
            double all = Double.isNaN(total.totalSeconds()) ? info.seconds() : total.totalSeconds();
            return (channels, frames) -> {
                int count = stream.read(channels, frames);
                bar.show(name, total.doneSeconds() + stream.framesOut() / info.sampleRateHz(), all);
                return count;
            };
        }
    }
}
