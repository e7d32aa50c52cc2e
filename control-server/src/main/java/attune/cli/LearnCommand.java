package attune.cli;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.EngineInfo;
import attune.api.LearningMode;
import attune.api.LearningRequest;
import attune.learn.loop.Performance;
import attune.learn.loop.PerformanceAnalysis;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune learn}: what learning may do. */
@Command(
        name = "learn",
        description = "Says what learning may do: on all engines, or with --engine on one.",
        footer = {
            "",
            "  off        neither listens nor changes",
            "  observe    listens and judges, proposes nothing",
            "  suggest    proposes; a click in the panel decides",
            "  auto       applies what is proven better on your own sound",
            "  freeze     stops every automatic change; resume goes on",
            "  reset      back to the gentle preset; what was learned counts no more",
            "  on-air     'on' limits automatic changes to 1 dB a minute, 'off' lets them go",
            "  capture    'off' keeps no sound at all, so that nothing can be tried and learned;",
            "             'on' keeps the last 30 s in memory (RAM only, never on disk)",
            "  learners   who proposes changes, and who rests because its changes did harm;",
            "             'learners hum off' switches one off, 'on' lets it propose again",
            "  report     how the last 100 learned changes went: trend, what worked, what did not",
            "  insights   what learning has come to, and what speaks for what waits for you",
            "  try METHOD has what a method finds tried on what is heard now: measured, liked, adapted,",
            "             bandit, policy, search or gradient",
            "",
            "Without a word, or with 'status', it says what holds now."
        })
final class LearnCommand implements Callable<Integer> {
    private static final List<String> WORDS = List.of(
            "off",
            "observe",
            "suggest",
            "auto",
            "freeze",
            "resume",
            "reset",
            "on-air",
            "capture",
            "learners",
            "report",
            "insights",
            "try",
            "status");
    /** "learners" as it was called before; scripts may say so. */
    private static final String LEARNERS_BEFORE = "strategies";

