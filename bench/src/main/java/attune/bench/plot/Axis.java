package attune.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart.
 *
 * @param label quantity and unit
 * @param from value at the left or the bottom
 * @param to value at the other end, larger
 * @param logarithmic whether equal ratios are equally far apart
 * @param ticks values with a number and a line
 */
record Axis(String label, double from, double to, boolean logarithmic, List<Double> ticks) {
    Axis {
        ticks = List.copyOf(ticks);
    }

    /** Equal steps from a multiple of {@code step} on. */
    static Axis linear(String label, double from, double to, double step) {
        List<Double> ticks = new ArrayList<>();
        for (double tick = Math.ceil(from / step - 1e-9) * step; tick <= to + 1e-9 * step; tick += step) {
            ticks.add(Math.abs(tick) < step * 1e-6 ? 0.0 : tick);
        }
        return new Axis(label, from, to, false, ticks);
    }

    /** Frequencies: 20, 50, 100 … as far as they are in. */
    static Axis frequency(double fromHz, double toHz) {
        List<Double> ticks = new ArrayList<>();
        for (double decade = 10; decade <= toHz; decade *= 10) {
            for (double step : new double[] {1, 2, 5}) {
                double tick = decade * step;
                if (tick >= fromHz * 0.999 && tick <= toHz * 1.001) {
                    ticks.add(tick);
                }
            }
        }
        return new Axis("frequency in Hz", fromHz, toHz, true, ticks);
    }

    /** Where a value lies, 0 to 1 within the axis. */
    double position(double value) {
        return logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    }

    /** As it is written at a tick. */
    static String text(double value) {
        if (Math.abs(value) >= 1000) {
            double kilo = value / 1000;
            return (kilo == Math.rint(kilo) ? String.valueOf((long) kilo) : trimmed(kilo)) + "k";
        }
        return (value == Math.rint(value) ? String.valueOf((long) value) : trimmed(value)).replace('-', '−');
    }

    private static String trimmed(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
