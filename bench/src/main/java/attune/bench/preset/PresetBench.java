package attune.bench.preset;

import attune.bench.Figure;
import attune.bench.TextTable;
import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.learn.truth.ClipScore;
import attune.learn.truth.Degradation;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationClip.Content;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import attune.param.MacroSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * What each factory preset makes of the {@link EvaluationCorpus}, against leaving the clip alone: steps by content and
 * state, loudness, range, true peak. Development clips are what presets may be made on; held-out ones only check.
 */
public final class PresetBench {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double TARGET_LUFS = -16;

    private final PresetStore store;
    private final Consumer<Figure> figures;
    private final PrintStream out;

    /**
     * A bench of the presets in a folder.
     *
     * @param figures told every mean
     * @param out for the tables
     */
    public PresetBench(PresetStore store, Consumer<Figure> figures, PrintStream out) {
        this.store = store;
        this.figures = figures;
        this.out = out;
    }

    /** One preset on one clip. */
    private record Outcome(
            EvaluationClip clip, ClipScore dry, ClipScore wet, double rangeLu, double dryRangeLu, double truePeakDbtp) {
        double steps() {
            return wet.stepsOver(dry);
        }

        double lufs() {
            return wet.loudnessLufs();
        }

        double moreDistanceDb() {
            return wet.logSpectralDistanceDb() - dry.logSpectralDistanceDb();
        }

        double moreEstoi() {
            return wet.estoi() - dry.estoi();
        }
    }

    /** Plays every preset over every clip of one part and prints a table. */
    public void run(MaterialSplit split) throws IOException, PresetException {
        List<EvaluationClip> clips = new ArrayList<>();
        for (String name : EvaluationCorpus.names(split)) {
            clips.add(EvaluationCorpus.make(split, name));
        }
        out.printf(
                "%nFactory presets, %s clips: steps better (+) or worse (-) than untouched; change of log-spectral distance and ESTOI%n",
                words(split));
        TextTable table = new TextTable(
                "preset",
                "speech degraded",
                "worst",
                "LSD dB",
                "ESTOI",
                "speech clean",
                "LSD dB",
                "ESTOI",
                "music degraded",
                "music clean",
                "LUFS",
                "range LU",
                "untouched",
                "peak dBTP");
        List<String> ids = store.ids();
        for (String id : ids) {
            Preset preset = store.find(id);
            System.err.printf("%s (%d of %d), %d clips%n", id, ids.indexOf(id) + 1, ids.size(), clips.size());
            List<Outcome> outcomes =
                    clips.stream().parallel().map(clip -> outcome(preset, clip)).toList();
            print(table, preset, outcomes, split);
        }
        table.print(out);
    }

    private static String words(MaterialSplit split) {
        return split.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Outcome outcome(Preset preset, EvaluationClip clip) {
        int frames = clip.input().length / QUANTUM * QUANTUM;
        Engine engine = new Engine();
        engine.prepare(new ProcessSpec(clip.rateHz(), 2));
        engine.recall(0, preset.params());
        MacroSnapshot macros = new MacroSnapshot();
        engine.start(macros);
        double[][] played = new double[2][clip.input().length];
        float[][] block = new float[2][QUANTUM];
        int latency = engine.latencyFrames();
        for (int start = 0; start < frames + latency; start += QUANTUM) {
            for (float[] channel : block) {
                for (int i = 0; i < QUANTUM; i++) {
                    channel[i] = start + i < clip.input().length ? (float) clip.input()[start + i] : 0;
                }
            }
            engine.process(block, QUANTUM);
            for (int c = 0; c < 2; c++) {
                for (int i = 0; i < QUANTUM; i++) {
                    int at = start + i - latency;
                    if (at >= 0 && at < played[c].length) {
                        played[c][at] = block[c][i];
                    }
                }
            }
        }
        ClipScore dry = ClipScore.of(clip, new double[][] {clip.input(), clip.input()}, TARGET_LUFS);
        ClipScore wet = ClipScore.of(clip, played, TARGET_LUFS);
        return new Outcome(
                clip.described(),
                dry,
                wet,
                engine.meters().outputLoudnessRangeLu,
                engine.meters().inputLoudnessRangeLu,
                engine.meters().outputTruePeakDbtp);
    }

    private void print(TextTable table, Preset preset, List<Outcome> outcomes, MaterialSplit split) {
        double speech = mean(outcomes, Content.SPEECH, false, Outcome::steps);
        double cleanSpeech = mean(outcomes, Content.SPEECH, true, Outcome::steps);
        double music = mean(outcomes, Content.MUSIC, false, Outcome::steps);
        double cleanMusic = mean(outcomes, Content.MUSIC, true, Outcome::steps);
        double worst = outcomes.stream()
                .filter(outcome -> outcome.clip().content() == Content.SPEECH && !isClean(outcome))
                .mapToDouble(Outcome::steps)
                .min()
                .orElse(Double.NaN);
        table.row(
                preset.id(),
                signed(speech),
                signed(worst),
                signed(speech(outcomes, false, Outcome::moreDistanceDb)),
                exact(speech(outcomes, false, Outcome::moreEstoi)),
                signed(cleanSpeech),
                signed(speech(outcomes, true, Outcome::moreDistanceDb)),
                exact(speech(outcomes, true, Outcome::moreEstoi)),
                signed(music),
                signed(cleanMusic),
                plain(outcomes.stream().mapToDouble(Outcome::lufs).average().orElse(Double.NaN)),
                plain(outcomes.stream().mapToDouble(Outcome::rangeLu).average().orElse(Double.NaN)),
                plain(outcomes.stream()
                        .mapToDouble(Outcome::dryRangeLu)
                        .average()
                        .orElse(Double.NaN)),
                plain(outcomes.stream().mapToDouble(Outcome::truePeakDbtp).max().orElse(Double.NaN)));
        String how = words(split) + " clips of the evaluation corpus, against untouched";
        figures.accept(Figure.of("preset." + preset.id() + ".speech_degraded", speech, "steps", null, how));
        figures.accept(Figure.of("preset." + preset.id() + ".speech_clean", cleanSpeech, "steps", null, how));
        figures.accept(Figure.of("preset." + preset.id() + ".music_degraded", music, "steps", null, how));
        figures.accept(Figure.of("preset." + preset.id() + ".music_clean", cleanMusic, "steps", null, how));
    }

    private static boolean isClean(Outcome outcome) {
        return outcome.clip().degradation() == Degradation.CLEAN;
    }

    private static double speech(List<Outcome> outcomes, boolean clean, ToDoubleFunction<Outcome> measure) {
        return mean(outcomes, Content.SPEECH, clean, measure);
    }

    private static double mean(
            List<Outcome> outcomes, Content content, boolean clean, ToDoubleFunction<Outcome> measure) {
        return outcomes.stream()
                .filter(outcome -> outcome.clip().content() == content && isClean(outcome) == clean)
                .mapToDouble(measure)
                .average()
                .orElse(Double.NaN);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.2f", value);
    }

    private static String exact(double value) {
        return String.format(Locale.ROOT, "%+.3f", value);
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
