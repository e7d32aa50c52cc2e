package attune.control.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.VersionDifference;
import attune.api.VersionPair;
import attune.control.SetClock;
import attune.control.store.AuditStore;
import attune.control.store.ChangeStore;
import attune.control.store.Database;
import attune.control.store.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the sounds of two versions are kept, on a clock of the test's. */
class VersionExpiryTest {
    private static final VersionPair.Side SIDE = new VersionPair.Side(1L, null, Map.of("eq1_gain", 2.0));

    @TempDir
    Path folder;

    private final List<VersionPair> told = new ArrayList<>();
    private final SetClock clock = new SetClock(Instant.EPOCH);
    private Database database;
    private VersionPairs pairs;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("attune.db"), Schema.MAIN, Database.Durability.FULL, 200);
        ChangeStore store = new ChangeStore(database, new AuditStore(database, clock));
        pairs = new VersionPairs(store, (type, engineId, data) -> told.add((VersionPair) data), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void pass(Duration time) {
        clock.pass(time);
        pairs.everySecond();
    }

    @Test
    void pair_when_kept_for_five_minutes_expect_its_sounds_gone_and_said_so() {
        String id = pairs.open("77-1", SIDE, SIDE).id();
        pairs.put(id, "a", new byte[8]);
        pairs.put(id, "b", new byte[8]);
        pairs.differ(id, new VersionDifference(30, 8, 0.0, -20.0, -20.0, List.of(), List.of()));

        pass(Duration.ofMillis(VersionPairs.KEPT_MS));
        assertThat(pairs.sound(id, "a")).hasSize(8);

        pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> pairs.sound(id, "a")).hasMessageContaining("These sounds are forgotten");
        assertThat(told.get(told.size() - 1).status()).isEqualTo(VersionPair.Status.failed);
    }

    @Test
    void pair_when_no_agent_renders_it_expect_given_up_with_a_sentence() {
        String id = pairs.open("77-1", SIDE, SIDE).id();
        pass(Duration.ofMillis(VersionPairs.RENDERED_WITHIN_MS));
        assertThat(pairs.pair(id).status()).isEqualTo(VersionPair.Status.asked);

        pass(Duration.ofSeconds(1));
        assertThat(pairs.pair(id).problem()).contains("did not get round to it");
        assertThat(pairs.asked()).isEmpty();
        assertThat(told.get(told.size() - 1)).isEqualTo(pairs.pair(id));
    }
}
