package attune.learn.strategy;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.param.ChainProgram;
import attune.param.FactoryPrograms;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Steady noise under music, lowered by a few dB, where a program plays whose noise reduction knows a floor for music: sets to try, with
 * hum out where it was found. Which program plays is the person's choice.
 */
public final class MusicNoise {
    /** Attenuations that are tried. */
    public static final List<Double> ATTENUATIONS_DB = List.of(4.0, 8.0, 12.0);

    private MusicNoise() {}

    /** Whether noise reduction for music may be tried: it is music for sure, and such a program plays. */
    public static boolean isFor(InputAnalysis analysis, ParamSnapshot inForce) {
        return hasFloorForMusic(inForce) && analysis.isSurely(ContentClass.MUSIC);
    }

    /** Whether the set's program has noise reduction for music. */
    public static boolean hasFloorForMusic(ParamSnapshot set) {
        return FactoryPrograms.ALL.get((int) set.get(ParamTable.PROGRAM)).variantOf(Stage.NOISE_REDUCER)
                == ChainProgram.Variant.MUSIC;
    }

    /** With what plays, without any and with each of {@link #ATTENUATIONS_DB}; first with hum out, where that rule finds some. */
    static List<ParamSnapshot> sets(StrategyInput input, boolean withHumRule) {
        List<ParamSnapshot> sets = new ArrayList<>();
        if (isFor(input.analysis(), input.inForce())) {
            ParamSnapshot cured = new ParamSnapshot(input.inForce());
            if (withHumRule && Proposals.HUM.apply(input, cured)) {
                add(sets, cured);
            }
            add(sets, input.inForce());
        }
        return sets;
    }

    private static void add(List<ParamSnapshot> sets, ParamSnapshot base) {
        sets.add(base);
        ParamSnapshot off = new ParamSnapshot(base);
        off.set(ParamTable.NR_ATTENUATION, 0);
        sets.add(off);
        ATTENUATIONS_DB.forEach(db -> sets.add(reduced(base, db)));
    }

    /** The set with noise reduction by so much, otherwise as the trained models know it. */
    public static ParamSnapshot reduced(ParamSnapshot from, double attenuationDb) {
        ParamSnapshot set = StageMoves.copy(Stage.NOISE_REDUCER, new ParamSnapshot(), new ParamSnapshot(from));
        set.set(ParamTable.NR_ATTENUATION, attenuationDb);
        return set;
    }
}
