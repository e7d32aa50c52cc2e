package attune.cli;

import attune.api.LoudnessTarget;
import attune.cli.audio.AudioFiles;
import attune.cli.audio.AudioSource;
import attune.cli.audio.Ffmpeg;
import attune.control.store.LoudnessTargets;
import attune.control.store.MeasuredLoudness;
import attune.control.store.TargetCheck;
import attune.control.store.TargetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune measure FILE…}: loudness, range and true peak of files, and what platforms make of them. */
@Command(
        name = "measure",
        description = "Measures loudness and true peak of files, and says what platforms would do with them.",
        footer = {
            "",
            "After ITU-R BS.1770-5, EBU Tech 3341 and 3342. Ends with 1 where a file does not meet the target named.",
            "Targets and their sources: 'targets.json' of your own in ~/.local/share/attune replaces those that came"
                    + " with Attune."
        })
final class MeasureCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Sound files.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--target",
            paramLabel = "ID",
            description = "Hold the files against this target only, as ebu-r128, apple-podcasts or spotify.")
    private @Nullable String targetId;

    @Option(names = "--json", description = "One JSON list, an object for each file.")
    private boolean json;

    MeasureCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<LoudnessTarget> targets = targets();
        AudioFiles files = new AudioFiles(Ffmpeg.find(places.path()));
        List<MeasureReport> reports = new ArrayList<>();
        for (Path input : inputs) {
            MeasureReport report = measure(files, input, targets);
            reports.add(report);
            if (!json) {
                report.print(terminal.out());
            }
            if (report.warning() != null) {
                terminal.err().println("attune: " + report.warning());
            }
        }
        if (json) {
            JsonText.print(terminal, reports.stream().map(MeasureReport::toMap).toList());
        }
        return targetId != null && reports.stream().anyMatch(MeasureReport::fails) ? CliException.FAILED : 0;
    }

    private List<LoudnessTarget> targets() {
        LoudnessTargets targets = new LoudnessTargets(places.factoryPresets(), places.dataHome());
        try {
            return targetId == null ? targets.all().targets() : List.of(targets.find(targetId));
        } catch (TargetException e) {
            if (targetId != null) {
                throw CliException.usage(String.valueOf(e.getMessage()));
            }
            // What was asked for first is the measures; they need no targets.
            terminal.err().println("attune: " + e.getMessage());
            return List.of();
        }
    }

    private MeasureReport measure(AudioFiles files, Path input, List<LoudnessTarget> targets) throws IOException {
        try (AudioSource source = files.open(input);
                ProgressBar bar = terminal.progressBar()) {
            FileLoudness loudness = new FileLoudness(source);
            String name = String.valueOf(input.getFileName());
            MeasuredLoudness measured =
                    loudness.measure(done -> bar.show(name, done, source.info().seconds()));
            String warning = source.warning().orElse(null);
            if (loudness.replacedSamples() > 0) {
                warning = input + " has " + loudness.replacedSamples() + " samples that are no numbers; they count as"
                        + " silence.";
            }
            List<TargetCheck> checks = targets.stream()
                    .map(target -> TargetCheck.of(target, measured))
                    .toList();
            return new MeasureReport(input, source.info().channels(), measured, checks, warning);
        }
    }
}
