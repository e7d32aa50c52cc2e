package attune.cli;

import attune.api.Change;
import attune.api.TelemetryPoint;
import attune.control.words.Numbers;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Short-term loudness over the time of a session, before and after, as one SVG element; marks where something was changed. */
final class SessionChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 260;
    private static final int LEFT = 44;
    private static final int BOTTOM = 24;
    private static final double FLOOR_LUFS = -60;
    private static final double TOP_LUFS = 0;
    private static final int MOST_POINTS = 600;
    private static final int TIMES = 6;
    /** Where nothing came for so long nothing was played. */
    private static final long GAP_MS = 5_000;

    private final SessionReport report;
    private final DateTimeFormatter clock;
    private final long fromMs;
    private final long toMs;
    private final StringBuilder svg = new StringBuilder();
    private final Formatter out = new Formatter(svg, Locale.ROOT);

    private SessionChart(SessionReport report, ZoneId zone) {
        this.report = report;
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
        List<TelemetryPoint> seconds = report.seconds();
        this.fromMs = seconds.get(0).at();
        this.toMs = Math.max(fromMs + 1000, seconds.get(seconds.size() - 1).at());
    }

    /** Empty where nothing was played. */
    static String of(SessionReport report, ZoneId zone) {
        return report.seconds().isEmpty() ? "" : new SessionChart(report, zone).draw();
    }

    private String draw() {
        out.format(
                "<svg viewBox='0 0 %d %d' role='img' aria-label='Short-term loudness before and after, in LUFS over time'>",
                WIDTH, HEIGHT);
        for (int lufs = (int) FLOOR_LUFS; lufs <= TOP_LUFS; lufs += 12) {
            out.format("<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>", LEFT, WIDTH, y(lufs), y(lufs));
            out.format(
                    "<text x='%d' y='%.1f' text-anchor='end'>%s</text>", LEFT - 8, y(lufs) + 4, Numbers.plain(lufs, 0));
        }
        for (int i = 0; i < TIMES; i++) {
            long at = fromMs + (toMs - fromMs) * i / (TIMES - 1);
            String anchor = i == 0 ? "start" : i == TIMES - 1 ? "end" : "middle";
            out.format(
                    "<text x='%.1f' y='%d' text-anchor='%s'>%s</text>",
                    x(at), HEIGHT - 6, anchor, clock.format(Instant.ofEpochMilli(at)));
        }
        for (Change change : report.changes()) {
            if (change.at() >= fromMs && change.at() <= toMs + 1000) {
                out.format(
                        "<line class='change' x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f'/>",
                        x(change.at()), x(change.at()), y(TOP_LUFS), y(FLOOR_LUFS));
            }
        }
        line("before", TelemetryPoint::inputLufs);
        line("after", TelemetryPoint::outputLufs);
        svg.append("</svg>");
        return svg.toString();
    }

    /** Each point the mean of neighbours where there are more seconds than can be seen. */
    private void line(String kind, Function<TelemetryPoint, @Nullable Double> level) {
        List<TelemetryPoint> seconds = report.seconds();
        int width = (seconds.size() + MOST_POINTS - 1) / MOST_POINTS;
        StringBuilder path = new StringBuilder();
        long lastMs = Long.MIN_VALUE;
        for (int i = 0; i < seconds.size(); i += width) {
            List<TelemetryPoint> group = seconds.subList(i, Math.min(i + width, seconds.size()));
            List<Double> levels = new ArrayList<>();
            for (TelemetryPoint second : group) {
                Double value = level.apply(second);
                levels.add(value == null ? FLOOR_LUFS : Math.max(FLOOR_LUFS, Math.min(TOP_LUFS, value)));
            }
            double mean = levels.stream().mapToDouble(value -> value).average().orElse(FLOOR_LUFS);
            long at = group.get(0).at();
            boolean gap = lastMs == Long.MIN_VALUE || at - lastMs > GAP_MS + 1000L * width;
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", gap ? "M" : "L", x(at), y(mean)));
            lastMs = at;
        }
        out.format("<path class='%s' d='%s'/>", kind, path);
    }

    private double x(long atMs) {
        return LEFT + (WIDTH - LEFT) * (double) (Math.min(atMs, toMs) - fromMs) / (toMs - fromMs);
    }

    private double y(double lufs) {
        return 8 + (HEIGHT - BOTTOM - 8) * (TOP_LUFS - lufs) / (TOP_LUFS - FLOOR_LUFS);
    }
}
