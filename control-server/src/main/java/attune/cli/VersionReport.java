package attune.cli;

import attune.api.Change;
import attune.api.VersionDifference;
import attune.api.VersionPair;
import attune.api.VersionPairRequest;
import attune.learn.explain.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Versions of the sound on the command line: the way back to one, and how two differ. */
final class VersionReport {
    private static final long ASK_AGAIN_MS = 250;
    /** The server gives a pair up before. */
    private static final int MOST_ASKED = 600;

    private final ServerClient server;
    private final Terminal terminal;
    private final boolean json;

    VersionReport(ServerClient server, Terminal terminal, boolean json) {
        this.server = server;
        this.terminal = terminal;
        this.json = json;
    }

    /** Brings the whole set of a version. */
    void returnTo(@Nullable String engine, long version) {
        Change change = server.post(path(engine) + "/versions/" + version + "/return", Map.of(), Change.class);
        if (json) {
            JsonText.print(terminal, change);
        } else {
            terminal.out().println(Timeline.line(change));
        }
    }

    /**
     * Says how two differ on the last half minute.
     *
     * @param second null: what plays now
     */
    void compare(@Nullable String engine, long first, @Nullable Long second) {
        VersionPair pair = server.post(
                path(engine) + "/versions/pairs", new VersionPairRequest(first, second, null), VersionPair.class);
        for (int asked = 0; pair.status() == VersionPair.Status.asked && asked < MOST_ASKED; asked++) {
            pause();
            pair = server.get("/versions/pairs/" + pair.id(), VersionPair.class);
        }
        VersionDifference difference = pair.difference();
        if (difference == null) {
            String problem = pair.problem();
            throw CliException.failed(problem == null ? "The learning agent has not answered; try again." : problem);
        }
        server.tell("DELETE", "/versions/pairs/" + pair.id(), null);
        if (json) {
            JsonText.print(terminal, pair);
        } else {
            terminal.out().println(text(pair, difference));
        }
    }

    private String path(@Nullable String engine) {
        EngineOption wanted = new EngineOption();
        wanted.id = engine;
        return "/engines/" + ServerClient.segment(wanted.choose(server).id());
    }

    private static String text(VersionPair pair, VersionDifference difference) {
        List<String> lines = new ArrayList<>();
        String loudness = difference.firstLufs() == null || difference.secondLufs() == null
                ? "one of the two is silence"
                : "by themselves the loudness differs by "
                        + Wording.change(difference.secondLufs() - difference.firstLufs(), "LU");
        lines.add(String.format(
                Locale.ROOT,
                "%s against version %d, on the last %.0f\u202Fs, equally loud; %s.",
                pair.second().version() == null
                        ? "What plays now"
                        : "Version " + pair.second().version(),
                pair.first().version(),
                difference.seconds(),
                loudness));
        lines.add(
                difference.stages().isEmpty()
                        ? "Both have the same settings."
                        : String.format(Locale.ROOT, "By stage, on the last %.0f\u202Fs:", difference.stageSeconds()));
        for (VersionDifference.StageShare share : difference.stages()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "    %-20s loudness %s, tone %s in the mean%s",
                    share.stage(),
                    Wording.change(share.loudnessLu(), "LU"),
                    Wording.db(share.toneDb()),
                    share.mostDb() == null || share.mostHz() == null
                            ? ""
                            : ", most " + Wording.change(share.mostDb(), "dB") + " at "
                                    + Wording.nominalHz(share.mostHz())));
        }
        lines.add(String.format(Locale.ROOT, "Thirds of an octave, on the last %.0f\u202Fs:", difference.seconds()));
        for (VersionDifference.Band band : difference.bands()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "    %-10s %s",
                    Wording.nominalHz(band.nominalHz()),
                    band.differenceDb() == null ? "too quiet" : Wording.change(band.differenceDb(), "dB")));
        }
        return String.join("\n", lines);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted while the agent was rendering.");
        }
    }
}
