package attune.control.store;

import java.util.List;

/** Which factory presets a new plugin instance keeps in its slots; the shim's copy is generated from here. */
public final class FactorySlots {
    /** Ids of the presets in slots A to D. */
    public static final List<String> PRESETS = List.of("gentle", "podcast-voice", "noisy-room", "music");

    private FactorySlots() {}
}