    private static final List<String> SWITCHES = List.of("on-air", "capture");
    private static final String CAPTURE_ON = "Capture is on: instances that learn keep the last 30 s of their input, in"
            + " memory only; 'attune learn capture off' turns it off.";
    private static final String CAPTURE_OFF = "Capture is off: no sound is kept, so nothing can be tried and learned;"
            + " 'attune learn capture on' turns it on again.";

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "WHAT", description = "One of the words below.")
    private @Nullable String what;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "on|off|NAME",
            description = "on or off for on-air and capture; after learners a name of its list, after try a method.")
    private @Nullable String state;

    @Parameters(index = "2", arity = "0..1", paramLabel = "on|off", description = "For learners NAME.")
    private @Nullable String third;

    @Option(names = "--engine", paramLabel = "ID", description = "Only this plugin instance.")
    private @Nullable String engine;

    @Option(
            names = "--json",
            description =
                    "The engines after it, as one JSON list; after capture, the preferences; of a report, its figures;"
                            + " of learners, their list.")
    private boolean json;

    LearnCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if ("capture".equals(what)) {
            return capture();
        }
        if ("learners".equals(what) || LEARNERS_BEFORE.equals(what)) {
            requireNoEngine();
            LearnLearners.check(state, third);
            new LearnLearners(ServerLauncher.require(places), terminal, json).run(state, third);
            return 0;
        }
        if (third != null) {
            throw CliException.usage("'" + third + "' has no meaning here; only learners takes two words.");
        }
        if ("report".equals(what) && state == null) {
            return report();
        }
        if ("insights".equals(what) && state == null) {
            new LearnDesk(ServerLauncher.require(places), terminal, json).insights();
            return 0;
        }
        if ("try".equals(what)) {
            return new LearnDesk(ServerLauncher.require(places), terminal, json).attempt(engine, state) ? 0 : 1;
        }
        LearningRequest request = request();
        ServerClient server = ServerLauncher.require(places);
        if (request != null && engine != null) {
            server.put("/engines/" + ServerClient.segment(engine) + "/learning", request, EngineInfo.class);
        } else if (request != null) {
            server.put("/learning", request, ArrayNode.class);
        } else if ("reset".equals(what)) {
            server.tell("POST", "/learning/reset", null);
        }
        EngineOption.requireKnown(server, engine);
        List<EngineInfo> engines = EngineOption.connected(server).stream()
                .filter(info -> engine == null || info.id().equals(engine))
                .toList();
        if (engines.isEmpty() && request != null && request.mode() != null) {
            throw CliException.failed("No engine plays; start one, then set the mode.");
        }
        if (json) {
            JsonText.print(terminal, engines);
            return 0;
        }
        if ("reset".equals(what)) {
            terminal.out()
                    .println(
                            "Learning starts anew, and the sound goes back to the gentle preset; 'attune undo' takes that back.");
        }
        if (engines.isEmpty()) {
            terminal.out().println(nobody(request));
        }
        engines.forEach(info -> terminal.out().println(line(info)));
        if (request == null && !"reset".equals(what)) {
            SourceTipLines.print(server, terminal, engines);
            new LearnLearners(server, terminal, json).printExceptions();
        }
        if (request == null
                && !"reset".equals(what)
                && !server.get("/preferences", JsonNode.class).path("capture").asBoolean(true)) {
            terminal.out().println(CAPTURE_OFF);
        }
        return 0;
    }

    /** What holds where no engine plays: freeze and on-air lock are remembered, a mode is each plugin's own. */
    private String nobody(@Nullable LearningRequest request) {
        if (request == null) {
            return "No engine plays.";
        }
        return engine == null
                ? "No engine plays; it holds for the next one."
                : "Engine '" + engine + "' does not play now; it holds when it is back.";
    }

    /** How the newest learned changes went. */
    private int report() throws IOException {
        ServerClient server = ServerLauncher.require(places);
        List<Change> changes = Timeline.fetch(server, engine, ChangeKind.learned, PerformanceAnalysis.WINDOW);
        if (changes.isEmpty()) {
            EngineOption.requireKnown(server, engine);
        }
        Performance performance = PerformanceAnalysis.of(changes, PerformanceAnalysis.WINDOW);
        if (json) {
            JsonText.print(terminal, performance);
        } else {
            terminal.out().println(LearnReport.text(performance));
        }
        return 0;
    }

    /** The one switch for captured audio, of all instances. */
    private int capture() throws IOException {
        boolean on = isOn();
        requireNoEngine();
        ServerClient server = ServerLauncher.require(places);
        JsonNode preferences = server.put("/preferences", Map.of("capture", on), JsonNode.class);
        if (json) {
            JsonText.print(terminal, preferences);
        } else {
            terminal.out().println(on ? CAPTURE_ON : CAPTURE_OFF);
        }
        return 0;
    }

    private void requireNoEngine() {
        if (engine != null) {
            throw CliException.usage(what + " is one switch for all engines; leave --engine out.");
        }
    }

    /** "1234-1  ardour  auto, frozen, on air". */
    static String line(EngineInfo info) {
        return info.id() + "  " + info.name() + "  learning " + info.mode().name() + (info.frozen() ? ", frozen" : "")
                + (info.onAir() ? ", on air" : "");
    }

    /** What to ask of the server; null where nothing is to be set. */
    private @Nullable LearningRequest request() {
        if (state != null && !SWITCHES.contains(what)) {
            throw CliException.usage(
                    "'" + state + "' has no meaning after '" + what + "'; only on-air and capture take on or off.");
        }
        if (what == null) {
            return null;
        }
        return switch (what) {
            case "off", "observe", "suggest", "auto" -> new LearningRequest(LearningMode.valueOf(what), null, null);
            case "freeze" -> new LearningRequest(null, true, null);
            case "resume" -> new LearningRequest(null, false, null);
            case "reset" -> whole();
            case "status" -> null;
            case "on-air" -> new LearningRequest(null, null, isOn());
            default ->
                throw CliException.usage("'" + what + "' is nothing that learning can do; there are "
                        + String.join(", ", WORDS) + "." + CloseNames.hint(what, WORDS));
        };
    }

    private @Nullable LearningRequest whole() {
        if (engine != null) {
            throw CliException.usage("reset is for all engines at once; leave --engine out.");
        }
        return null;
    }

    private boolean isOn() {
        if (!"on".equals(state) && !"off".equals(state)) {
            throw CliException.usage(what + " takes on or off" + (state == null ? "." : ", not '" + state + "'."));
        }
        return "on".equals(state);
    }
}
