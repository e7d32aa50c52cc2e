package attune.control.health;

import attune.api.HealthReport.RouteTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** How long each route took since the server started. Any thread. */
public final class RouteTimes {
    /** Slower than this is worth a look. */
    public static final long SLOW_NS = 100_000_000;

    private static final long LARGEST_US = 60_000_000;
    private static final int DIGITS = 2;
    private static final double US_PER_MS = 1e3;

    /** One route. Guarded by the map. */
    private static final class Times {
        final Histogram micros = new Histogram(1, LARGEST_US, DIGITS);
        long slow;
    }

    private final Map<String, Times> routes = new TreeMap<>();

    /** Counts one request. */
    public void took(String route, long ns) {
        synchronized (routes) {
            Times times = routes.computeIfAbsent(route, one -> new Times());
            times.micros.recordValue(Math.max(1, Math.min(LARGEST_US, ns / 1000)));
            times.slow += ns > SLOW_NS ? 1 : 0;
        }
    }

    /** Those that were asked for, slowest first. */
    List<RouteTime> list() {
        List<RouteTime> list = new ArrayList<>();
        synchronized (routes) {
            routes.forEach((route, times) -> list.add(new RouteTime(
                    route,
                    times.micros.getTotalCount(),
                    times.micros.getValueAtPercentile(50) / US_PER_MS,
                    times.micros.getValueAtPercentile(99) / US_PER_MS,
                    times.micros.getMaxValue() / US_PER_MS,
                    times.slow)));
        }
        list.sort(Comparator.comparingDouble(RouteTime::p99Ms).reversed().thenComparing(RouteTime::route));
        return list;
    }
}
