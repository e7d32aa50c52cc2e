package attune.param;

/** Names by which hosts find Attune in saved sessions. They can never change. */
public final class PluginIds {
    public static final String LV2_URI_STEREO = "urn:attune:stereo";
    public static final String LV2_URI_MONO = "urn:attune:mono";
    public static final String CLAP_ID = "org.attune.enhancer";
    /** 32 hexadecimal digits, in the order of the VST3 SDK's INLINE_UID words. */
    public static final String VST3_PROCESSOR_CLASS = "17AFDB9EDA374BF88314904BE551F15E";

    /** Reserved: the VST3 plugin is its own controller, in one object. */
    public static final String VST3_CONTROLLER_CLASS = "6FD68C5E9B874778B1D5D44865E08AA8";

    /** Names of plugin and maker; VST3 presets are in folders of these names. */
    public static final String NAME = "Attune";

    public static final String VENDOR = "Attune";
    /** What VST3 hosts sort the plugin under. */
    public static final String VST3_CATEGORY = "Fx|Restoration|Dynamics";

    private PluginIds() {}
}
