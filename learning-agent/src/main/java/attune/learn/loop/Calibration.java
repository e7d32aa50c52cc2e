package attune.learn.loop;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.Evidence;
import attune.api.LearningInsights.Threshold;
import attune.learn.judge.Gate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much a judge must promise, from what became of his promises: measured less promised, of the newest changes that he promised
 * more of than his noise. The shipped threshold moves by that part of the mean error that chance does not explain, up where too much was
 * promised, down where too little was, from {@link #LEAST} to {@link #MOST} times the shipped one; not at all before
 * {@link #NEEDED} changes were measured. Of what was never pushed no error is known: when the gate abstains is not learned. Pure
 * functions of the timeline.
 */
public final class Calibration {
    /** Fewer measured promises move nothing. */
    public static final int NEEDED = 20;
    /** Smallest threshold, as a share of the shipped one. */
    public static final double LEAST = 0.75;
    /** Largest threshold, as a share of the shipped one. */
    public static final double MOST = 2;

    /** 95 % of chance lies within so many standard errors, from twenty values on. */
    private static final double STANDARD_ERRORS = 2.1;

    private Calibration() {}

    /**
     * The threshold of one judge.
     *
     * @param judge name and version, as {@link Evidence#judge}
     * @param shipped before anything was measured, in steps
     * @param timeline entries of any kind in any order, each once
     */
    public static Threshold of(String judge, double shipped, List<Change> timeline) {
        List<Double> errors = errors(judge, timeline);
        int n = errors.size();
        double mean = errors.stream().mapToDouble(e -> e).average().orElse(0);
        double squares =
                errors.stream().mapToDouble(e -> (e - mean) * (e - mean)).sum();
        double standard = n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
        double sure = Math.signum(mean) * Math.max(0, Math.abs(mean) - STANDARD_ERRORS * standard);
        double wanted = n < NEEDED ? shipped : shipped - sure;
        return new Threshold(
                judge, shipped, Math.max(LEAST * shipped, Math.min(MOST * shipped, wanted)), n, mean, standard);
    }

    /** Of all judges of scores that promised anything. */
    public static List<Threshold> all(List<Change> timeline) {
        Map<String, Threshold> all = new TreeMap<>();
        for (Change change : timeline) {
            Evidence evidence = change.evidence();
            if (evidence != null) {
                Gate.shipped(evidence.judge())
                        .ifPresent(shipped ->
                                all.computeIfAbsent(evidence.judge(), judge -> of(judge, shipped, timeline)));
            }
        }
        return new ArrayList<>(all.values());
    }

    private static List<Double> errors(String judge, List<Change> timeline) {
        return timeline.stream()
                .filter(change -> change.kind() == ChangeKind.learned)
                .filter(change -> isMeasuredPromise(judge, change))
                .sorted(Comparator.comparingLong(Change::id).reversed())
                .limit(PerformanceAnalysis.WINDOW)
                .map(Calibration::error)
                .toList();
    }

    private static boolean isMeasuredPromise(String judge, Change change) {
        Evidence evidence = change.evidence();
        Double measured = change.measured();
        return evidence != null
                && evidence.judge().equals(judge)
                && evidence.promised() > evidence.noise()
                && Double.isFinite(evidence.promised())
                && measured != null
                && Double.isFinite(measured);
    }

    private static double error(Change change) {
        Evidence evidence = change.evidence();
        Double measured = change.measured();
        return evidence == null || measured == null ? 0 : measured - evidence.promised();
    }
}
