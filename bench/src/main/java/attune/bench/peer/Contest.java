package attune.bench.peer;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.Processor;
import attune.param.ParamSnapshot;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One of our stages and what others have for the same.
 *
 * @param id for figures, lower case with underscores
 * @param stage makes ours
 * @param params at which it works
 * @param latencyMode in which it works
 * @param plugins LV2 plugins
 * @param filters ffmpeg's, as {@code -af} takes them
 */
record Contest(
        String id,
        Supplier<Processor> stage,
        ParamSnapshot params,
        LatencyMode latencyMode,
        List<Lv2Choice> plugins,
        List<String> filters) {
    /**
     * A plugin at a setting.
     *
     * @param debianPackage that brings it
     * @param settings of controls, by symbol, so that it works about as hard as ours
     * @param blockFrames frames of a block
     */
    record Lv2Choice(String name, String uri, String debianPackage, Map<String, Double> settings, int blockFrames) {
        Lv2Choice {
            settings = Map.copyOf(settings);
        }
    }

    Contest {
        plugins = List.copyOf(plugins);
        filters = List.copyOf(filters);
    }
}
