package attune.learn.env;

import attune.learn.audio.CapturedClip;
import attune.learn.judge.Comparison;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What sets measured on clips, so that auditions of several learners that hear the same need not play them again. Keeps all clips
 * it was shown. One thread.
 */
public final class RenderMemo {
    private final List<Heard> all = new ArrayList<>();

    /** Measured by the values of a set. */
    private record Heard(CapturedClip clip, List<Double> setting, Map<List<Double>, Comparison> measured) {}

    /** What was measured on the same samples, taken for the same, with the same macros and gain so far; what is put into it is known the next time. */
    Map<List<Double>, Comparison> of(Material material, CapturedClip clip, MacroSnapshot macros, double levelerGainDb) {
        List<Double> setting = new ArrayList<>(
                IntStream.range(0, MacroTable.COUNT).mapToObj(macros::get).toList());
        setting.add(levelerGainDb);
        setting.add((double) material.ordinal());
        setting.add(clip.sampleRateHz());
        for (Heard heard : all) {
            if (heard.setting().equals(setting)
                    && Arrays.deepEquals(heard.clip().channels(), clip.channels())) {
                return heard.measured();
            }
        }
        Heard heard = new Heard(clip, setting, new HashMap<>());
        all.add(heard);
        return heard.measured();
    }

    /** Under what a set is kept. */
    static List<Double> key(ParamSnapshot set) {
        return IntStream.range(0, ParamTable.COUNT).mapToObj(set::get).toList();
    }
}
