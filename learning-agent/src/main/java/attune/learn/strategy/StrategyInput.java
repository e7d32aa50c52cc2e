package attune.learn.strategy;

import attune.api.PresetInfo;
import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.param.ParamSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What strategies know.
 *
 * @param analysis of the captured input
 * @param inForce set that plays, before Amount; not to be changed
 * @param targetLufs the person's Target
 * @param sampleRateHz of the engine
 * @param presets factory ones and the person's own
 * @param earlier sets that served here before: the one before the last change, liked and proven ones; newest first
 * @param searched sets that a search found on earlier sound of this situation
 * @param settled set under which this sound was left alone before other sounds came; null where that is not known
 */
public record StrategyInput(
        InputAnalysis analysis,
        ParamSnapshot inForce,
        double targetLufs,
        double sampleRateHz,
        List<PresetInfo> presets,
        List<ParamSnapshot> earlier,
        List<ParamSnapshot> searched,
        @Nullable ParamSnapshot settled) {
    public StrategyInput {
        presets = List.copyOf(presets);
        earlier = List.copyOf(earlier);
        searched = List.copyOf(searched);
    }

    /** Where nothing was searched or settled. */
    public StrategyInput(
            InputAnalysis analysis,
            ParamSnapshot inForce,
            double targetLufs,
            double sampleRateHz,
            List<PresetInfo> presets,
            List<ParamSnapshot> earlier) {
        this(analysis, inForce, targetLufs, sampleRateHz, presets, earlier, List.of(), null);
    }

    /** Whether noise and tone may be touched: only of a voice; those of music belong to the listener. */
    public boolean mayShapeSound() {
        return analysis.contentClass() == ContentClass.SPEECH;
    }

    /** Whether there is a programme whose level or hum may be touched. */
    public boolean isProgramme() {
        return analysis.contentClass() != ContentClass.NOISE && analysis.contentClass() != ContentClass.SILENCE;
    }
}
