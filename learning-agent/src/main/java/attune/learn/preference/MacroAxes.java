package attune.learn.preference;

import attune.learn.strategy.EqResponse;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Arrays;

/**
 * Where a parameter set lies on the six axes that tastes are learned on, each in just noticeable differences from
 * everything off: about 2 dB over a broad band, a seventh of the stereo width, 3 dB of noise.
 */
public final class MacroAxes {
    /** Number of axes. */
    public static final int COUNT = 6;
    /** More treble. */
    public static final int BRIGHTNESS = 0;
    /** More low end of a voice. */
    public static final int BODY = 1;
    /** More of what makes words clear. */
    public static final int PRESENCE = 2;
    /** More even in level. */
    public static final int DYNAMICS = 3;
    /** Less noise. */
    public static final int DENOISE = 4;
    /** Wider and louder. */
    public static final int SIZE = 5;

    private static final double BAND_DB = 2;
    private static final double NOISE_DB = 3;
    private static final double GATE_DB = 6;
    private static final double LEVELER_DB = 6;
    private static final double WIDTH_PERCENT = 15;
    private static final double OFFSET_LU = 2;
    private static final double EXCITER_PERCENT = 15;
    private static final double DE_ESSER_DB = 4;
    private static final double BODY_FROM_HZ = 70;
    private static final double[] HZ = {5_000, 7_000, 10_000, 100, 160, 250, 1_600, 2_500, 4_000};
    private static final int BANDS = 3;
    private static final EqResponse EQ = new EqResponse(48_000, HZ);

    private MacroAxes() {}

    /** Position of a set, before Amount. */
    public static double[] of(ParamSnapshot params) {
        double[] gains = EQ.gainsDb(params);
        double[] axes = new double[COUNT];
        axes[BRIGHTNESS] = mean(gains, 0) / BAND_DB
                + params.get(ParamTable.EXCITER_AMOUNT) / EXCITER_PERCENT
                - params.get(ParamTable.DEESS_DEPTH) / DE_ESSER_DB;
        axes[BODY] = mean(gains, 1) / BAND_DB - Math.max(0, octaves(params.get(ParamTable.HPF_CORNER) / BODY_FROM_HZ));
        axes[PRESENCE] = mean(gains, 2) / BAND_DB;
        axes[DYNAMICS] = octaves(params.get(ParamTable.COMP1_RATIO)
                        * params.get(ParamTable.COMP2_RATIO)
                        * params.get(ParamTable.COMP3_RATIO)
                        * params.get(ParamTable.COMP4_RATIO))
                + params.get(ParamTable.LEVELER_RANGE) / LEVELER_DB;
        axes[DENOISE] = params.get(ParamTable.NR_ATTENUATION) / NOISE_DB + params.get(ParamTable.GATE_RANGE) / GATE_DB;
        axes[SIZE] = (params.get(ParamTable.WIDENER_WIDTH) - 100) / WIDTH_PERCENT
                + params.get(ParamTable.LEVELER_OFFSET) / OFFSET_LU;
        return axes;
    }

    /** Largest difference on any axis. */
    public static double distance(double[] a, double[] b) {
        double most = 0;
        for (int axis = 0; axis < COUNT; axis++) {
            most = Math.max(most, Math.abs(a[axis] - b[axis]));
        }
        return most;
    }

    private static double mean(double[] gains, int band) {
        return Arrays.stream(gains, band * BANDS, (band + 1) * BANDS).sum() / BANDS;
    }

    private static double octaves(double ratio) {
        return StrictMath.log(ratio) / StrictMath.log(2);
    }
}
