package attune.learn.env;

import attune.learn.analysis.ContentClass;
import attune.learn.judge.Comparison;
import attune.learn.judge.JudgeFeatures;
import attune.learn.judge.Measures;
import attune.learn.policy.PolicyFeatures;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Renders candidates on one item and writes a row for each: truth, measures, what the input is like, and the candidate's values. */
final class ItemRows {
    private final JudgedItem item;
    private final String head;
    private final String input;
    private final CandidateRenderer renderer;
    private final StringBuilder text = new StringBuilder();

    /** Rows of a voice. */
    ItemRows(JudgedItem item, String voice, String fault, CandidateRenderer.EngineSet engines) {
        this(item, voice, fault, engines, ContentClass.SPEECH, PolicyFeatures.of(item.analysis));
    }

    /**
     * Rows.
     *
     * @param wanted class of which it ought to be for sure
     * @param inputFeatures what a policy is told of it
     */
    ItemRows(
            JudgedItem item,
            String voice,
            String fault,
            CandidateRenderer.EngineSet engines,
            ContentClass wanted,
            double[] inputFeatures) {
        this.item = item;
        this.renderer = item.renderer(engines);
        this.head = item.name + "," + voice + "," + fault + "," + (item.analysis.isSurely(wanted) ? 1 : 0);
        StringBuilder features = new StringBuilder();
        append(features, inputFeatures);
        this.input = features.toString();
    }

    static String header(List<String> inputNames) {
        List<String> names = new ArrayList<>(
                List.of("item", "voice", "fault", "sure", "candidate", "steps", "d_likeness", "d_lsd", "d_sdr"));
        for (String of : List.of("", "first ", "second ", "dry ", "dry first ", "dry second ")) {
            JudgeFeatures.MEASURES.forEach(name -> names.add(of + name));
        }
        inputNames.forEach(name -> names.add("input " + name));
        params().forEach(param -> names.add("param " + param.id()));
        return String.join(",", names);
    }

    /** Parameters that a row holds, in order: those with a safe range. */
    static List<ParamTable> params() {
        return ParamTable.all().stream()
                .filter(param -> param.spec().maxStepPerSecond() > 0)
                .toList();
    }

    /** Whether there is enough of a voice to judge by. */
    boolean isEnough() {
        return renderer.judgedSeconds() > 0;
    }

    /** Steps over dry. */
    double add(Candidate candidate) throws InterruptedException {
        Comparison heard = renderer.render(candidate.params());
        JudgedItem.Truth truth = item.truth(renderer.lastOutput());
        double steps = truth.stepsOver(item.dry());
        text.append(String.format(
                Locale.ROOT,
                "%s,%s,%.4f,%.5f,%.4f,%.4f",
                head,
                candidate.strategy(),
                steps,
                truth.likeness() - item.dry().likeness(),
                truth.distanceDb() - item.dry().distanceDb(),
                truth.distortionDb() - item.dry().distortionDb()));
        for (Comparison comparison : List.of(heard, renderer.dry())) {
            for (Measures part : List.of(comparison.whole(), comparison.firstHalf(), comparison.secondHalf())) {
                append(text, JudgeFeatures.measures(part));
            }
        }
        text.append(input);
        append(text, params().stream().mapToDouble(candidate.params()::get).toArray());
        text.append('\n');
        return steps;
    }

    String text() {
        return text.toString();
    }

    private static void append(StringBuilder out, double[] values) {
        for (double value : values) {
            out.append(String.format(Locale.ROOT, ",%.5g", value));
        }
    }
}
