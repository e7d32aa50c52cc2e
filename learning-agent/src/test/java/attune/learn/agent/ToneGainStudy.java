package attune.learn.agent;

import attune.learn.env.RenderMemo;
import attune.learn.prove.ClipPlayer;
import attune.learn.strategy.StageMoves;
import attune.learn.truth.Bootstrap;
import attune.learn.truth.ClipScore;
import attune.learn.truth.Degradation;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.JudgeMaterial;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.PackagedVoices;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What one decision of the product gives to voices whose tone was spoiled, in steps over what was in force (nothing, and the
 * gentle preset) by the clean recording; the leveler left as it was, so that tone speaks alone. {@code mvn -pl learning-agent -am test -Dtest=ToneGainStudy
 * "-Dattune.tone.gain=DEVELOPMENT 24 /tmp/voices" -Dsurefire.failIfNoSpecifiedTests=false}: side, voices of {@link JudgeMaterial},
 * and the folder with the packages of {@link PackagedVoices}, or nothing. With 0 voices: the dull and harsh clips of
 * {@link EvaluationCorpus}
 */
final class ToneGainStudy {
    private static final String ASKED = "attune.tone.gain";
    private static final double TARGET_LUFS = -16;
    private static final int RATE_HZ = JudgeMaterial.RATE_HZ;
    private static final double BANDWIDTH_HZ = 7_000;

    @Test
    @EnabledIfSystemProperty(named = ASKED, matches = ".+")
    void product_when_tone_of_voices_is_spoiled_expect_what_a_decision_gives() throws Exception {
        String[] asked = System.getProperty(ASKED).split(" ", -1);
        MaterialSplit side = MaterialSplit.valueOf(asked[0]);
        int most = Integer.parseInt(asked[1]);
        List<JudgeMaterial.Voice> voices = new ArrayList<>(JudgeMaterial.voices(side, most));
        if (asked.length > 2) {
            voices.addAll(PackagedVoices.voices(side, Path.of(asked[2]), 1));
        }
        for (ParamSnapshot inForce : List.of(new ParamSnapshot(), GentlePreset.params())) {
            for (Degradation fault : List.of(Degradation.DULL, Degradation.HARSH)) {
                report(fault, most == 0 ? ofCorpus(side, fault, inForce) : ofVoices(voices, fault, inForce));
            }
        }
    }

    private static List<Double> ofVoices(List<JudgeMaterial.Voice> voices, Degradation fault, ParamSnapshot inForce)
            throws Exception {
        List<Double> steps = new ArrayList<>();
        for (JudgeMaterial.Voice voice : voices) {
            double[] clean = voice.source().make();
            if (clean.length > 0) {
                double[] input = fault.apply(clean, RATE_HZ, 1);
                EvaluationClip clip = new EvaluationClip(
                        voice.name(), EvaluationClip.Content.SPEECH, fault, RATE_HZ, BANDWIDTH_HZ, clean, input);
                steps.add(gained(clip, inForce));
            }
        }
        return steps;
    }

    private static List<Double> ofCorpus(MaterialSplit side, Degradation fault, ParamSnapshot inForce)
            throws Exception {
        List<String> names = new ArrayList<>(EvaluationCorpus.names(side));
        if (side == MaterialSplit.HELD_OUT) {
            names.addAll(EvaluationCorpus.moreHeldOut());
        }
        List<Double> steps = new ArrayList<>();
        for (String name : names) {
            // a name ends with its fault: no need to make the others
            if (name.endsWith("-" + fault.name().toLowerCase(Locale.ROOT))) {
                steps.add(gained(EvaluationCorpus.make(side, name), inForce));
            }
        }
        return steps;
    }

    private static void report(Degradation fault, List<Double> steps) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d of %d moved, steps over what was in force %s%n",
                fault.label(),
                steps.stream().filter(gained -> gained != 0).count(),
                steps.size(),
                Bootstrap.of(steps.stream().mapToDouble(d -> d).toArray()));
    }

    private static double gained(EvaluationClip clip, ParamSnapshot inForce) throws Exception {
        int seconds = Math.min(clip.input().length / clip.rateHz(), (int) FileLearner.HEARD_SECONDS);
        float[] heard = new float[seconds * clip.rateHz()];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = (float) clip.input()[i];
        }
        FileLearner learner =
                new FileLearner(inForce, FactoryPresets.all(), TARGET_LUFS, 1, Without.NOTHING, new RenderMemo());
        learner.decide(heard, clip.rateHz());
        ParamSnapshot learned = learner.inForce();
        StageMoves.copy(Stage.LEVELER, inForce, learned);
        if (StageMoves.changed(inForce, learned).isEmpty()) {
            return 0;
        }
        double steps = score(clip, learned).stepsOver(score(clip, inForce));
        System.out.printf(
                Locale.ROOT,
                "%s, %s: %s %+.2f%n",
                clip.degradation(),
                clip.name(),
                StageMoves.changed(inForce, learned),
                steps);
        return steps;
    }

    private static ClipScore score(EvaluationClip clip, ParamSnapshot set) throws InterruptedException {
        return ClipScore.of(clip, ClipPlayer.play(clip, set, TARGET_LUFS, at -> null), TARGET_LUFS);
    }
}
