package attune.learn.analysis;

import attune.learn.audio.MonoLoudness;
import attune.learn.truth.ContentMaterial;
import attune.learn.truth.MaterialSplit;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Writes the features of all labelled clips as CSV: what src/test/reference/train_content_classifier.py learns from. */
final class ContentStudy {
    private ContentStudy() {}

    /**
     * Features of one side.
     *
     * @param arguments DEVELOPMENT or HELD_OUT, and the file to write
     */
    public static void main(String[] arguments) throws IOException {
        MaterialSplit side = MaterialSplit.valueOf(arguments[0]);
        try (PrintStream out = new PrintStream(arguments[1], java.nio.charset.StandardCharsets.UTF_8)) {
            out.println("name,label," + String.join(",", ContentFeatures.NAMES));
            for (ContentMaterial.Labelled clip : ContentMaterial.clips(side, 1)) {
                String values = DoubleStream.of(features(clip.mono()).values())
                        .mapToObj(v -> String.format(Locale.ROOT, "%.5f", v))
                        .collect(Collectors.joining(","));
                out.println(clip.name() + "," + clip.label() + "," + values);
            }
        }
    }

    static ContentFeatures features(float[] mono) {
        double lufs = new MonoLoudness().integratedLufs(mono);
        float gain = (float) Math.pow(10, (CleanEstimate.LEVEL_LUFS - lufs) / 20);
        return new ContentFeatures(mono, CleanEstimate.of(mono, gain, SpeechTarget.LEVELS_DB));
    }
}
