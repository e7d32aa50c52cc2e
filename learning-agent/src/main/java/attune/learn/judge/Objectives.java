package attune.learn.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Six qualities for people, each in [0, 1].
 */
public record Objectives(
        double clarity, double tone, double dynamics, double loudness, double fidelity, double comfort) {
    /** Names in order. */
    public static final List<String> NAMES = List.of("clarity", "tone", "dynamics", "loudness", "fidelity", "comfort");

    /** Value by name, in order. */
    public Map<String, Double> asMap() {
        Map<String, Double> map = new LinkedHashMap<>();
        double[] values = {clarity, tone, dynamics, loudness, fidelity, comfort};
        for (int i = 0; i < values.length; i++) {
            map.put(NAMES.get(i), values[i]);
        }
        return map;
    }
}
