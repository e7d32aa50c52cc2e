package attune.learn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.learn.audio.MonoLoudness;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.SpeechCorpus;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The target curve is what it says it is; its log has the curve as it belongs into the source. */
final class SpeechTargetTest {
    private static final int AT_ONCE = 4;
    private static final int PROMPTS = 48;

    @BeforeAll
    static void need() {
        SpeechCorpus.assumeInstalled();
    }

    @Test
    void target_when_made_again_from_development_prompts_expect_the_committed_curve()
            throws IOException, InterruptedException {
        double[] mean = meanShape(SpeechCorpus.names(MaterialSplit.DEVELOPMENT).subList(0, PROMPTS));
        System.out.println(DoubleStream.of(mean)
                .mapToObj(v -> String.format(Locale.ROOT, "%.1f", v))
                .collect(Collectors.joining(", ", "target curve: ", "")));
        for (int b = 0; b < mean.length; b++) {
            assertThat(SpeechTarget.LEVELS_DB.get(b)).isCloseTo(mean[b], within(0.2));
        }
    }

    private static double[] meanShape(List<String> names) throws IOException, InterruptedException {
        double[] mean = new double[ThirdOctaveBins.COUNT];
        int groups = names.size() / AT_ONCE;
        List<Double> flat = Collections.nCopies(ThirdOctaveBins.COUNT, 0.0);
        for (int g = 0; g < groups; g++) {
            double[] prompts = SpeechCorpus.prompts(names.subList(g * AT_ONCE, (g + 1) * AT_ONCE));
            float[] mono = new float[prompts.length];
            for (int i = 0; i < mono.length; i++) {
                mono[i] = (float) prompts[i];
            }
            double lufs = new MonoLoudness().integratedLufs(mono);
            float gain = (float) Math.pow(10, (CleanEstimate.LEVEL_LUFS - lufs) / 20);
            double[] shape = CleanEstimate.of(mono, gain, flat).shapeDb();
            for (int b = 0; b < mean.length; b++) {
                mean[b] += shape[b] / groups;
            }
        }
        return mean;
    }
}
