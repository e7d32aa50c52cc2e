package attune.learn.analysis;

import attune.learn.truth.ContentMaterial;
import attune.learn.truth.Degradation;
import attune.learn.truth.MaterialSplit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How often hum is found where there is some, and where there is none: clean music and voices, each at its own pitch and moved so
 * that its strongest line lies on the mains, and each with hum under it. {@code mvn -pl learning-agent -am test -Dtest=HumStudy
 * -Dattune.study=DEVELOPMENT -Dsurefire.failIfNoSpecifiedTests=false}
 */
final class HumStudy {
    private static final int RATE_HZ = 16_000;
    /** Where {@link Degradation} puts it. */
    private static final double HUM_BELOW_DB = 12;

    private static final double[] BELOW_DB = {8, 12, 18};
    private static final int LOWEST_BIN = 60;
    private static final int HIGHEST_BIN = 1_200;
    private static final double BIN_HZ = 16_000.0 / 32_768;

    @Test
    @EnabledIfSystemProperty(named = "attune.study", matches = "DEVELOPMENT|HELD_OUT")
    void hum_when_there_is_none_and_when_there_is_some_expect_a_table() throws IOException {
        List<ContentMaterial.Labelled> clips = clean(MaterialSplit.valueOf(System.getProperty("attune.study")));
        for (ContentClass kind : List.of(ContentClass.MUSIC, ContentClass.SPEECH)) {
            List<ContentMaterial.Labelled> some =
                    clips.stream().filter(clip -> clip.label() == kind).toList();
            List<String> taken = new ArrayList<>();
            List<String> moved = new ArrayList<>();
            int[] found = new int[BELOW_DB.length];
            for (int i = 0; i < some.size(); i++) {
                double[] clean = wide(some.get(i).mono());
                Degradation mains = i % 2 == 0 ? Degradation.HUM_50 : Degradation.HUM_60;
                if (find(clean).present()) {
                    taken.add(some.get(i).name());
                }
                if (find(onMains(clean, i % 2 == 0 ? 50 : 60)).present()) {
                    moved.add(some.get(i).name());
                }
                double[] hum = mains.apply(clean, RATE_HZ, 31 + i);
                for (int b = 0; b < BELOW_DB.length; b++) {
                    double gain = Math.pow(10, (HUM_BELOW_DB - BELOW_DB[b]) / 20);
                    double[] mixed = new double[clean.length];
                    for (int k = 0; k < mixed.length; k++) {
                        mixed[k] = clean[k] + gain * (hum[k] - clean[k]);
                    }
                    found[b] += find(mixed).present() ? 1 : 0;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d clips: taken for hum %s; moved onto the mains %s; hum found 8 dB below %d, 12 dB %d, 18 dB"
                            + " %d%n",
                    kind.id(),
                    some.size(),
                    taken,
                    moved,
                    found[0],
                    found[1],
                    found[2]);
        }
    }

    private static List<ContentMaterial.Labelled> clean(MaterialSplit side) throws IOException {
        return ContentMaterial.clips(side, 1).stream()
                .filter(clip -> !clip.name().endsWith("-noisy")
                        && List.of(Degradation.values()).stream()
                                .noneMatch(kind -> clip.name().endsWith("-" + kind)))
                .toList();
    }

    /** Played faster or slower, so that its strongest line is a harmonic of the mains. */
    private static double[] onMains(double[] x, double mainsHz) {
        double[] spectrum = HumDetector.steadySpectrum(narrow(x), 1);
        int top = LOWEST_BIN;
        for (int b = LOWEST_BIN; b < HIGHEST_BIN; b++) {
            top = spectrum[b] > spectrum[top] ? b : top;
        }
        double hz = top * BIN_HZ;
        double ratio = Math.max(1, Math.rint(hz / mainsHz)) * mainsHz / hz;
        double[] out = new double[x.length];
        for (int i = 0; i < out.length; i++) {
            double at = i * ratio % (x.length - 1);
            int below = (int) at;
            out[i] = x[below] + (at - below) * (x[below + 1] - x[below]);
        }
        return out;
    }

    private static HumFinding find(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return HumDetector.find(narrow(x), (float) (0.1 / Math.sqrt(sum / x.length)));
    }

    private static double[] wide(float[] x) {
        double[] out = new double[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = x[i];
        }
        return out;
    }

    private static float[] narrow(double[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) x[i];
        }
        return out;
    }
}
