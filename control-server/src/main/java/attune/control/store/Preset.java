package attune.control.store;

import attune.api.PresetEvidence;
import attune.param.ParamSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named, complete parameter set.
 *
 * @param id file name without ending, lower case with hyphens
 * @param label name for people
 * @param doc what it is for, one or two sentences
 * @param soundVersion version of the sound it was made for
 * @param params every parameter; what the file does not mention is at its default, which does nothing
 * @param tags words to find it by, lower case, in their order
 * @param evidence of what was learned in it; null where nothing was
 */
public record Preset(
        String id,
        String label,
        String doc,
        int soundVersion,
        ParamSnapshot params,
        List<String> tags,
        @Nullable PresetEvidence evidence) {
    /** Version of the files that are written now. */
    public static final int SCHEMA = 2;

    /** Version of the sound that presets are saved for now; a test holds it against the engine. */
    public static final int SOUND_VERSION = 1;

    public Preset {
        params = new ParamSnapshot(params);
        tags = List.copyOf(tags);
    }

    /** Without tags and evidence. */
    public Preset(String id, String label, String doc, int soundVersion, ParamSnapshot params) {
        this(id, label, doc, soundVersion, params, List.of(), null);
    }

    /** A copy: callers may change it. */
    @Override
    public ParamSnapshot params() {
        return new ParamSnapshot(params);
    }
}
