package attune.learn.env;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.MelBands;
import attune.learn.analysis.PowerFrames;
import attune.learn.judge.Gate;
import attune.learn.judge.Measures;
import attune.learn.judge.TreeJudge;
import attune.learn.judge.Verdict;
import attune.learn.truth.MaterialSplit;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * No adaptation theatre: how far every parameter that has a safe range is moved by what is proposed over a corpus, how often by
 * what the gate lets play, and what can be heard of it. A move counts where its stage is at work; of each clip and parameter the
 * set that moves it most is played with and without that move alone. {@code mvn -pl learning-agent -am test -Dtest=ParameterUseStudy -Dattune.use="DEVELOPMENT 60"
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
final class ParameterUseStudy {
    /** Bands this far under the loudest are not heard. */
    private static final double HEARD_DB = 50;

    private final Use[] uses = Arrays.stream(ParamTable.values())
            .filter(param -> param.spec().maxStepPerSecond() > 0)
            .map(Use::new)
            .toArray(Use[]::new);
    private final TreeJudge judge;
    private int clips;
    private int sets;

    ParameterUseStudy() throws IOException {
        this.judge = TreeJudge.shipped();
    }

    /** What is known of one parameter so far. */
    private static final class Use {
        private final ParamTable param;
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;
        private int proposed;
        private int played;
        private int heardClips;
        private double residualDb = Double.NEGATIVE_INFINITY;
        private double bandDb;

        Use(ParamTable param) {
            this.param = param;
        }

        void see(double value) {
            proposed++;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "attune.use", matches = ".+")
    void parameters_when_proposed_over_a_corpus_expect_what_is_heard_of_each() throws Exception {
        String[] arguments = System.getProperty("attune.use").split(" ", 2);
        AuditionClips material = new AuditionClips(MaterialSplit.valueOf(arguments[0]));
        for (int number = 0; number < Integer.parseInt(arguments[1]); number++) {
            JudgedItem item = material.make(number);
            CandidateRenderer renderer = material.renderer(item);
            if (renderer.judgedSeconds() > 0 && item.analysis.isSurely(ContentClass.SPEECH)) {
                look(AuditionClips.proposals(item), renderer);
            }
        }
        table();
    }

    private void look(List<Candidate> proposals, CandidateRenderer renderer) throws InterruptedException {
        ParamSnapshot inForce = proposals.get(0).params();
        List<Candidate> candidates = proposals.subList(1, proposals.size());
        ParamSnapshot winner = winner(candidates, renderer);
        clips++;
        sets += candidates.size();
        for (Use use : uses) {
            ParamSnapshot most = null;
            double far = 0;
            for (Candidate candidate : candidates) {
                double value = candidate.params().get(use.param);
                if (value != inForce.get(use.param) && isAtWork(use.param.spec().stage(), candidate.params())) {
                    use.see(value);
                    double way = Math.abs(value - inForce.get(use.param));
                    if (way > far) {
                        far = way;
                        most = candidate.params();
                    }
                }
            }
            if (winner != null
                    && winner.get(use.param) != inForce.get(use.param)
                    && isAtWork(use.param.spec().stage(), winner)) {
                use.played++;
            }
            if (most != null) {
                hear(use, most, inForce, renderer);
            }
        }
    }

    /** Whether a stage has anything to do; one that nothing turns off always has. */
    private static boolean isAtWork(Stage stage, ParamSnapshot params) {
        List<ParamTable> switches = Arrays.stream(ParamTable.values())
                .filter(param -> param.spec().stage() == stage && param.spec().followsAmount())
                .toList();
        return switches.isEmpty()
                || switches.stream()
                        .anyMatch(param -> params.get(param) != param.spec().neutral());
    }

    /** What the gate lets play instead of the set in force; null where it plays on. */
    private @Nullable ParamSnapshot winner(List<Candidate> candidates, CandidateRenderer renderer)
            throws InterruptedException {
        Scored inForce = score(new Candidate("gentle", GentlePreset.params()), 0, renderer);
        List<Scored> scored = new ArrayList<>();
        for (Candidate candidate : candidates) {
            scored.add(score(candidate, inForce.score(), renderer));
        }
        Verdict verdict = Gate.forTrees()
                .decide(
                        true,
                        new AuditionResult(
                                inForce.score(),
                                scored,
                                renderer.dry().whole(),
                                inForce.measures(),
                                judge.noise(),
                                renderer.judgedSeconds(),
                                0));
        Candidate won = verdict.winner();
        return won == null ? null : won.params();
    }

    private Scored score(Candidate candidate, double inForce, CandidateRenderer renderer) throws InterruptedException {
        Measures heard = renderer.render(candidate.params()).whole();
        double score = judge.score(heard, renderer.dry().whole());
        return new Scored(candidate, score, score - inForce, heard);
    }

    private static void hear(Use use, ParamSnapshot set, ParamSnapshot inForce, CandidateRenderer renderer)
            throws InterruptedException {
        renderer.render(set);
        float[] with = renderer.lastOutput();
        ParamSnapshot without = new ParamSnapshot(set);
        without.set(use.param, inForce.get(use.param));
        renderer.render(without);
        float[] kept = renderer.lastOutput();
        double difference = 0;
        double whole = 0;
        for (int i = 0; i < with.length; i++) {
            double d = with[i] - kept[i];
            difference += d * d;
            whole += kept[i] * (double) kept[i];
        }
        double residual = 10 * Math.log10((difference + 1e-20) / (whole + 1e-20));
        use.residualDb = Math.max(use.residualDb, residual);
        double band = largestBandDb(with, kept);
        use.bandDb = Math.max(use.bandDb, band);
        use.heardClips += residual > -40 || band > 0.5 ? 1 : 0;
    }

    /** Largest change of a mel band's mean level that is heard, dB. */
    private static double largestBandDb(float[] with, float[] without) {
        float[] after = bands(with);
        float[] before = bands(without);
        double loudest = 0;
        for (float power : before) {
            loudest = Math.max(loudest, power);
        }
        double largest = 0;
        for (int b = 0; b < before.length; b++) {
            if (Math.max(before[b], after[b]) > loudest * Math.pow(10, -HEARD_DB / 10)) {
                largest = Math.max(largest, Math.abs(10 * Math.log10((after[b] + 1e-20) / (before[b] + 1e-20))));
            }
        }
        return largest;
    }

    private static float[] bands(float[] mono16k) {
        PowerFrames frames = new PowerFrames();
        float[] mean = new float[PowerFrames.BINS];
        float[] power = new float[PowerFrames.BINS];
        int count = PowerFrames.count(mono16k.length);
        for (int frame = 0; frame < count; frame++) {
            frames.power(mono16k, 1, frame, power, 0);
            for (int k = 0; k < mean.length; k++) {
                mean[k] += power[k] / count;
            }
        }
        float[] bands = new float[MelBands.COUNT];
        MelBands.shared().sum(mean, 0, bands, 0);
        return bands;
    }

    private void table() {
        System.out.printf(Locale.ROOT, "%d clips with voices, %d sets%n", clips, sets);
        System.out.println(
                "| parameter | safe | proposed, of sets | range of use | in what plays, of clips | heard, of clips |"
                        + " residual at most, dB | mel band at most, dB |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (Use use : uses) {
            String range = use.proposed == 0 ? "" : String.format(Locale.ROOT, "%.4g … %.4g", use.low, use.high);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.4g … %.4g | %d | %s | %d | %d | %s | %s |%n",
                    use.param.id(),
                    use.param.spec().safeMin(),
                    use.param.spec().safeMax(),
                    use.proposed,
                    range,
                    use.played,
                    use.heardClips,
                    use.proposed == 0 ? "" : String.format(Locale.ROOT, "%.0f", use.residualDb),
                    use.proposed == 0 ? "" : String.format(Locale.ROOT, "%.1f", use.bandDb));
        }
    }
}
