package attune.learn.agent;

import attune.api.EngineInfo;
import attune.api.VersionPair;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.strategy.ParamMaps;
import attune.learn.taste.PairMaker;
import attune.learn.taste.VersionMaker;
import attune.param.MacroSnapshot;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Renders two versions of the sound that a person wants to hear side by side. On the thread and with the budget of blind pairs; only
 * the newest wish counts. Any thread may call.
 */
final class VersionDesk {
    /** Sound by which the leveler's gain at rest is told. */
    private static final double ANALYSED_SECONDS = 16;

    private static final String GONE = "The plugin is gone, and what it heard with it.";
    private static final Rendering RENDERING =
            new Rendering("versions", GONE, "These versions could not be rendered; the agent's log says why.");

    private final ServerLink link;
    private final LiveBudget budget;
    private final Executor worker;
    private final Function<String, @Nullable EngineInfo> engines;
    private final VersionMaker maker = new VersionMaker();
    private volatile String newest = "";

    /**
     * A desk.
     *
     * @param budget asked before every quarter of a second, on {@code worker} alone
     * @param worker of one thread
     * @param engines an engine as the server sees it now; null where it is gone
     */
    VersionDesk(ServerLink link, LiveBudget budget, Executor worker, Function<String, @Nullable EngineInfo> engines) {
        this.link = link;
        this.budget = budget;
        this.worker = worker;
        this.engines = engines;
    }

    /** A person wants two versions; what is rendered already is passed over. */
    void asked(VersionPair pair) {
        if (pair.status() == VersionPair.Status.asked) {
            newest = pair.id();
            worker.execute(() -> render(pair));
        }
    }

    private boolean isOver(VersionPair pair) {
        return !newest.equals(pair.id());
    }

    private void render(VersionPair pair) {
        RENDERING.run(() -> rendered(pair), why -> {
            if (!isOver(pair)) {
                link.noVersions(pair.id(), why);
            }
        });
    }

    /** Renders and hands over; answers with why it did not. */
    private String rendered(VersionPair pair) throws LinkException, InterruptedException {
        EngineInfo engine = engines.apply(pair.engineId());
        if (engine == null || isOver(pair)) {
            return GONE;
        }
        Optional<CapturedClip> captured =
                link.capture(pair.engineId(), VersionMaker.wantedSeconds(engine.sampleRateHz(), engine.channels()));
        if (captured.isEmpty() || captured.get().seconds() < PairMaker.SHORTEST_SECONDS) {
            return String.format(
                    Locale.ROOT,
                    "Less than %.0f\u202Fs of sound were captured so far; let it play and try again.",
                    PairMaker.SHORTEST_SECONDS);
        }
        CapturedClip clip = captured.get();
        if (PairMaker.sounding(clip).isEmpty()) {
            return "The last half minute is silence; play something and try again.";
        }
        MacroSnapshot macros = Moment.macros(engine);
        budget.abandonWhen(() -> isOver(pair) || engines.apply(pair.engineId()) == null);
        VersionMaker.Made made = maker.make(
                clip,
                ParamMaps.snapshot(pair.first().params()),
                ParamMaps.snapshot(pair.second().params()),
                macros,
                Moment.steadyGainDb(InputAnalysis.of(clip.last(ANALYSED_SECONDS)), macros),
                budget);
        link.handOverVersion(pair.id(), "a", made.firstWav());
        link.handOverVersion(pair.id(), "b", made.secondWav());
        link.versionsDiffer(pair.id(), made.difference());
        return "";
    }
}
