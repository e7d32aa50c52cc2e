package attune.control;

import attune.api.AgentStatus;
import attune.control.health.Health;
import attune.control.store.Database;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link Health} looks.
 *
 * @param data folder of the databases
 * @param agentStatus its last word
 * @param trouble why there is none though one is wanted
 */
record HealthSources(
        Path data,
        Map<String, String> environment,
        Supplier<@Nullable AgentStatus> agentStatus,
        Supplier<@Nullable String> trouble,
        Database database,
        Database telemetry)
        implements Health.Surroundings {
    @Override
    public @Nullable AgentStatus agent() {
        return agentStatus.get();
    }

    @Override
    public @Nullable String agentTrouble() {
        return trouble.get();
    }

    @Override
    public boolean isStorageFull() {
        return database.isFull() || telemetry.isFull();
    }

    @Override
    public long databaseBytes() {
        return database.bytes();
    }

    @Override
    public long telemetryBytes() {
        return telemetry.bytes();
    }
}
