package attune.learn.analysis;

import attune.learn.audio.CapturedClip;
import attune.learn.truth.Degradation;
import attune.learn.truth.JudgeMaterial;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.PackagedVoices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How far voices differ in tone, and what a fault adds: where the limits of {@link ToneBalance} come from. Clips that are surely
 * speech; each group of them (as a rule one speaker and microphone) counts once, whatever it holds. {@code mvn -pl
 * learning-agent -am test -Dtest=ToneStudy "-Dattune.tone.study=DEVELOPMENT 40 /tmp/voices"
 * -Dsurefire.failIfNoSpecifiedTests=false}: side, voices of {@link JudgeMaterial}, folder of the packages of {@link PackagedVoices}
 */
final class ToneStudy {
    private static final String ASKED = "attune.tone.study";
    private static final int RATE_HZ = JudgeMaterial.RATE_HZ;
    private static final int RESAMPLES = 4_000;
    private static final List<Degradation> FAULTS = List.of(Degradation.CLEAN, Degradation.DULL, Degradation.HARSH);

    /** Prints the spread of the balances for each fault, and how many are called what. */
    @Test
    @EnabledIfSystemProperty(named = ASKED, matches = ".+")
    void tone_when_of_many_voices_expect_a_table() throws Exception {
        String[] asked = System.getProperty(ASKED).split(" ", -1);
        MaterialSplit side = MaterialSplit.valueOf(asked[0]);
        List<JudgeMaterial.Voice> voices = new ArrayList<>(JudgeMaterial.voices(side, Integer.parseInt(asked[1])));
        voices.addAll(PackagedVoices.voices(side, Path.of(asked[2]), 2));
        Map<Degradation, Map<String, List<ToneFinding>>> found = new EnumMap<>(Degradation.class);
        for (JudgeMaterial.Voice voice : voices) {
            add(voice, found);
        }
        found.forEach((fault, groups) -> print(fault, groups.values()));
    }

    private static void add(JudgeMaterial.Voice voice, Map<Degradation, Map<String, List<ToneFinding>>> found)
            throws IOException, InterruptedException {
        double[] clean = voice.source().make();
        if (clean.length == 0 || !analysis(clean).isSurely(ContentClass.SPEECH)) {
            return;
        }
        // what follows the last blank counts the clips of a group
        String group = voice.name().replaceFirst(" \\d+$", "");
        for (Degradation fault : FAULTS) {
            found.computeIfAbsent(fault, key -> new LinkedHashMap<>())
                    .computeIfAbsent(group, key -> new ArrayList<>())
                    .add(analysis(fault.apply(clean, RATE_HZ, 1)).tone());
        }
    }

    private static InputAnalysis analysis(double[] x) {
        float[] mono = new float[x.length];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = (float) x[i];
        }
        return InputAnalysis.of(new CapturedClip(RATE_HZ, new float[][] {mono}, 0));
    }

    private static void print(Degradation fault, Collection<List<ToneFinding>> groups) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d clips of %d groups%n  treble %s%n  presence %s%n  edge %s%n",
                fault.label(),
                groups.stream().mapToInt(List::size).sum(),
                groups.size(),
                spread(groups, ToneFinding::trebleDb),
                spread(groups, ToneFinding::presenceDb),
                spread(groups, ToneFinding::edgeDb));
        for (ToneFinding.Fault told : ToneFinding.Fault.values()) {
            double[] share = shares(groups, told);
            double[] means = new double[RESAMPLES];
            Random random = new Random(1);
            for (int i = 0; i < RESAMPLES; i++) {
                means[i] = random.ints(share.length, 0, share.length)
                        .mapToDouble(g -> share[g])
                        .average()
                        .orElse(0);
            }
            System.out.printf(
                    Locale.ROOT,
                    "  told as %-6s %3.0f %% of groups [%.0f, %.0f]%n",
                    told,
                    100 * Arrays.stream(share).average().orElse(0),
                    100 * Percentile.of(means, 0.025),
                    100 * Percentile.of(means, 0.975));
        }
    }

    private static double[] shares(Collection<List<ToneFinding>> groups, ToneFinding.Fault told) {
        return groups.stream()
                .mapToDouble(group -> group.stream()
                        .mapToInt(tone -> tone.fault() == told ? 1 : 0)
                        .average()
                        .orElse(0))
                .toArray();
    }

    private static String spread(Collection<List<ToneFinding>> groups, ToDoubleFunction<ToneFinding> value) {
        double[] means = groups.stream()
                .mapToDouble(
                        group -> group.stream().mapToDouble(value).average().orElse(0))
                .toArray();
        double mean = Arrays.stream(means).average().orElse(0);
        double square = Arrays.stream(means).map(x -> (x - mean) * (x - mean)).sum();
        return String.format(
                Locale.ROOT,
                "mean %+.1f, deviation %.1f, %+.1f … %+.1f dB",
                mean,
                Math.sqrt(square / (means.length - 1)),
                Percentile.of(means, 0),
                Percentile.of(means, 1));
    }
}
