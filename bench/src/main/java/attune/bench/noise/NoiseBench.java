package attune.bench.noise;

import attune.bench.BenchException;
import attune.bench.Figure;
import attune.dsp.core.LatencyMode;
import attune.learn.audio.Resampler;
import attune.learn.truth.Alignment;
import attune.learn.truth.GeneratedNoise;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.NoisySpeech;
import attune.learn.truth.Recordings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Noise reduction on recorded speech in white, pink and fan noise and on clean speech: Attune in both modes beside
 * ffmpeg's afftdn and, on request, RNNoise. All are measured at the recordings' 16 kHz, at which afftdn plays too (it does
 * better there than at 48 kHz); Attune and RNNoise play at 48 kHz.
 */
public final class NoiseBench {
    private static final int CLIPS = 6;
    private static final int[] SNRS_DB = {5, 10, 15};
    private static final int USUAL_DB = 12;
    private static final int STRONG_DB = 18;
    private static final int LARGEST_DELAY = 4_000;
    private static final String AFFTDN = "afftdn=nr=8:nf=-40";

    private final Path work;
    private final boolean peers;
    private final Consumer<Figure> figures;
    private final PrintStream out;

    /** A noise at a level, or none. */
    private record Condition(Optional<GeneratedNoise> noise, int snrDb) {
        static List<Condition> all() {
            List<Condition> all = new ArrayList<>(List.of(new Condition(Optional.empty(), 0)));
            for (GeneratedNoise noise : GeneratedNoise.values()) {
                for (int snrDb : SNRS_DB) {
                    all.add(new Condition(Optional.of(noise), snrDb));
                }
            }
            return all;
        }

        double[] apply(double[] clean, int clip) {
            long seed = 1_000L * (clip + 1) + snrDb;
            return noise.map(kind -> NoisySpeech.mix(clean, NoisySpeech.RATE_HZ, kind, snrDb, seed))
                    .orElse(clean);
        }

        String title() {
            return noise.map(kind -> kind.name().toLowerCase(Locale.ROOT) + " noise " + snrDb + " dB below the speech")
                    .orElse("clean speech");
        }

        String id() {
            return noise.map(kind -> kind.name().toLowerCase(Locale.ROOT) + "_" + snrDb)
                    .orElse("clean");
        }
    }

    /**
     * A bench.
     *
     * @param work scratch folder
     * @param peers whether RNNoise is fetched and measured as well
     * @param figures told every mean
     * @param out for the tables
     */
    public NoiseBench(Path work, boolean peers, Consumer<Figure> figures, PrintStream out) {
        this.work = work;
        this.peers = peers;
        this.figures = figures;
        this.out = out;
    }

    /**
     * Measures one part of the recordings and prints a table for each noise and one for all noises together.
     *
     * @throws BenchException where recordings or ffmpeg are missing
     */
    public void run(MaterialSplit split) throws IOException, BenchException {
        Optional<String> missing = Recordings.missing();
        if (missing.isPresent()) {
            throw new BenchException(missing.get());
        }
        List<Reducer> reducers = reducers();
        List<double[]> clips = NoisySpeech.clips(split, CLIPS);
        int[] delays = delays(reducers, clips.get(0));
        String words = split.name().toLowerCase(Locale.ROOT).replace('_', '-');
        double seconds = clips.stream().mapToInt(clip -> clip.length).sum() / (double) NoisySpeech.RATE_HZ;
        out.printf(
                Locale.ROOT,
                "%nNoise reduction, %s recordings: %d clips, %.0f s; Attune lowers by so many dB at most.%n"
                        + "Behind each mean: less the input's, less afftdn's, with 95 %% intervals over the clips.%n",
                words,
                clips.size(),
                seconds);
        NoiseTables tables = new NoiseTables(reducers, words, figures, out);
        List<NoiseScore[][]> noisy = new ArrayList<>();
        for (Condition condition : Condition.all()) {
            NoiseScore[][] scores = scores(condition, clips, reducers, delays);
            tables.print(condition.title(), condition.id(), Collections.singletonList(scores));
            if (condition.noise().isPresent()) {
                noisy.add(scores);
            }
        }
        tables.print("all noises and levels together", "noisy", noisy);
    }

    /** Beside the input: ours, then afftdn, then what else there is. */
    private List<Reducer> reducers() throws IOException {
        List<Reducer> all = new ArrayList<>(List.of(
                new AttuneReducer(LatencyMode.QUALITY, USUAL_DB),
                new AttuneReducer(LatencyMode.QUALITY, STRONG_DB),
                new AttuneReducer(LatencyMode.LIVE, USUAL_DB),
                new FfmpegReducer("ffmpeg " + AFFTDN, NoiseTables.PEER, AFFTDN, NoisySpeech.RATE_HZ, work)));
        if (peers) {
            Optional<Reducer> rnnoise = RnnoiseReducer.fetch(work);
            rnnoise.ifPresent(all::add);
            if (rnnoise.isEmpty()) {
                System.err.println(RnnoiseReducer.MISSING);
            }
        }
        return all;
    }

    /** Delay of each, found on a clean clip: that of a reducer does not depend on its input. */
    private static int[] delays(List<Reducer> reducers, double[] clean) throws IOException, BenchException {
        int[] delays = new int[reducers.size()];
        for (int r = 0; r < delays.length; r++) {
            double[] input = Resampler.resample(
                    clean, NoisySpeech.RATE_HZ, reducers.get(r).rateHz());
            delays[r] = Alignment.delayFrames(input, reducers.get(r).reduce(input), LARGEST_DELAY);
        }
        return delays;
    }

    /** By row of the table, the input first, and by clip. */
    private static NoiseScore[][] scores(
            Condition condition, List<double[]> clips, List<Reducer> reducers, int[] delays)
            throws IOException, BenchException {
        NoiseScore[][] scores = new NoiseScore[reducers.size() + 1][clips.size()];
        try {
            IntStream.range(0, clips.size()).parallel().forEach(clip -> {
                double[] clean = clips.get(clip);
                double[] noisy = condition.apply(clean, clip);
                scores[NoiseTables.INPUT][clip] = NoiseScore.of(clean, noisy, noisy);
                for (int r = 0; r < delays.length; r++) {
                    double[] reduced = reduce(reducers.get(r), delays[r], noisy);
                    scores[r + 1][clip] = NoiseScore.of(clean, noisy, reduced);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IllegalStateException e) {
            throw new BenchException(String.valueOf(e.getMessage()), e);
        }
        return scores;
    }

    private static double[] reduce(Reducer reducer, int delay, double[] noisy) {
        try {
            double[] input = Resampler.resample(noisy, NoisySpeech.RATE_HZ, reducer.rateHz());
            double[] output = Alignment.advance(reducer.reduce(input), delay, input.length);
            return Arrays.copyOf(Resampler.resample(output, reducer.rateHz(), NoisySpeech.RATE_HZ), noisy.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BenchException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
