package attune.system;

import attune.api.Change;
import attune.api.ServerInfo;
import attune.learn.truth.ClipScore;
import attune.learn.truth.EvaluationClip;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Streams a clip through the installed plugin in the bundled host, at real-time pace and recorded. */
final class ClipStream {
    /** The plugin's default Target. */
    static final double TARGET_LUFS = -16;

    private static final int CHANNELS = 2;

    /**
     * What came out.
     *
     * @param score of the last seconds
     * @param lateBlocks of the whole stream
     * @param dryBlocks blocks that were passed unprocessed
     * @param blocks of the whole stream
     * @param agentStatus what the agent last said about itself; empty with learning off
     * @param changes timeline of the control server, newest first; empty with learning off
     */
    record Played(
            ClipScore score, long lateBlocks, long dryBlocks, long blocks, String agentStatus, List<Change> changes) {}

    private final Path folder;
    private final EvaluationClip clip;
    private final Path input;

    /** Writes the clip's input into {@code folder}. */
    ClipStream(Path folder, EvaluationClip clip) throws IOException {
        this.folder = folder;
        this.clip = clip;
        this.input = TestSounds.write(folder.resolve(clip.name() + ".wav"), clip.input(), clip.rateHz());
    }

    /** Plays with the plugin's Learn control off: nothing but the plugin runs. */
    Played withoutLearning(TestBed bed) throws IOException {
        return play(new HostRun(bed), "off", 0, Optional.empty());
    }

    /** Plays with Learn at Auto in this session, whose server and agent the plugin starts. */
    Played learning(UserSession session) throws IOException {
        return play(session.host(), "auto", 3, Optional.of(session));
    }

    private Played play(HostRun host, String name, int learn, Optional<UserSession> session) throws IOException {
        Path output = folder.resolve(clip.name() + "-" + name + ".wav");
        List<String> command = host.command(
                "--in",
                input,
                "--out",
                output,
                "--realtime",
                "--blocks",
                "1024",
                "--compensate",
                "--wait-ready",
                "30",
                "--set",
                "learn=" + learn,
                "--set",
                "target=" + TARGET_LUFS,
                "--json");
        JsonNode report = UserSession.json(
                Command.run(host.environment(), Duration.ofSeconds((long) clip.seconds() + 90), command));
        List<Change> changes = session.map(own -> own.api().changes()).orElse(List.of());
        String agentStatus = session.map(own -> String.valueOf(
                        own.api().get("/health", ServerInfo.class).agent()))
                .orElse("");
        double[][] played = Samples.read(output, CHANNELS).planar();
        return new Played(
                ClipScore.of(clip, cut(played, clip.input().length), TARGET_LUFS),
                report.path("late_blocks").asLong(),
                report.path("dry_blocks").asLong(),
                report.path("blocks").asLong(),
                agentStatus,
                new ArrayList<>(changes));
    }

    private static double[][] cut(double[][] channels, int frames) {
        double[][] out = new double[channels.length][];
        for (int c = 0; c < channels.length; c++) {
            out[c] = java.util.Arrays.copyOf(channels[c], frames);
        }
        return out;
    }
}
