package attune.cli;

import attune.api.Learner;
import attune.api.LearnerRest;
import attune.api.LearnerState;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code attune learn learners}: who proposes changes; and the lines about it of {@code attune learn status}. */
final class LearnLearners {
    private static final String ROUTE = "/learning/learners";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final ServerClient server;
    private final Terminal terminal;
    private final boolean json;

    LearnLearners(ServerClient server, Terminal terminal, boolean json) {
        this.server = server;
        this.terminal = terminal;
        this.json = json;
    }

    /**
     * Lists them, or switches one first.
     *
     * @param name of one, where it is to be switched
     * @param state "on" or "off" with a name
     */
    void run(@Nullable String name, @Nullable String state) {
        List<LearnerState> states = List.of(
                name == null
                        ? server.get(ROUTE, LearnerState[].class)
                        : server.put(ROUTE, Map.of(name, "on".equals(state)), LearnerState[].class));
        if (json) {
            JsonText.print(terminal, states);
            return;
        }
        states.stream()
                .filter(one -> name == null || one.name().equals(name))
                .forEach(one -> terminal.out().println(line(one)));
    }

    /**
     * Whether {@link #run} may be asked for this.
     *
     * @throws CliException with one sentence where not
     */
    static void check(@Nullable String name, @Nullable String state) {
        if (name == null) {
            return;
        }
        if (Learner.byId(name).isEmpty()) {
            throw CliException.usage("There is no learner '" + name + "'; there are " + String.join(", ", Learner.ids())
                    + "." + CloseNames.hint(name, Learner.ids()));
        }
        if (!"on".equals(state) && !"off".equals(state)) {
            throw CliException.usage(
                    "learners " + name + " takes on or off" + (state == null ? "." : ", not '" + state + "'."));
        }
    }

    /** Those that are not simply on; nothing where all are. */
    void printExceptions() {
        for (LearnerState state : server.get(ROUTE, LearnerState[].class)) {
            if (!state.on() || state.rest() != null) {
                terminal.out().println(line(state));
            }
        }
    }

    private static String line(LearnerState state) {
        return String.format(Locale.ROOT, "%-16s ", state.name()) + what(state);
    }

    private static String what(LearnerState state) {
        LearnerRest rest = state.rest();
        if (!state.on()) {
            return "off  " + about(state);
        }
        if (rest == null) {
            return "on   " + about(state);
        }
        return rest.state().equals(LearnerRest.TRYING)
                ? "on   Rested after harm; may make one change now."
                : "on   Rests until "
                        + CLOCK.format(Instant.ofEpochMilli(rest.untilMs()).atZone(ZoneId.systemDefault())) + ": "
                        + rest.why();
    }

    /** What it does, and the names that its changes bear, where they are not its own. */
    private static String about(LearnerState state) {
        List<String> strategies = state.strategies();
        return strategies.equals(List.of(state.name()))
                ? state.about()
                : state.about() + " Strategies: " + String.join(", ", strategies) + ".";
    }
}
