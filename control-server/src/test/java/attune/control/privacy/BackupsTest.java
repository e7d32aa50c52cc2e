package attune.control.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Backup;
import attune.control.SetClock;
import attune.control.store.AuditEvent;
import attune.control.store.AuditStore;
import attune.control.store.Database;
import attune.control.store.PreferenceStore;
import attune.control.store.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {
    @TempDir
    Path folder;

    private final SetClock clock = new SetClock(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void backups_when_days_go_by_expect_one_a_day_and_those_of_thirty_days() throws Exception {
        try (Database database =
                Database.open(folder.resolve("attune.db"), Schema.MAIN, Database.Durability.FULL, 2000)) {
            AuditStore audit = new AuditStore(database, clock);
            Backups backups = new Backups(database, audit, folder.resolve("backups"), clock);
            audit.add(AuditEvent.of("reset", "you", Map.of()));
            assertThat(backups.isDue())
                    .as("nothing that comes back is stored yet")
                    .isFalse();
            new PreferenceStore(database, audit).set(Map.of("keys", "false"));
            for (int day = 0; day < 35; day++) {
                assertThat(backups.isDue()).isTrue();
                backups.make("attune");
                clock.pass(Duration.ofHours(23));
                assertThat(backups.isDue()).isFalse();
                clock.pass(Duration.ofHours(1));
            }
            assertThat(backups.all())
                    .hasSize(31)
                    .extracting(Backup::at)
                    .startsWith(Instant.parse("2026-02-04T00:00:00Z").toEpochMilli())
                    .endsWith(Instant.parse("2026-01-05T00:00:00Z").toEpochMilli());
            clock.pass(Duration.ofDays(-60));
            assertThat(backups.isDue())
                    .as("the clock was set back: the newest of all is none of today")
                    .isTrue();
            clock.pass(Duration.ofDays(60));
            Path another = Files.writeString(folder.resolve("backups/my-notes.txt"), "mine");
            Path beforeAnUpgrade = Files.writeString(folder.resolve("attune.db.v1.backup"), "old");
            Files.setLastModifiedTime(beforeAnUpgrade, FileTime.from(clock.instant()));
            clock.pass(Duration.ofDays(30));
            backups.make("you");
            assertThat(beforeAnUpgrade).exists();
            clock.pass(Duration.ofDays(1));
            backups.make("you");
            assertThat(beforeAnUpgrade).doesNotExist();
            assertThat(another).exists();
        }
    }
}
