package attune.learn.analysis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Tells speech, music, mixtures, noise and silence apart by multinomial logistic regression over {@link ContentFeatures}.
 * What repeats itself is no voice alone, and what has no pitch is no voice that anything could be known of.
 * Its weights (content-classifier.csv) were learned from development clips by
 * src/test/reference/train_content_classifier.py; {@code ContentClassifierTest} prints the confusion on held-out ones.
 */
final class ContentClassifier {
    private static final String WEIGHTS = "content-classifier.csv";
    private static final double SILENT_LUFS = -60;
    /** Where the best of speech, music and noise is less probable than this, it is too close to call. */
    private static final double LEAST_PROBABILITY = 0.5;

    private static final double MUCH_MORE = 3;
    /** A voice never says the same again and again: of 84 development clips of speech the highest has 0.35. */
    private static final double MOST_REPETITION_OF_SPEECH = 0.5;

    /** A voice has pitch: of the development clips of speech without much noise the lowest share of it is 0.39, … */
    private static final double LEAST_VOICED = 0.25;
    /** … and 0.09 where noise hides it. */
    private static final double LEAST_VOICED_IN_NOISE = 0.05;

    private static final double QUIET_SNR_DB = 20;

    private static final int REPETITION = ContentFeatures.NAMES.indexOf("repetition");
    private static final int VOICED = ContentFeatures.NAMES.indexOf("voiced_share");
    private static final int SNR = ContentFeatures.NAMES.indexOf("snr_db");

    private static final Map<ContentClass, double[]> MODEL = load();

    private ContentClassifier() {}

    /** Class with its probability, and all probabilities. */
    record Result(ContentClass contentClass, double confidence, Map<ContentClass, Double> probabilities) {}

    /**
     * Silence by loudness, everything else by features.
     *
     * @param steadyNoise whether steady noise or hum fills the pauses: that looks like music behind a voice, so where
     *     speech is much more probable than music, what goes to the mixture is shared between the two
     */
    static Result classify(double lufs, ContentFeatures features, boolean steadyNoise) {
        Map<ContentClass, Double> probabilities = new EnumMap<>(ContentClass.class);
        for (ContentClass c : ContentClass.values()) {
            probabilities.put(c, 0.0);
        }
        if (!(lufs > SILENT_LUFS)) {
            probabilities.put(ContentClass.SILENCE, 1.0);
            return new Result(ContentClass.SILENCE, 1, probabilities);
        }
        double[] x = features.values();
        double total = 0;
        for (Map.Entry<ContentClass, double[]> row : MODEL.entrySet()) {
            double p = Math.exp(Math.min(50, logit(row.getValue(), x)));
            probabilities.put(row.getKey(), p);
            total += p;
        }
        double sum = total;
        probabilities.replaceAll((c, p) -> p / sum);
        if (x[REPETITION] > MOST_REPETITION_OF_SPEECH) {
            boolean mixed = probabilities.getOrDefault(ContentClass.MIXED, 0.0)
                    > probabilities.getOrDefault(ContentClass.MUSIC, 0.0);
            moveSpeech(probabilities, mixed ? ContentClass.MIXED : ContentClass.MUSIC, 1);
        } else if (x[VOICED] < (x[SNR] > QUIET_SNR_DB ? LEAST_VOICED : LEAST_VOICED_IN_NOISE)) {
            moveSpeech(probabilities, ContentClass.MUSIC, 0.5);
            moveSpeech(probabilities, ContentClass.MIXED, 1);
        }
        if (steadyNoise) {
            shareMixture(probabilities);
        }
        return pick(probabilities);
    }

    private static void moveSpeech(Map<ContentClass, Double> probabilities, ContentClass to, double share) {
        double speech = probabilities.getOrDefault(ContentClass.SPEECH, 0.0);
        probabilities.merge(to, share * speech, Double::sum);
        probabilities.put(ContentClass.SPEECH, (1 - share) * speech);
    }

    private static void shareMixture(Map<ContentClass, Double> probabilities) {
        double speech = probabilities.getOrDefault(ContentClass.SPEECH, 0.0);
        double music = probabilities.getOrDefault(ContentClass.MUSIC, 0.0);
        double mixed = probabilities.getOrDefault(ContentClass.MIXED, 0.0);
        if (speech > MUCH_MORE * music) {
            probabilities.put(ContentClass.SPEECH, speech + mixed * speech / (speech + music));
            probabilities.put(ContentClass.MUSIC, music + mixed * music / (speech + music));
            probabilities.put(ContentClass.MIXED, 0.0);
        }
    }

    private static Result pick(Map<ContentClass, Double> probabilities) {
        ContentClass best = ContentClass.MIXED;
        for (Map.Entry<ContentClass, Double> entry : probabilities.entrySet()) {
            best = entry.getValue() > probabilities.getOrDefault(best, 0.0) ? entry.getKey() : best;
        }
        if (probabilities.getOrDefault(best, 0.0) < LEAST_PROBABILITY) {
            best = ContentClass.MIXED;
        }
        return new Result(best, probabilities.getOrDefault(best, 0.0), probabilities);
    }

    private static double logit(double[] row, double[] x) {
        double sum = row[0];
        for (int i = 0; i < x.length; i++) {
            sum += row[i + 1] * x[i];
        }
        return sum;
    }

    private static Map<ContentClass, double[]> load() {
        Map<ContentClass, double[]> model = new EnumMap<>(ContentClass.class);
        try (InputStream stream = ContentClassifier.class.getResourceAsStream(WEIGHTS)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + WEIGHTS + " is missing from the learning agent's jar");
            }
            List<String> lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
            for (String line : lines.subList(1, lines.size())) {
                List<String> cells = List.of(line.split(","));
                double[] row = new double[ContentFeatures.NAMES.size() + 1];
                for (int i = 0; i < row.length; i++) {
                    row[i] = Double.parseDouble(cells.get(i + 1));
                }
                model.put(ContentClass.valueOf(cells.get(0)), row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + WEIGHTS + " can't be read", e);
        }
        return model;
    }
}
