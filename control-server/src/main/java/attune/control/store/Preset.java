package attune.control.store;

import attune.param.ParamSnapshot;

/**
 * A named, complete parameter set.
 *
 * @param id file name without ending, lower case with hyphens
 * @param label name for people
 * @param doc what it is for, one or two sentences
 * @param soundVersion version of the sound it was made for
 * @param params every parameter; what the file does not mention is at its default, which does nothing
 */
public record Preset(String id, String label, String doc, int soundVersion, ParamSnapshot params) {
    /** Version of the sound that presets are saved for now; a test holds it against the engine. */
    public static final int SOUND_VERSION = 1;

    public Preset {
        params = new ParamSnapshot(params);
    }

    /** A copy: callers may change it. */
    @Override
    public ParamSnapshot params() {
        return new ParamSnapshot(params);
    }
}
