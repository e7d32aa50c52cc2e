package attune.cli;

import attune.cli.audio.AudioFiles;
import attune.cli.audio.AudioSource;
import attune.cli.audio.Ffmpeg;
import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.learn.audio.CapturedClip;
import attune.learn.match.MatchException;
import attune.learn.match.MatchOptions;
import attune.learn.match.MatchPart;
import attune.learn.match.MatchReference;
import attune.learn.match.MatchResult;
import attune.learn.match.ReferenceMatch;
import attune.learn.match.TargetCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune match RECORDING --reference …}: settings that make a recording sound like another. */
@Command(
        name = "match",
        description = "Finds settings with which a recording comes nearest to a reference in tone, dynamics and width.",
        footer = {
            "",
            "A reference is another recording, or 'speech' or 'music' for a typical tone. Of files over 90 s, six pieces"
                    + " are listened to. Distances are measured on what comes out of the engine."
        })
final class MatchCommand implements Callable<Integer> {
    private static final String DEFAULT_PRESET = "transparent";

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "RECORDING", description = "Sound file that is to sound otherwise.")
    private Path recording = Path.of("");

    @Option(
            names = "--reference",
            required = true,
            paramLabel = "FILE|speech|music",
            description = "What it is to sound like.")
    private String reference = "";

    @Option(
            names = "--amount",
            paramLabel = "PERCENT",
            converter = Amount.class,
            description = "How much of the difference is made up for, at most 150 (default: 100).")
    private double amountPercent = MatchOptions.DEFAULT.amountPercent();

    @Option(
            names = "--range",
            paramLabel = "DB",
            converter = Range.class,
            description = "Most that the equaliser may raise or lower anything (default: 6).")
    private double rangeDb = MatchOptions.DEFAULT.rangeDb();

    @Option(
            names = "--smoothing",
            paramLabel = "OCTAVES",
            converter = Smoothing.class,
            description = "Width over which tones are compared: small follows details (default: 0.5).")
    private double smoothingOctaves = MatchOptions.DEFAULT.smoothingOctaves();

    @Option(
            names = "--only",
            paramLabel = "PARTS",
            converter = Parts.class,
            description = "Some of tone, dynamics and width, with commas between (default: all).")
    private Set<MatchPart> parts = MatchOptions.DEFAULT.parts();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Preset whose other stages are kept (default: ${DEFAULT-VALUE}).")
    private String preset = DEFAULT_PRESET;

    @Option(names = "--save", paramLabel = "NAME", description = "Keep the settings as a preset of this name.")
    private @Nullable String saveAs;

    @Option(names = "--json", description = "What was measured and what it moved, as one JSON object.")
    private boolean json;

    MatchCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        PresetStore store = PresetFiles.store(places);
        Preset start = SoundSettings.find(store, preset);
        MatchOptions options = new MatchOptions(amountPercent, rangeDb, smoothingOctaves, parts);
        requireNew(store);
        Optional<TargetCurve> curve = curve();
        if (curve.isEmpty()) {
            requireOther(Path.of(reference));
        }
        AudioFiles files = new AudioFiles(Ffmpeg.find(places.path()));
        CapturedClip sound = read(files, recording);
        MatchReference wanted =
                curve.isPresent() ? MatchReference.of(curve.get()) : MatchReference.of(read(files, Path.of(reference)));
        MatchResult result;
        String name = String.valueOf(recording.getFileName());
        try (ProgressBar bar = terminal.progressBar()) {
            result = ReferenceMatch.match(
                    sound, wanted, start.params(), options, (done, total) -> bar.show(name, done, total));
        } catch (MatchException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
        MatchReport report = new MatchReport(result, start.params());
        boolean changed = !start.params().sameAs(result.params());
        if (!json) {
            report.print(terminal.out());
        }
        String saved = saveAs == null || !changed ? null : save(store, result, saveAs);
        if (json) {
            Map<String, @Nullable Object> document = report.toMap();
            document.put("saved", saved);
            JsonText.print(terminal, document);
        } else if (saved != null) {
            terminal.out().println();
            terminal.out().println("Saved as '" + saved + "'.");
        } else if (saveAs != null) {
            terminal.out().println("So nothing was saved.");
        }
        return 0;
    }

    /** A file may have a curve's name; ./speech is one. */
    private Optional<TargetCurve> curve() {
        return Arrays.stream(TargetCurve.values())
                .filter(curve -> curve.name().toLowerCase(Locale.ROOT).equals(reference))
                .findFirst();
    }

    private void requireOther(Path file) throws IOException {
        if (Files.exists(recording) && Files.exists(file) && Files.isSameFile(recording, file)) {
            throw CliException.failed(
                    "The reference " + file + " is the recording itself; name another one to sound like.");
        }
    }

    private CapturedClip read(AudioFiles files, Path file) throws IOException {
        try (AudioSource source = files.open(file)) {
            CapturedClip clip = MatchSound.read(source);
            source.warning().ifPresent(warning -> terminal.err().println("attune: " + warning));
            return clip;
        }
    }

    /** Before the work, not after it. */
    private void requireNew(PresetStore store) {
        if (saveAs == null) {
            return;
        }
        try {
            store.requireNew(saveAs);
        } catch (PresetException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    /** Id of the preset that was saved. */
    private String save(PresetStore store, MatchResult result, String name) {
        Path file = Path.of(reference).getFileName();
        String doc = ("Made by 'attune match' with " + (file == null ? reference : file) + " as the reference.")
                .replaceAll("\\p{Cntrl}", "?");
        try {
            return store.save(name, doc, Preset.SOUND_VERSION, result.params()).id();
        } catch (PresetException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private static double number(String option, String text, double min, double max, String unit) {
        String range = NumberText.plain(min) + " to " + NumberText.plain(max) + " " + unit;
        double value = NumberText.decimal(option, text, range);
        if (value < min || value > max) {
            throw NumberText.refused(option, text, range);
        }
        return value;
    }

    /** Value of --amount. */
    static final class Amount implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number("--amount", text, 0, MatchOptions.LARGEST_AMOUNT_PERCENT, "%");
        }
    }

    /** Value of --range. */
    static final class Range implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number("--range", text, 0, MatchOptions.LARGEST_RANGE_DB, "dB");
        }
    }

    /** Value of --smoothing. */
    static final class Smoothing implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number(
                    "--smoothing",
                    text,
                    MatchOptions.LEAST_SMOOTHING_OCTAVES,
                    MatchOptions.LARGEST_SMOOTHING_OCTAVES,
                    "octaves");
        }
    }

    /** Value of --only. */
    static final class Parts implements ITypeConverter<Set<MatchPart>> {
        private static final List<String> NAMES =
                Arrays.stream(MatchPart.values()).map(MatchReport::name).toList();

        @Override
        public Set<MatchPart> convert(String text) {
            List<MatchPart> found = new ArrayList<>();
            for (String word : text.split(",", -1)) {
                int place = NAMES.indexOf(word.strip().toLowerCase(Locale.ROOT));
                if (place < 0) {
                    throw CliException.usage("--only takes " + String.join(", ", NAMES) + ", not '" + word + "'."
                            + CloseNames.hint(word, NAMES));
                }
                found.add(MatchPart.values()[place]);
            }
            return EnumSet.copyOf(found);
        }
    }
}
