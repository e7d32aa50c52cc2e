package attune.cli;

import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.learn.explain.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What can be asked of the learning agent: its insights, and a set of one method tried now. */
final class LearnDesk {
    /** Patterns that people read; all of them are in the JSON. */
    private static final int TOLD_PATTERNS = 8;

    private static final long ASK_AGAIN_MS = 250;
    /** The server gives an attempt up before. */
    private static final int MOST_ASKED = 600;

    private final ServerClient server;
    private final Terminal terminal;
    private final boolean json;

    LearnDesk(ServerClient server, Terminal terminal, boolean json) {
        this.server = server;
        this.terminal = terminal;
        this.json = json;
    }

    /** What learning has come to. */
    void insights() {
        LearningInsights insights = server.get("/insights", LearningInsights.class);
        if (json) {
            JsonText.print(terminal, insights);
        } else {
            terminal.out().println(text(insights));
        }
    }

    private static String text(LearningInsights insights) {
        List<String> lines = new ArrayList<>(insights.insights());
        LearnReport.patterns(
                "What was tried, the surest first:",
                insights.patterns().stream().limit(TOLD_PATTERNS).toList(),
                lines);
        insights.thresholds().stream().map(LearnReport::threshold).forEach(lines::add);
        if (!insights.suggestions().isEmpty()) {
            lines.add("What waits for you:");
            insights.suggestions().forEach(one -> lines.add("    " + suggestion(one)));
        }
        LearnReport.dealings(insights.dealings(), lines);
        return lines.isEmpty()
                ? "Nothing was learned yet, or the learning agent is not running."
                : String.join("\n", lines);
    }

    private static String suggestion(LearningInsights.Suggestion one) {
        String promise = one.promised() == null || one.noise() == null
                ? ""
                : " Promised " + Wording.scoreChange(one.promised()) + " \u00B1" + Wording.score(one.noise())
                        + " steps.";
        Double confidence = one.confidence();
        String before = confidence == null
                ? " No such change was measured before."
                : " Such changes helped in " + one.successes() + " of " + one.tries() + ", surely in "
                        + Math.round(100 * confidence) + "\u202F%.";
        return "#" + one.change() + " " + one.sentence() + promise + before;
    }

    /**
     * Has the set tried that a method finds.
     *
     * @param engine null: the only one that plays
     * @return whether a change came of it
     */
    boolean attempt(@Nullable String engine, @Nullable String method) {
        if (method == null) {
            throw CliException.usage("try takes a method: " + String.join(", ", LearningAttempt.Request.METHODS) + ".");
        }
        EngineOption wanted = new EngineOption();
        wanted.id = engine;
        LearningAttempt attempt = server.post(
                "/engines/" + ServerClient.segment(wanted.choose(server).id()) + "/learning/attempts",
                new LearningAttempt.Request(method),
                LearningAttempt.class);
        for (int asked = 0; !attempt.done() && asked < MOST_ASKED; asked++) {
            pause();
            attempt = server.get("/learning/attempts/" + attempt.id(), LearningAttempt.class);
        }
        if (!attempt.done()) {
            throw CliException.failed("The learning agent has not answered; 'attune why' shows what came of it.");
        }
        if (json) {
            JsonText.print(terminal, attempt);
        } else {
            terminal.out().println(attempt.sentence());
        }
        return attempt.change() != null;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted while the agent was trying it.");
        }
    }
}
