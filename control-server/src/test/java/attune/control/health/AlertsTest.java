package attune.control.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.Alert;
import attune.api.AlertKind;
import attune.api.AlertLevel;
import attune.control.SetClock;
import attune.control.problem.ProblemException;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Raised once, counted, over by itself, dismissed, and logged once. */
class AlertsTest {
    private static final long MINUTE_MS = 60_000;

    private final SetClock clock = new SetClock(Instant.ofEpochMilli(1_000_000));
    private final List<Alert> told = new ArrayList<>();
    private final Alerts alerts = new Alerts((type, engineId, data) -> told.add((Alert) data), clock);
    private final Logger logger = (Logger) LoggerFactory.getLogger(Alerts.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void endListening() {
        logger.detachAppender(log);
    }

    private void late(long times) {
        alerts.happened(
                AlertKind.late_blocks, AlertLevel.warning, "77-1", times + " late.", "larger blocks", times, MINUTE_MS);
    }

    @Test
    void happened_when_again_and_again_expect_one_alert_that_counts_and_one_line_in_the_log() {
        for (int second = 0; second < 30; second++) {
            late(4);
            clock.pass(Duration.ofSeconds(1));
            alerts.everySecond();
        }
        assertThat(alerts.list()).singleElement().satisfies(alert -> {
            assertThat(alert.count()).isEqualTo(120);
            assertThat(alert.since()).isEqualTo(1_000_000);
            assertThat(alert.last()).isEqualTo(1_029_000);
            assertThat(alert.active()).isTrue();
        });
        assertThat(log.list).singleElement().asString().contains("4 late.", "larger blocks");
        assertThat(told).hasSize(30).allMatch(Alert::active);
    }

    @Test
    void happened_when_it_stops_expect_over_by_itself_told_and_a_new_one_later_without_a_second_line() {
        late(4);
        clock.pass(Duration.ofMillis(MINUTE_MS));
        alerts.everySecond();
        assertThat(told).hasSize(2);
        assertThat(told.get(1).active()).isFalse();
        assertThat(alerts.list()).singleElement().matches(alert -> !alert.active());

        late(4);
        assertThat(alerts.list()).hasSize(2);
        assertThat(alerts.list().get(0)).matches(alert -> alert.active() && alert.count() == 4);
        assertThat(alerts.list().get(0).id()).isGreaterThan(told.get(0).id());
        assertThat(log.list).as("within ten minutes").hasSize(1);

        clock.pass(Duration.ofMillis(Alerts.QUIET_MS));
        alerts.everySecond();
        late(4);
        assertThat(log.list).hasSize(2);
    }

    @Test
    void raise_when_said_again_expect_told_only_with_other_words_and_over_when_cleared() {
        for (int i = 0; i < 5; i++) {
            alerts.raise(AlertKind.disk_low, AlertLevel.warning, null, "400 MB left.", "make room");
        }
        alerts.raise(AlertKind.disk_low, AlertLevel.warning, null, "300 MB left.", "make room");
        assertThat(told).extracting(Alert::sentence).containsExactly("400 MB left.", "300 MB left.");
        assertThat(told).extracting(Alert::count).containsOnly(1L);
        clock.pass(Duration.ofMillis(10 * MINUTE_MS));
        alerts.everySecond();
        assertThat(alerts.isActive(AlertKind.disk_low)).isTrue();
        alerts.clear(AlertKind.disk_low, null);
        alerts.clear(AlertKind.disk_low, null);
        assertThat(told).hasSize(3);
        assertThat(alerts.isActive(AlertKind.disk_low)).isFalse();
    }

    @Test
    void dismiss_when_it_goes_on_expect_dismissed_until_it_was_over() {
        late(4);
        assertThat(alerts.dismiss(told.get(0).id()).dismissed()).isTrue();
        late(4);
        assertThat(alerts.list().get(0)).matches(alert -> alert.dismissed() && alert.count() == 8);
        clock.pass(Duration.ofMillis(MINUTE_MS));
        alerts.everySecond();
        late(4);
        assertThat(alerts.list().get(0).dismissed()).isFalse();
        assertThatThrownBy(() -> alerts.dismiss(99)).isInstanceOf(ProblemException.class);
    }

    @Test
    void dismiss_when_it_stops_expect_over_by_itself_all_the_same() {
        late(4);
        alerts.dismiss(told.get(0).id());
        clock.pass(Duration.ofMillis(MINUTE_MS));
        alerts.everySecond();

        assertThat(alerts.list()).singleElement().matches(alert -> !alert.active() && alert.dismissed());
    }

    @Test
    void list_when_very_many_are_over_expect_the_newest_hundred() {
        for (int i = 0; i < 101; i++) {
            alerts.raise(AlertKind.disk_low, AlertLevel.warning, null, i + " MB left.", "make room");
            alerts.clear(AlertKind.disk_low, null);
        }

        assertThat(alerts.list())
                .hasSize(100)
                .last()
                .matches(alert -> alert.sentence().equals("1 MB left."));
    }

    @Test
    void list_when_a_day_has_gone_expect_what_is_over_forgotten() {
        late(4);
        clock.pass(Duration.ofMillis(MINUTE_MS));
        alerts.everySecond();
        assertThat(alerts.list()).hasSize(1);
        clock.pass(Duration.ofMillis(24 * 60 * MINUTE_MS));
        alerts.everySecond();
        assertThat(alerts.list()).isEmpty();
    }
}
