package attune.learn.prove;

import attune.learn.agent.Without;
import attune.learn.truth.Bootstrap;
import attune.learn.truth.ClipScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the clips together say, with intervals of 95 % by the bootstrap over clips.
 *
 * @param corpus what they are
 * @param decisions how many there were for each clip
 */
public record ProofReport(String corpus, int decisions, List<ProofItem> items) {
    /** Steps by which a clip must be worse than dry to count as harmed: less is within what is measured. */
    static final double HARMED_STEPS = 0.1;

    /** An interval over fewer clips says nothing. */
    static final int FEWEST = 8;

    public ProofReport {
        items = List.copyOf(items);
    }

    /**
     * The report on clips that were played.
     *
     * @param progress told of the share of all that is done, 0 to 1, and of the clip at work
     * @throws InterruptedException where the thread is interrupted
     * @throws java.io.IOException where a recording can't be read
     */
    public static ProofReport of(ProofCorpus corpus, Proof proof, int decisions, Progress progress)
            throws java.io.IOException, InterruptedException {
        List<String> names = corpus.names();
        List<ProofItem> items = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            int at = i;
            progress.done(name, (double) i / names.size());
            items.add(proof.play(corpus.make(name), share -> progress.done(name, (at + share) / names.size())));
        }
        return new ProofReport(corpus.description(), decisions, items);
    }

    /** Told how far the work is. */
    public interface Progress {
        /**
         * A clip is at work.
         *
         * @param share of all work that is done, 0 to 1
         */
        void done(String clip, double share);
    }

    List<ProofItem> degraded() {
        return items.stream().filter(item -> !item.isClean()).toList();
    }

    List<ProofItem> clean() {
        return items.stream().filter(ProofItem::isClean).toList();
    }

    /** Steps by which learned sound is better over degraded clips; null where there are none. */
    private @Nullable Bootstrap gain(ToDoubleFunction<ProofItem> steps) {
        double[] values = each(steps);
        return values.length == 0 ? null : Bootstrap.of(values);
    }

    private double[] each(ToDoubleFunction<ProofItem> steps) {
        return degraded().stream().mapToDouble(steps).toArray();
    }

    /** Steps of each degraded clip in the end. */
    double[] eachOverDry() {
        return each(item -> item.end().stepsOver(item.dry()));
    }

    /** Steps of each degraded clip in the end. */
    double[] eachOverFactory() {
        return each(item -> item.end().stepsOver(item.factory()));
    }

    @Nullable
    Bootstrap overDry(int decisions) {
        return gain(item -> item.last(decisions).stepsOver(item.dry()));
    }

    @Nullable
    Bootstrap overFactory() {
        return gain(item -> item.end().stepsOver(item.factory()));
    }

    @Nullable
    Bootstrap overBestPreset() {
        return gain(item -> item.end().stepsOver(item.best()));
    }

    /** The preset that is best for all degraded clips by the truth, where one has to do for all; null where there is none. */
    @Nullable
    String bestSinglePreset() {
        List<ProofItem> degraded = degraded();
        if (degraded.isEmpty()) {
            return null;
        }
        return degraded.get(0).presets().keySet().stream()
                .max(Comparator.comparingDouble(id -> degraded.stream()
                        .mapToDouble(item -> item.presetSteps(id))
                        .sum()))
                .orElse(null);
    }

    @Nullable
    Bootstrap overSinglePreset() {
        String preset = bestSinglePreset();
        return preset == null
                ? null
                : gain(item -> item.end()
                        .truth()
                        .stepsOver(Objects.requireNonNull(item.presets().get(preset))));
    }

    /** Steps that degraded clips lose in the end by what was left out, or gain by what was added, clip against clip. */
    Map<String, Bootstrap> worth() {
        Map<String, Bootstrap> worth = new LinkedHashMap<>();
        List<ProofItem> degraded = degraded();
        if (!degraded.isEmpty()) {
            for (String label : degraded.get(0).without().keySet()) {
                worth.put(
                        label,
                        Bootstrap.of(degraded.stream()
                                .mapToDouble(item -> {
                                    ClipScore other = Objects.requireNonNull(
                                            item.without().get(label));
                                    ClipScore learned = item.end().truth();
                                    return Without.isMore(label) ? other.stepsOver(learned) : learned.stepsOver(other);
                                })
                                .toArray()));
            }
        }
        return worth;
    }

    long harmed() {
        return items.stream()
                .filter(item -> item.end().stepsOver(item.dry()) < -HARMED_STEPS)
                .count();
    }

    /** Clean clips at which nothing was done where nothing was in force. */
    long leftAlone() {
        return clean().stream()
                .map(ProofItem::alone)
                .filter(alone -> alone != null && alone.moves().isEmpty())
                .count();
    }

    /** The same, moves of the level allowed. */
    long leftButForLevel() {
        return clean().stream()
                .map(ProofItem::alone)
                .filter(alone -> alone != null && !ProofItem.beyondLevel(alone.movedStages()))
                .count();
    }

    /** Mean steps over dry after 0, 1, … decisions. */
    List<Bootstrap> curve() {
        List<Bootstrap> points = new ArrayList<>();
        for (int i = 0; i <= decisions; i++) {
            Bootstrap point = overDry(i);
            if (point != null) {
                points.add(point);
            }
        }
        return points;
    }

    /** Whether learning did what it is for, in plain words. */
    public String verdict() {
        return new ProofText(this).verdict();
    }

    /** The report for people. */
    public String text() {
        return new ProofText(this).text();
    }

    /** A line for each clip. */
    public String details() {
        return new ProofText(this).details();
    }

    /** For JSON: keys in a fixed order; what does not apply is null. */
    public Map<String, @Nullable Object> toMap() {
        return ProofJson.of(this);
    }
}
