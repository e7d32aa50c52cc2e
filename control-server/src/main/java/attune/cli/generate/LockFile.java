package attune.cli.generate;

import attune.param.MacroTable;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.PluginIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What can never change once a session may have been saved with it: one line each in {@code params.lock}. Lines are only
 * ever appended at the end of their kind; a line that the tables no longer give is an error, not a difference.
 */
final class LockFile {
    static final String PATH = "dsp-engine/params.lock";

    private LockFile() {}

    static List<String> current() {
        List<String> lines = new ArrayList<>();
        lines.add("lv2 stereo " + PluginIds.LV2_URI_STEREO);
        lines.add("lv2 mono " + PluginIds.LV2_URI_MONO);
        lines.add("clap " + PluginIds.CLAP_ID);
        lines.add("vst3 processor " + PluginIds.VST3_PROCESSOR_CLASS);
        lines.add("vst3 controller " + PluginIds.VST3_CONTROLLER_CLASS);
        MacroTable.all().forEach(macro -> lines.add("macro " + line(macro.spec())));
        ParamTable.all().forEach(param -> lines.add("param " + line(param.spec())));
        return lines;
    }

    /** Lines of {@code locked} that the tables contradict: the ids a saved session would miss. */
    static List<String> broken(List<String> locked) {
        List<String> lost = new ArrayList<>(locked);
        lost.removeAll(current());
        return lost;
    }

    private static String line(ParamSpec spec) {
        return spec.index() + " " + spec.id() + " " + spec.scale().name().toLowerCase(Locale.ROOT) + " since "
                + spec.since();
    }
}
