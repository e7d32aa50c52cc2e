package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What instances of a program have written into bridge.log at their end, since this was made. */
final class Accounts {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Share of a block that the plugin waits for an engine at most (native/src/core/budget.rs). */
    private static final double WAITED_SHARE = 0.6;
    /** How much unluckier a host may be than a thread that only waits. */
    private static final double LUCK = 2;

    private static final double LUCK_MS = 20;
    private static final double LATE_SHARE = 0.01;

    private static final Pattern LINE = Pattern.compile(
            "Instance \\d+ of (\\S+) ends: (\\d+) blocks, \\d+ late, (\\d+) dry, .*; (?:no live call|longest live call"
                    + " ([0-9.]+) ms of ([0-9.]+) ms, (\\d+) of (\\d+) calls late)\\.");

    private final Path log;
    private final String program;
    private final int begin;
    private final SchedulingNoise noise = SchedulingNoise.begin();

    /**
     * One instance's life.
     *
     * @param longestMs its longest live call; 0 where there was none
     * @param blockMs what the host's block of that call represents
     * @param lateCalls live calls longer than their block
     * @param noise of the machine meanwhile
     */
    record Account(
            long blocks,
            long dry,
            double longestMs,
            double blockMs,
            long lateCalls,
            long calls,
            SchedulingNoise noise) {
        /** The host's calls were given back in time, but for what the machine did meanwhile to a thread that only waits. */
        Account expectCallsInTime(String who) {
            double overslept = noise.shareLaterThan((1 - WAITED_SHARE) * blockMs);
            System.out.printf(
                    "%s: longest live call %.2f ms of %.2f ms, %d of %d calls late;"
                            + " waits beside it ended up to %.1f ms late, %.2f %% by more than the rest of a block%n",
                    who, longestMs, blockMs, lateCalls, calls, noise.longestMs(), 100 * overslept);
            assertThat(calls).as("live calls of " + who).isPositive();
            assertThat(longestMs)
                    .as("longest call of %s, ms; its block has %.2f ms", who, blockMs)
                    .isLessThan(blockMs + LUCK_MS + LUCK * noise.longestMs());
            assertThat((double) lateCalls)
                    .as("calls of %s longer than their block, of %d", who, calls)
                    .isLessThanOrEqualTo(3 + calls * (LATE_SHARE + LUCK * overslept));
            return this;
        }
    }

    Accounts(TestBed bed, String program) throws IOException {
        this.log = bed.home().resolve("state/attune/bridge.log");
        this.program = program;
        this.begin = Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    /** The newest, as soon as there is one. */
    Account last() throws IOException {
        Awaitility.await("an account of " + program).atMost(LIMIT).until(() -> !lines().isEmpty());
        List<Matcher> lines = lines();
        Matcher line = lines.get(lines.size() - 1);
        boolean live = line.group(4) != null;
        return new Account(
                Long.parseLong(line.group(2)),
                Long.parseLong(line.group(3)),
                live ? Double.parseDouble(line.group(4)) : 0,
                live ? Double.parseDouble(line.group(5)) : 0,
                live ? Long.parseLong(line.group(6)) : 0,
                live ? Long.parseLong(line.group(7)) : 0,
                noise.end());
    }

    private List<Matcher> lines() throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        return Files.readAllLines(log).stream()
                .skip(begin)
                .map(LINE::matcher)
                .filter(line -> line.find() && line.group(1).equals(program))
                .toList();
    }
}
