package attune.learn.analysis;

import attune.learn.audio.CapturedClip;
import attune.learn.truth.ContentMaterial;
import attune.learn.truth.Degradation;
import attune.learn.truth.MaterialSplit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How far voices differ in tone, and what a fault adds: where the limits of {@link ToneBalance} come from. {@code mvn -pl
 * learning-agent -am test -Dtest=ToneStudy -Dattune.study=DEVELOPMENT -Dsurefire.failIfNoSpecifiedTests=false}
 */
final class ToneStudy {
    private static final int RATE_HZ = 16_000;
    private static final List<Degradation> FAULTS = List.of(Degradation.CLEAN, Degradation.DULL, Degradation.HARSH);

    /** Prints the spread of both balances for each fault. */
    @Test
    @EnabledIfSystemProperty(named = "attune.study", matches = "DEVELOPMENT|HELD_OUT")
    void tone_when_of_many_voices_expect_a_table() throws IOException {
        List<float[]> voices = cleanVoices(MaterialSplit.valueOf(System.getProperty("attune.study")));
        System.out.printf(Locale.ROOT, "%d voices%n", voices.size());
        for (Degradation fault : FAULTS) {
            List<ToneFinding> found = new ArrayList<>();
            for (float[] voice : voices) {
                found.add(tone(fault, voice));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-28s treble %s, presence %s, farthest band %s dB; told as %d none, %d dull, %d harsh, %d bright%n",
                    fault.label(),
                    range(found, ToneFinding::trebleDb),
                    range(found, ToneFinding::presenceDb),
                    range(found, ToneStudy::farthestDb),
                    count(found, ToneFinding.Fault.NONE),
                    count(found, ToneFinding.Fault.DULL),
                    count(found, ToneFinding.Fault.HARSH),
                    count(found, ToneFinding.Fault.BRIGHT));
        }
    }

    private static List<float[]> cleanVoices(MaterialSplit side) throws IOException {
        List<float[]> voices = new ArrayList<>();
        for (ContentMaterial.Labelled clip : ContentMaterial.clips(side, 1)) {
            boolean changed = clip.name().endsWith("-noisy")
                    || List.of(Degradation.values()).stream()
                            .anyMatch(kind -> clip.name().endsWith("-" + kind));
            if (clip.label() == ContentClass.SPEECH && !changed) {
                voices.add(clip.mono());
            }
        }
        return voices;
    }

    private static ToneFinding tone(Degradation fault, float[] voice) {
        double[] wide = new double[voice.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = voice[i];
        }
        double[] faulty = fault.apply(wide, RATE_HZ, 1);
        float[] mono = new float[faulty.length];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = (float) faulty[i];
        }
        return InputAnalysis.of(new CapturedClip(RATE_HZ, new float[][] {mono}, 0))
                .tone();
    }

    private static long count(List<ToneFinding> found, ToneFinding.Fault fault) {
        return found.stream().filter(tone -> tone.fault() == fault).count();
    }

    private static double farthestDb(ToneFinding tone) {
        return tone.deviationDb().stream().mapToDouble(Math::abs).max().orElse(0);
    }

    private static String range(List<ToneFinding> found, ToDoubleFunction<ToneFinding> value) {
        DoubleStream values = found.stream().mapToDouble(value);
        var of = values.summaryStatistics();
        return String.format(Locale.ROOT, "%+.1f … %+.1f", of.getMin(), of.getMax());
    }
}
