package attune.learn.env;

import attune.learn.judge.Comparison;
import attune.learn.judge.Measures;
import attune.learn.truth.MaterialSplit;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes measures and truth of many candidates on many items as CSV, for whoever tunes the judge. */
final class JudgeStudy {
    private JudgeStudy() {}

    public static void main(String[] arguments) throws Exception {
        MaterialSplit side = MaterialSplit.valueOf(arguments[0]);
        int clips = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        try (PrintStream out = new PrintStream(arguments[3])) {
            out.println(
                    "clip,condition,candidate,truth,loudd,sure,fwseg,lsdt,lvar,hum,d_loudd,d_sure,d_fwseg,d_lsdt,d_lvar,d_hum");
            CandidateRenderer.EngineSet engines = JudgedItem.engines();
            List<double[]> clean = JudgedItem.cleanClips(side, clips);
            for (int c = 0; c < clean.size(); c++) {
                for (Condition condition : Condition.values()) {
                    JudgedItem item = new JudgedItem("clip" + c, condition, clean.get(c), 100 + c);
                    CandidateRenderer renderer = item.renderer(engines);
                    List<Candidate> candidates = new ArrayList<>(Candidates.presets());
                    candidates.addAll(Candidates.rules(item.analysis));
                    candidates.addAll(Candidates.random(c * 31 + condition.ordinal(), count));
                    for (Candidate candidate : candidates) {
                        Comparison heard = renderer.render(candidate.params());
                        double truth = item.stepsOverDry(renderer.lastOutput());
                        out.printf(
                                Locale.ROOT,
                                "%d,%s,%s,%.4f,%s,%s%n",
                                c,
                                condition,
                                candidate.strategy(),
                                truth,
                                numbers(heard.whole()),
                                numbers(renderer.dry().whole()));
                    }
                    System.err.println(
                            c + " " + condition + " " + item.analysis.hum().present() + " " + item.analysis.noise()
                                    + " x" + renderer.timesRealTime());
                }
            }
        }
    }

    private static String numbers(Measures m) {
        return String.format(
                Locale.ROOT,
                "%.5f,%.4f,%.4f,%.4f,%.4f,%.4f",
                m.loudd(),
                m.sure(),
                m.fwseg(),
                m.lsdt(),
                m.levelVariation(),
                m.hum());
    }
}
