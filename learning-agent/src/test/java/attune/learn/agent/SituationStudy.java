package attune.learn.agent;

import attune.api.Situation;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.memory.SituationMatcher;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import attune.param.GentlePreset;
import java.io.IOException;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How far situations lie apart: where {@link SituationMatcher#THRESHOLD} and the limit of {@link SourceWatch} come from.
 * {@code mvn -pl learning-agent -am test -Dtest=SituationStudy -Dattune.study=DEVELOPMENT
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
final class SituationStudy {
    private static final int RATE_HZ = 16_000;
    private static final int FRAMES = 11 * RATE_HZ;

    private static Map<String, UnaryOperator<float[]>> faults() {
        Map<String, UnaryOperator<float[]>> faults = new LinkedHashMap<>();
        faults.put("clean", voice -> voice);
        faults.put("hum", Material::hum);
        faults.put("fan at 10 dB", voice -> Material.fan(voice, level(voice, -10), 1));
        faults.put("fan at 3 dB", voice -> Material.fan(voice, level(voice, -3), 1));
        faults.put("dull", Material::dull);
        faults.put("low level", voice -> scaled(voice, 0.1f));
        faults.put("hum and fan", voice -> Material.hum(Material.fan(voice, level(voice, -10), 1)));
        return faults;
    }

    /** Prints the distances that docs/learning.md has a table of. */
    @Test
    @EnabledIfSystemProperty(named = "attune.study", matches = "DEVELOPMENT")
    void situations_when_of_two_recorded_voices_and_a_synthesised_one_expect_a_table() throws Exception {
        Map<String, Situation> one = situations(Material.voice(Material.ONE));
        Map<String, Situation> other = situations(Material.voice(Material.OTHER));
        String text = "The ferry leaves the harbour at a quarter past six, whatever the weather. "
                + "Please check that the switch is off before you take the cover away.";
        Map<String, Situation> synthesised = situations(Material.synthesised("en-gb", text));
        print("same kind, another recorded clip", spread(one, other));
        for (String kind : one.keySet()) {
            if (kind.equals("clean")) {
                continue;
            }
            DoubleSummaryStatistics pairs = new DoubleSummaryStatistics();
            pairs.accept(distance(one, "clean", one, kind));
            pairs.accept(distance(other, "clean", other, kind));
            print("clean and " + kind + ", same voice", pairs);
        }
        DoubleSummaryStatistics voices = spread(one, synthesised);
        voices.combine(spread(other, synthesised));
        print("same kind, synthesised instead of recorded", voices);
        for (String name : EvaluationCorpus.names(MaterialSplit.DEVELOPMENT)) {
            System.out.printf("%-18s changes counted within 20 s: at most %d%n", name, mostChanges(name));
        }
    }

    /** Each clip of the evaluation is one source: nothing should be counted. */
    private static int mostChanges(String name) throws IOException {
        EvaluationClip material = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, name);
        float[] mono = new float[material.input().length];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = (float) material.input()[i];
        }
        CapturedClip clip = new CapturedClip(material.rateHz(), new float[][] {mono}, 0);
        SourceWatch watch = new SourceWatch();
        int most = 0;
        for (int end = material.rateHz(); end <= mono.length; end += material.rateHz()) {
            watch.hear(Clips.part(clip, Math.max(0, end - 4 * material.rateHz()), end));
            most = Math.max(most, watch.changes());
        }
        return most;
    }

    private static Map<String, Situation> situations(float[] voice) throws IOException {
        Map<String, Situation> situations = new LinkedHashMap<>();
        float[] part = repeated(voice);
        faults().forEach((kind, fault) -> situations.put(kind, situation(fault.apply(part))));
        return situations;
    }

    private static Situation situation(float[] mono) {
        CapturedClip clip = new CapturedClip(RATE_HZ, new float[][] {mono}, 0);
        return Moment.situation(InputAnalysis.of(clip), clip, GentlePreset.params(), Moment.EQUAL_WEIGHTS);
    }

    private static DoubleSummaryStatistics spread(Map<String, Situation> a, Map<String, Situation> b) {
        DoubleSummaryStatistics out = new DoubleSummaryStatistics();
        a.keySet().forEach(kind -> out.accept(distance(a, kind, b, kind)));
        return out;
    }

    private static double distance(Map<String, Situation> a, String kindOfA, Map<String, Situation> b, String kindOfB) {
        return distance(Objects.requireNonNull(a.get(kindOfA)), Objects.requireNonNull(b.get(kindOfB)));
    }

    private static double distance(Situation a, Situation b) {
        return SituationMatcher.distance(a.observation(), b.observation());
    }

    private static void print(String what, DoubleSummaryStatistics of) {
        System.out.printf(Locale.ROOT, "%-45s %.2f … %.2f%n", what, of.getMin(), of.getMax());
    }

    private static float[] repeated(float[] voice) {
        float[] out = new float[FRAMES];
        for (int i = 0; i < out.length; i++) {
            out[i] = voice[i % voice.length];
        }
        return out;
    }

    private static double level(float[] voice, double db) {
        double sum = 0;
        for (float x : voice) {
            sum += x * x;
        }
        return Math.sqrt(sum / voice.length) * Math.pow(10, db / 20);
    }

    private static float[] scaled(float[] voice, float gain) {
        float[] out = Arrays.copyOf(voice, voice.length);
        for (int i = 0; i < out.length; i++) {
            out[i] *= gain;
        }
        return out;
    }
}
