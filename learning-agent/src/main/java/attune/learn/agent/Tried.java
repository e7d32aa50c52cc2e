package attune.learn.agent;

import attune.api.Experience;
import attune.learn.strategy.ParamMaps;
import attune.param.ParamSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sets of each engine's newest decision. Any thread. */
final class Tried {
    private final Map<String, List<Experience>> newest = new ConcurrentHashMap<>();

    /** Takes experiences in, in the order in which they were made. */
    void add(List<Experience> experiences) {
        for (Experience experience : experiences) {
            newest.merge(experience.engineId(), List.of(experience), Tried::newer);
        }
    }

    private static List<Experience> newer(List<Experience> known, List<Experience> added) {
        if (known.get(0).at() != added.get(0).at()) {
            return known.get(0).at() > added.get(0).at() ? known : added;
        }
        return java.util.stream.Stream.concat(known.stream(), added.stream()).toList();
    }

    /** Sets of the newest decision on an engine; none where there was none. */
    List<ParamSnapshot> of(String engineId) {
        return newest.getOrDefault(engineId, List.of()).stream()
                .map(experience -> ParamMaps.snapshot(experience.params()))
                .toList();
    }
}
