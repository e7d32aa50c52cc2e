package attune.learn.prove;

import attune.learn.truth.Bootstrap;
import attune.param.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A {@link ProofReport} for JSON. */
final class ProofJson {
    private ProofJson() {}

    /** Keys in a fixed order; what does not apply is null. */
    static Map<String, @Nullable Object> of(ProofReport report) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("corpus", report.corpus());
        map.put("decisions", report.decisions());
        map.put("clips", report.items().size());
        map.put("degraded", report.degraded().size());
        map.put("stepsOverDry", interval(report.overDry(report.decisions())));
        map.put("stepsOverDefault", interval(report.overFactory()));
        map.put("stepsOverBestPreset", interval(report.overBestPreset()));
        map.put("bestSinglePreset", report.bestSinglePreset());
        map.put("stepsOverBestSinglePreset", interval(report.overSinglePreset()));
        map.put("curve", report.curve().stream().map(ProofJson::interval).toList());
        map.put("worseThanDry", report.harmed());
        map.put("clean", report.clean().size());
        map.put("cleanLeftAlone", report.leftAlone());
        map.put("cleanLeftButForLevel", report.leftButForLevel());
        Map<String, @Nullable Object> worth = new LinkedHashMap<>();
        report.worth().forEach((label, gain) -> worth.put(label, interval(gain)));
        map.put("worth", worth);
        map.put("verdict", report.verdict());
        map.put("items", report.items().stream().map(ProofJson::item).toList());
        return map;
    }

    static @Nullable List<Double> interval(@Nullable Bootstrap gain) {
        return gain == null ? null : List.of(rounded(gain.mean()), rounded(gain.low()), rounded(gain.high()));
    }

    private static Map<String, @Nullable Object> item(ProofItem item) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", item.clip().name());
        map.put("degradation", item.clip().degradation().label());
        map.put("bestPreset", item.bestPreset());
        map.put("dry", score(item.dry()));
        map.put("default", score(item.factory()));
        map.put("preset", score(item.best()));
        map.put("learned", score(item.end()));
        map.put(
                "stepsOverDry",
                IntStream.range(0, item.learned().size())
                        .mapToObj(i -> rounded(item.last(i).stepsOver(item.dry())))
                        .toList());
        map.put("moves", item.moves());
        map.put("movedStages", item.movedStages().stream().map(Stage::label).toList());
        ProofItem.Alone alone = item.alone();
        map.put("nothingInForceMoves", alone == null ? null : alone.moves());
        return map;
    }

    private static Map<String, @Nullable Double> score(ProofScore score) {
        Map<String, @Nullable Double> map = new LinkedHashMap<>();
        map.put("spectralDistanceDb", finite(score.truth().logSpectralDistanceDb()));
        map.put("estoi", finite(score.truth().estoi()));
        map.put("signalToDistortionDb", finite(score.sdrDb()));
        map.put("wordOnsetsDb", finite(score.onsetsDb()));
        map.put("loudnessErrorLu", finite(score.truth().loudnessErrorLu()));
        map.put("truePeakDbtp", finite(score.truePeakDbtp()));
        return map;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? rounded(value) : null;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
