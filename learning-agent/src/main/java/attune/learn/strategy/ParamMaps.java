package attune.learn.strategy;

import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameter sets as they travel: maps from permanent id to plain value. */
public final class ParamMaps {
    private ParamMaps() {}

    /** Every parameter in table order. */
    public static Map<String, Double> map(ParamSnapshot params) {
        Map<String, Double> map = new LinkedHashMap<>();
        for (ParamTable param : ParamTable.all()) {
            map.put(param.id(), params.get(param));
        }
        return map;
    }

    /** What the map names, the rest at its default; unknown ids are passed over. */
    public static ParamSnapshot snapshot(Map<String, Double> map) {
        ParamSnapshot params = new ParamSnapshot();
        map.forEach((id, value) -> ParamTable.byId(id).ifPresent(param -> params.set(param, value)));
        return params;
    }
}
