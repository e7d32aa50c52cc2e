package attune.learn.policy;

import attune.learn.analysis.HumFinding;
import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.PowerFrames;
import attune.learn.analysis.SteadyFloor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an input policy for the noise of music is told: how far the music stands over what stays, and how much that is like noise,
 * by band. Finite, and none depends on the level at which the clip was recorded. The order is part of the model's format.
 */
public final class MusicFeatures {
    private static final double[] EDGES_HZ = {60, 300, 1_000, 2_500, 5_000, 7_600};
    private static final double BIN_HZ = 16_000.0 / PowerFrames.FRAME;
    private static final double MOST_DB = 80;
    private static final double LOUDEST_CREST_DB = 40;
    private static final List<String> NAMES = makeNames();
    /** How many values there are. */
    public static final int COUNT = NAMES.size();

    private MusicFeatures() {}

    private static List<String> makeNames() {
        List<String> names = new ArrayList<>();
        for (int b = 1; b < EDGES_HZ.length; b++) {
            for (String of : List.of("over-floor", "spread", "roughness", "scatter", "share")) {
                names.add(of + "-to-" + Math.round(EDGES_HZ[b]));
            }
        }
        names.addAll(List.of(
                "loudest",
                "quietest",
                "hum-strength",
                "level-variation",
                "snr",
                "noise-stationary",
                "active-share",
                "crest"));
        return List.copyOf(names);
    }

    /** Names in the order of {@link #of}. */
    public static List<String> names() {
        return NAMES;
    }

    /** Values of one input. */
    public static double[] of(InputAnalysis analysis) {
        SteadyFloor floor = SteadyFloor.of(analysis);
        double all = Arrays.stream(floor.noise()).sum();
        double[] out = new double[COUNT];
        int n = 0;
        for (int b = 1; b < EDGES_HZ.length; b++) {
            n = band(floor, all, EDGES_HZ[b - 1], EDGES_HZ[b], out, n);
        }
        HumFinding hum = analysis.hum();
        out[n++] = floor.loudestDb();
        out[n++] = floor.quietestDb();
        out[n++] = hum.present() ? hum.strengthDb() : 0;
        out[n++] = analysis.levelVariationDb();
        out[n++] = analysis.noise().meanSnrDb();
        out[n++] = analysis.noise().stationary() ? 1 : 0;
        out[n++] = analysis.activeShare();
        out[n] = Math.min(LOUDEST_CREST_DB, analysis.truePeakDbtp() - analysis.integratedLufs());
        for (int i = 0; i < out.length; i++) {
            out[i] = Double.isFinite(out[i]) ? Math.max(-MOST_DB, Math.min(MOST_DB, out[i])) : 0;
        }
        return out;
    }

    private static int band(SteadyFloor floor, double all, double fromHz, double toHz, double[] out, int at) {
        double mean = 0;
        double noise = 0;
        double spread = 0;
        double rough = 0;
        double scatter = 0;
        int bins = 0;
        for (int k = (int) Math.ceil(fromHz / BIN_HZ); k < toHz / BIN_HZ; k++) {
            mean += floor.mean()[k];
            noise += floor.noise()[k];
            spread += floor.spreadDb()[k];
            rough += Math.abs(10 * Math.log10(floor.level()[k] / floor.noise()[k]));
            scatter += floor.scatter()[k];
            bins++;
        }
        out[at] = 10 * Math.log10(mean / noise);
        out[at + 1] = spread / bins;
        out[at + 2] = rough / bins;
        out[at + 3] = scatter / bins;
        out[at + 4] = 10 * Math.log10(noise / all);
        return at + 5;
    }
}
