package attune.control.health;

import static attune.control.health.PrometheusText.Type.COUNTER;
import static attune.control.health.PrometheusText.Type.GAUGE;

import attune.api.Alert;
import attune.api.HealthReport;
import attune.control.registry.EngineState;
import java.util.List;

/** What {@code GET /metrics} says: the report, counters since each engine started, and alerts that hold. */
final class Metrics {
    private static final double MICRO = 1e6;
    private static final double MILLI = 1e3;
    private static final double PERCENT = 100;

    private Metrics() {}

    static String text(HealthReport report, List<EngineState> states, List<Alert> alerts) {
        PrometheusText to = new PrometheusText();
        to.add(GAUGE, "attune_health_score", "Sum of the parts' points, 0 to 100.", report.score());
        for (HealthReport.Part part : report.parts()) {
            to.add(GAUGE, "attune_health_points", "Points of one part of the score.", part.points(), "part", part.id());
        }
        alerts.stream()
                .filter(Alert::active)
                .forEach(alert -> to.add(
                        GAUGE,
                        "attune_alert_count",
                        "How often it has happened since the alert was raised.",
                        alert.count(),
                        "kind",
                        alert.kind().name(),
                        "level",
                        alert.level().name(),
                        "engine",
                        alert.engineId() == null ? "" : alert.engineId()));
        states.stream().filter(EngineState::connected).forEach(state -> counters(to, state));
        report.engines().forEach(engine -> times(to, engine));
        report.processes().forEach(program -> process(to, program));
        report.routes().forEach(route -> route(to, route));
        HealthReport.Storage storage = report.storage();
        String bytes = "Size of a database and its log.";
        to.add(GAUGE, "attune_database_bytes", bytes, storage.databaseBytes(), "name", "attune");
        to.add(GAUGE, "attune_database_bytes", bytes, storage.telemetryBytes(), "name", "telemetry");
        to.add(GAUGE, "attune_disk_free_bytes", "Room left on the databases' disk.", storage.freeBytes());
        return to.text();
    }

    private static void counters(PrometheusText to, EngineState state) {
        String[] labels = {"engine", state.id(), "host", state.hostName()};
        to.add(
                COUNTER,
                "attune_blocks_total",
                "Blocks of the host since the engine started.",
                state.hostBlocks(),
                labels);
        to.add(COUNTER, "attune_late_blocks_total", "Of those, answered too late.", state.lateBlocks(), labels);
        to.add(
                COUNTER,
                "attune_engine_restarts_total",
                "How often the engine was started anew.",
                state.restarts(),
                labels);
    }

    private static void times(PrometheusText to, HealthReport.Engine engine) {
        String name = "attune_block_quantile_seconds";
        String help =
                "Time from the host's post to the answer that this share of the last hour's blocks does not exceed.";
        double[] times = {engine.p50Us(), engine.p95Us(), engine.p99Us(), engine.p999Us(), engine.maxUs()};
        String[] quantiles = {"0.5", "0.95", "0.99", "0.999", "1"};
        for (int i = 0; i < times.length; i++) {
            to.add(GAUGE, name, help, times[i] / MICRO, "engine", engine.engineId(), "quantile", quantiles[i]);
        }
        to.add(
                GAUGE,
                "attune_block_deadline_seconds",
                "Sound that one block of the host holds.",
                engine.deadlineUs() / MICRO,
                "engine",
                engine.engineId());
    }

    private static void process(PrometheusText to, HealthReport.Program program) {
        String[] labels = {"role", program.role(), "pid", Long.toString(program.pid())};
        to.add(
                GAUGE,
                "attune_process_cpu_ratio",
                "Share of one core over the last seconds.",
                program.cpuPercent() / PERCENT,
                labels);
        to.add(GAUGE, "attune_process_resident_bytes", "Resident memory.", program.memoryBytes(), labels);
        HealthReport.Heap heap = program.heap();
        if (heap != null) {
            to.add(GAUGE, "attune_heap_used_bytes", "Used heap of its Java.", heap.usedBytes(), labels);
            to.add(COUNTER, "attune_gc_total", "Collections.", heap.collections(), labels);
            to.add(COUNTER, "attune_gc_paused_seconds_total", "Time in them.", heap.pausedMs() / MILLI, labels);
        }
    }

    private static void route(PrometheusText to, HealthReport.RouteTime route) {
        String name = "attune_request_quantile_seconds";
        String help = "Time that this share of the requests since the server started does not exceed.";
        to.add(GAUGE, name, help, route.p50Ms() / MILLI, "route", route.route(), "quantile", "0.5");
        to.add(GAUGE, name, help, route.p99Ms() / MILLI, "route", route.route(), "quantile", "0.99");
        to.add(COUNTER, "attune_requests_total", "Requests.", route.count(), "route", route.route());
        to.add(COUNTER, "attune_slow_requests_total", "Of those, over 100 ms.", route.slow(), "route", route.route());
    }
}
