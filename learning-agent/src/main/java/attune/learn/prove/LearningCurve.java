package attune.learn.prove;

import attune.learn.truth.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The learning curve as a picture: mean steps over dry after each decision, with its interval, as SVG. */
public final class LearningCurve {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 360;
    private static final double LEFT = 56;
    private static final double RIGHT = 20;
    private static final double TOP = 44;
    private static final double BOTTOM = 44;
    private static final double GRID_STEPS = 0.5;

    private LearningCurve() {}

    /** The picture; empty axes where no clip was degraded. */
    public static String svg(ProofReport report) {
        List<Bootstrap> points = report.curve();
        double low = points.stream().mapToDouble(Bootstrap::low).min().orElse(0);
        double high = points.stream().mapToDouble(Bootstrap::high).max().orElse(1);
        double from = GRID_STEPS * Math.floor(Math.min(0, low) / GRID_STEPS);
        double to = GRID_STEPS * Math.ceil(Math.max(GRID_STEPS, high) / GRID_STEPS);
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\""
                        + " font-size=\"13\" fill=\"#1c2733\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n"
                        + "<text x=\"%.0f\" y=\"24\" font-size=\"15\">Steps over dry, mean and 95 %% interval</text>%n",
                WIDTH,
                HEIGHT,
                LEFT));
        for (double level = from; level <= to + 1e-9; level += GRID_STEPS) {
            double y = y(level, from, to);
            out.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%.1f %.1fH%.1f\" stroke=\"%s\"/><text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>%n",
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    Math.abs(level) < 1e-9 ? "#1c2733" : "#d5dbe1",
                    LEFT - 8,
                    y + 4,
                    level));
        }
        List<String> line = new ArrayList<>();
        List<String> band = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            double x = x(i, report.decisions());
            line.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y(points.get(i).mean(), from, to)));
            band.add(
                    i,
                    String.format(Locale.ROOT, "%.1f,%.1f", x, y(points.get(i).high(), from, to)));
            band.add(
                    i + 1,
                    String.format(Locale.ROOT, "%.1f,%.1f", x, y(points.get(i).low(), from, to)));
            out.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.0f\" text-anchor=\"middle\">%d</text>%n",
                    x,
                    HEIGHT - BOTTOM + 20,
                    i));
        }
        out.append("<polygon points=\"")
                .append(String.join(" ", band))
                .append("\" fill=\"#2f7d6b\" opacity=\".2\"/>\n");
        out.append("<polyline points=\"").append(String.join(" ", line));
        out.append("\" fill=\"none\" stroke=\"#2f7d6b\" stroke-width=\"2\"/>\n");
        out.append(String.format(
                Locale.ROOT,
                "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"middle\">decisions</text>%n</svg>%n",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 8));
        return out.toString();
    }

    private static double x(int decision, int decisions) {
        return LEFT + (WIDTH - LEFT - RIGHT) * decision / Math.max(1, decisions);
    }

    private static double y(double level, double from, double to) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (to - level) / (to - from);
    }
}
