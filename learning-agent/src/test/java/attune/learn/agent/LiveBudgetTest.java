package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import attune.api.HealthSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveBudgetTest {
    private static HealthSample health(double p99Us, long newLate) {
        return new HealthSample("e", 0, 100, p99Us, p99Us, 5_333, newLate, newLate, 0, 0, 1);
    }

    @Test
    void turn_when_machine_is_free_expect_no_wait() throws InterruptedException {
        LiveBudget budget = new LiveBudget(() -> 1);
        budget.health(health(200, 0));

        long begin = System.nanoTime();
        budget.awaitTurn();

        assertThat(System.nanoTime() - begin).isLessThan(500_000_000);
        assertThat(budget.isTight()).isFalse();
    }

    @Test
    void turn_when_blocks_came_late_expect_stands_and_says_so_then_goes_on() throws InterruptedException {
        LiveBudget budget = new LiveBudget(() -> 1);
        budget.health(health(200, 3));
        AtomicBoolean through = new AtomicBoolean();
        Thread renderer = new Thread(() -> {
            try {
                budget.awaitTurn();
                through.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        renderer.start();
        await().until(budget::isPaused);
        assertThat(through).isFalse();
        assertThat(budget.isTight()).isTrue();
        renderer.join();

        assertThat(through).isTrue();
        assertThat(budget.isPaused()).isFalse();
    }

    @Test
    void turn_when_exchange_takes_more_than_half_a_block_expect_tight() {
        LiveBudget budget = new LiveBudget(() -> 1);

        budget.health(health(3_000, 0));

        assertThat(budget.isTight()).isTrue();
    }

    @Test
    void turn_when_no_longer_wanted_expect_audition_is_abandoned() {
        LiveBudget budget = new LiveBudget(() -> 1);
        budget.abandonWhen(() -> true);

        assertThatThrownBy(budget::awaitTurn).isInstanceOf(InterruptedException.class);
    }

    @Test
    void load_when_others_take_three_quarters_expect_quarter_free_and_own_work_not_counted(@TempDir Path folder)
            throws IOException {
        Path stat = folder.resolve("stat");
        Path own = folder.resolve("own");
        AtomicLong now = new AtomicLong();
        write(stat, own, 0, 0, 0);
        MachineLoad load = new MachineLoad(stat, own, now::get);
        assertThat(load.freeShare()).isEqualTo(1);

        now.set(1_000_000_000);
        write(stat, own, 90, 10, 15);
        assertThat(load.freeShare()).isEqualTo(0.25);

        Files.writeString(stat, "what is this");
        now.set(2_000_000_000);
        assertThat(load.freeShare()).isEqualTo(1);
    }

    private static void write(Path stat, Path own, long busy, long idle, long mine) throws IOException {
        Files.writeString(stat, "cpu  " + busy + " 0 0 " + idle + " 0 0 0 0 0 0\n");
        Files.writeString(own, "1 (a b) S 1 1 1 0 0 0 0 0 0 0 " + mine + " 0 0 0\n");
    }
}
