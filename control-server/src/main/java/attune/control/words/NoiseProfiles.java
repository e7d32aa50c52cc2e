package attune.control.words;

import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;

/** The values of a set that are one thing to a person: the noise of the room that is kept. No state; any thread. */
public final class NoiseProfiles {
    /** Half octaves from 40 Hz, in order. */
    public static final List<ParamTable> BANDS = ParamTable.all()
            .subList(ParamTable.NR_PROFILE1.index(), ParamTable.NR_PROFILE1.index() + ParamTable.NOISE_PROFILE_BANDS);

    private NoiseProfiles() {}

    /** Whether there is noise in any band. */
    public static boolean isKept(ParamSnapshot params) {
        return BANDS.stream().anyMatch(band -> params.get(band) > ParamTable.NO_NOISE_DB);
    }

    /** A recalled set; one that brings no noise of its own leaves the room's where it is. */
    public static ParamSnapshot kept(ParamSnapshot before, ParamSnapshot recalled) {
        ParamSnapshot params = new ParamSnapshot(recalled);
        if (!isKept(recalled)) {
            BANDS.forEach(band -> params.set(band, before.get(band)));
        }
        return params;
    }
}
