package attune.param;

import java.util.List;
import java.util.Locale;

/**
 * The six axes on which people say what they like, and what a step along each moves: about one just noticeable difference, that
 * is 2 dB over a broad band, a seventh of the stereo width, 3 dB of noise. Constant name in lower case = permanent id.
 */
public enum MacroAxis {
    /** More treble. */
    BRIGHTNESS(added(ParamTable.EQ8_GAIN, 2.4), added(ParamTable.EQ7_GAIN, 1.2)),
    /** More low end of a voice. */
    BODY(added(ParamTable.EQ1_GAIN, 3), added(ParamTable.EQ2_GAIN, 2)),
    /** More of what makes words clear. */
    PRESENCE(added(ParamTable.EQ6_GAIN, 2.4), added(ParamTable.EQ5_GAIN, 0.8)),
    /** More even in level. */
    DYNAMICS(
            times(ParamTable.COMP1_RATIO, 1.2),
            times(ParamTable.COMP2_RATIO, 1.2),
            times(ParamTable.COMP3_RATIO, 1.2),
            times(ParamTable.COMP4_RATIO, 1.2)),
    /** Less noise. */
    DENOISE(added(ParamTable.NR_ATTENUATION, 3)),
    /** Wider. */
    SIZE(added(ParamTable.WIDENER_WIDTH, 15));

    private final List<Move> moves;

    /** @param perStep that is added, or by which it is multiplied */
    private record Move(ParamTable param, double perStep, boolean isRatio) {
        void apply(ParamSnapshot set, double steps) {
            double value = set.get(param);
            double moved = isRatio ? value * StrictMath.pow(perStep, steps) : value + perStep * steps;
            ParamSpec spec = param.spec();
            // never back into the range from where a person put it, never further out
            double low = Math.min(value, spec.safeMin());
            double high = Math.max(value, spec.safeMax());
            set.set(param, Math.max(low, Math.min(high, moved)));
        }
    }

    MacroAxis(Move... moves) {
        this.moves = List.of(moves);
    }

    private static Move added(ParamTable param, double perStep) {
        return new Move(param, perStep, false);
    }

    private static Move times(ParamTable param, double perStep) {
        return new Move(param, perStep, true);
    }

    /** Permanent name. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Moves a set so many steps along this axis, as far as the safe ranges go. */
    public void move(ParamSnapshot set, double steps) {
        moves.forEach(move -> move.apply(set, steps));
    }
}
