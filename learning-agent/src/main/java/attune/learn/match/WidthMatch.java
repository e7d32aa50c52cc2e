package attune.learn.match;

import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import org.jspecify.annotations.Nullable;

/** The stereo widener, from the level of the sides over the middle. */
final class WidthMatch implements PartMatch {
    private static final double SAME_DB = 0.3;

    private final @Nullable SoundMeasure reference;
    private final MatchOptions options;

    /** @param reference measured reference; null for a curve */
    WidthMatch(@Nullable SoundMeasure reference, MatchOptions options) {
        this.reference = reference;
        this.options = options;
    }

    @Override
    public MatchPart part() {
        return MatchPart.WIDTH;
    }

    @Override
    public double distanceDb(SoundMeasure sound) {
        return reference == null ? Double.NaN : sound.width().distanceDb(reference.width());
    }

    @Override
    public @Nullable String apply(ParamSnapshot set, SoundMeasure now) {
        if (reference == null) {
            return "A target curve says nothing about width.";
        }
        if (reference.width().isMono()) {
            return "The reference is mono, so its width can't be matched.";
        }
        if (now.width().isMono()) {
            return "The recording is mono, so it has no sides to widen.";
        }
        double lacksDb = reference.width().sidesDb() - now.width().sidesDb();
        if (Math.abs(lacksDb) < SAME_DB) {
            return "The recording is as wide as the reference already.";
        }
        set.set(ParamTable.WIDENER_WIDTH, 100 * StrictMath.pow(10, options.amount() * lacksDb / 20));
        return null;
    }
}
