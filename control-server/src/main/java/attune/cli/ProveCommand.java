package attune.cli;

import attune.api.PresetInfo;
import attune.cli.audio.AudioFiles;
import attune.cli.audio.Ffmpeg;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.learn.agent.Without;
import attune.learn.prove.KeptGain;
import attune.learn.prove.LearningCurve;
import attune.learn.prove.Proof;
import attune.learn.prove.ProofCorpus;
import attune.learn.prove.ProofReport;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.Recordings;
import attune.param.MacroTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune prove}: what learning is worth on recordings whose clean original is known. */
@Command(
        name = "prove",
        description = "Measures whether learning makes sound better, on recordings whose clean original is known.",
        footer = {
            "",
            "Each clip is played dry, with the factory default, with each factory preset and with what is learned from"
                    + " its first part; the last 20 s, which nobody heard, are held against the clean recording. Ends"
                    + " with 0 whatever comes out: it may well say that nothing improved."
        })
final class ProveCommand implements Callable<Integer> {
    private static final int MOST_ITERATIONS = 50;

    /** Which of the clips that are made from packages. */
    enum Material {
        heldout,
        development,
        both
    }

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(
            names = "--corpus",
            paramLabel = "DIR",
            description = "Folder of clean recordings of your own: each is played clean, and degraded in one way"
                    + " (default: clips that nothing was tuned on, made from packages of Debian).")
    private @Nullable Path folder;

    @Option(
            names = "--material",
            paramLabel = "WHICH",
            description =
                    "Which clips made from packages, ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). All was"
                            + " tuned on those of development, so their figures are the kind ones; both says what share of"
                            + " their gain held-out clips keep. Not with --corpus.")
    private Material material = Material.heldout;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            converter = Iterations.class,
            description = "Decisions for each clip, at most " + MOST_ITERATIONS + " (default: 3).")
    private int iterations = 3;

    @Option(names = "--more", description = "More than twice as many clips, with further voices; not with --corpus.")
    private boolean more;

    @Option(
            names = "--without",
            paramLabel = "NAME",
            split = ",",
            description = "Play degraded clips again without each of these, to see what it is worth: rules, presets,"
                    + " bandit, trees, or any strategy by its name; A+B leaves out both at once.")
    private List<String> without = List.of();

    @Option(
            names = "--with",
            paramLabel = "NAME",
            split = ",",
            description = "The same with each of those that are off at first: policy, factory-presets.")
    private List<String> with = List.of();

    @Option(names = "--details", description = "A line for each clip, too.")
    private boolean details;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw the learning curve into this file.")
    private @Nullable Path plot;

    @Option(names = "--overwrite", description = "Replace the picture where it exists.")
    private boolean overwrite;

    ProveCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (plot != null) {
            NewFile.requireFolder(plot);
            NewFile.requireFree(plot, null, overwrite);
        }
        Proof proof =
                new Proof(factoryPresets(), iterations, MacroTable.TARGET.spec().defaultValue(), others());
        List<ProofReport> reports = new ArrayList<>();
        for (ProofCorpus corpus : corpora()) {
            reports.add(played(corpus, proof));
        }
        print(reports);
        return 0;
    }

    private ProofReport played(ProofCorpus corpus, Proof proof) throws IOException {
        try (ProgressBar bar = terminal.progressBar()) {
            double seconds = (double) corpus.names().size() * EvaluationCorpus.SECONDS;
            return ProofReport.of(corpus, proof, iterations, (clip, share) -> bar.show(clip, share * seconds, seconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted before all clips were played.", e);
        }
    }

    private List<Without> others() {
        List<Without> others = new ArrayList<>();
        for (String together : without) {
            others.add(new Without(names("--without", together, Without.known())));
        }
        for (String together : with) {
            others.add(Without.with(names("--with", together, Without.addable())));
        }
        return others;
    }

    private static Set<String> names(String option, String together, Set<String> known) {
        Set<String> names = new TreeSet<>(List.of(together.split("\\+", -1)));
        for (String name : names) {
            if (!known.contains(name)) {
                throw CliException.usage(
                        option + "=" + name + " is nothing that it knows; it knows " + String.join(", ", known) + ".");
            }
        }
        return names;
    }

    /** Of development before held-out clips where both were played; the curve is the latter's. */
    private void print(List<ProofReport> reports) throws IOException {
        ProofReport last = reports.get(reports.size() - 1);
        KeptGain kept = reports.size() == 1 ? null : KeptGain.of(reports.get(0), last);
        if (plot != null) {
            try (NewFile file = NewFile.of(plot)) {
                Files.writeString(file.temporary(), LearningCurve.svg(last), StandardCharsets.UTF_8);
                file.commit();
            }
        }
        if (json) {
            JsonText.print(terminal, kept == null ? last.toMap() : document(reports.get(0), last, kept));
            return;
        }
        for (ProofReport report : reports) {
            if (details) {
                terminal.out().println(report.details());
            }
            terminal.out().print(report.text());
            if (kept != null) {
                terminal.out().println();
            }
        }
        if (kept != null) {
            terminal.out().print(kept.text());
        }
    }

    private static Map<String, @Nullable Object> document(ProofReport development, ProofReport heldOut, KeptGain kept) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("development", development.toMap());
        map.put("heldOut", heldOut.toMap());
        map.put("kept", kept.toMap());
        return map;
    }

    private List<ProofCorpus> corpora() throws IOException {
        if (folder != null && more) {
            throw CliException.usage("--more has no meaning beside --corpus.");
        }
        if (folder != null && material != Material.heldout) {
            throw CliException.usage("--material has no meaning beside --corpus.");
        }
        if (more && material == Material.development) {
            throw CliException.usage("--more has no meaning with --material development: all of its clips are played.");
        }
        if (folder != null) {
            return List.of(FolderCorpus.of(folder, new AudioFiles(Ffmpeg.find(places.path())), terminal));
        }
        Optional<String> missing = Recordings.missing().or(() -> more ? Recordings.missingVoices() : Optional.empty());
        if (missing.isPresent()) {
            throw CliException.failed(
                    missing.get() + "; install it, or name a folder of clean recordings with --corpus.");
        }
        return switch (material) {
            case heldout -> List.of(ProofCorpus.heldOut(more));
            case development -> List.of(ProofCorpus.development());
            case both -> List.of(ProofCorpus.development(), ProofCorpus.heldOut(more));
        };
    }

    private List<PresetInfo> factoryPresets() {
        PresetStore store = PresetFiles.store(places);
        Set<String> favourites = store.favourites();
        try {
            return store.all().presets().stream()
                    .map(preset -> store.info(preset, favourites))
                    .filter(PresetInfo::factory)
                    .toList();
        } catch (PresetException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    /** Value of --iterations. */
    static final class Iterations implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            String range = "1 to " + MOST_ITERATIONS;
            long value = NumberText.whole("--iterations", text, range);
            if (value < 1 || value > MOST_ITERATIONS) {
                throw NumberText.refused("--iterations", text, range);
            }
            return (int) value;
        }
    }
}
