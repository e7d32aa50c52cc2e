package attune.learn.policy;

import attune.learn.analysis.HumFinding;
import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.NoiseFinding;
import attune.learn.analysis.ToneFinding;
import java.util.ArrayList;
import java.util.List;

/**
 * What the policy is told of an input: values in a fixed order, finite, none of which depends on the level at which the clip was
 * recorded. The order is part of the model's format.
 */
public final class PolicyFeatures {
    /** Edges in Hz between which the tone's deviation is averaged: one region for each band of the equaliser. */
    private static final double[] TONE_EDGES_HZ = {90, 145, 285, 565, 1130, 2260, 4500, 9000};

    private static final double LOUDEST_CREST_DB = 40;
    private static final List<String> NAMES = makeNames();
    /** How many values there are. */
    public static final int COUNT = NAMES.size();

    private PolicyFeatures() {}

    private static List<String> makeNames() {
        List<String> names = new ArrayList<>();
        for (double edge : NoiseFinding.BAND_EDGES_HZ) {
            names.add("snr-to-" + Math.round(edge));
        }
        names.addAll(List.of(
                "snr",
                "noise-stationary",
                "hum-strength",
                "hum-prominence",
                "level-variation",
                "active-share",
                "sibilance",
                "clipped",
                "crest",
                "tilt",
                "treble",
                "presence"));
        for (int i = 1; i < TONE_EDGES_HZ.length; i++) {
            names.add("tone-to-" + Math.round(TONE_EDGES_HZ[i]));
        }
        return List.copyOf(names);
    }

    /** Names in the order of {@link #of}. */
    public static List<String> names() {
        return NAMES;
    }

    /** Values of one input, in dB but for shares. */
    public static double[] of(InputAnalysis analysis) {
        List<Double> v = new ArrayList<>(analysis.noise().snrDb());
        v.add(analysis.noise().meanSnrDb());
        v.add(analysis.noise().stationary() ? 1.0 : 0.0);
        HumFinding hum = analysis.hum();
        v.add(hum.present() ? hum.strengthDb() : 0);
        v.add(
                hum.present()
                        ? hum.prominencesDb().stream().mapToDouble(d -> d).max().orElse(0)
                        : 0);
        v.add(analysis.levelVariationDb());
        v.add(analysis.activeShare());
        v.add(analysis.sibilanceDb());
        v.add(Math.sqrt(100 * analysis.clippedShare()));
        v.add(Math.min(LOUDEST_CREST_DB, analysis.truePeakDbtp() - analysis.integratedLufs()));
        ToneFinding tone = analysis.tone();
        v.add(tone.tiltDbPerOctave());
        v.add(tone.trebleDb());
        v.add(tone.presenceDb());
        for (int i = 1; i < TONE_EDGES_HZ.length; i++) {
            v.add(deviation(tone, TONE_EDGES_HZ[i - 1], TONE_EDGES_HZ[i]));
        }
        return v.stream()
                .mapToDouble(value -> Double.isFinite(value) ? value : 0)
                .toArray();
    }

    private static double deviation(ToneFinding tone, double fromHz, double toHz) {
        double sum = 0;
        int n = 0;
        for (int b = 0; b < tone.centresHz().size(); b++) {
            if (tone.centresHz().get(b) >= fromHz && tone.centresHz().get(b) < toHz) {
                sum += tone.deviationDb().get(b);
                n++;
            }
        }
        return sum / Math.max(1, n);
    }
}
