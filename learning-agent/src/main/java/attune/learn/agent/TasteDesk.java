package attune.learn.agent;

import attune.api.EngineInfo;
import attune.api.FrontPoint;
import attune.api.HealthSample;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.api.TasteAnswer;
import attune.api.TasteOffer;
import attune.api.TasteQuestion;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.objective.ObjectiveWeights;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.ParamMaps;
import attune.learn.taste.PairMaker;
import attune.learn.taste.SoundPool;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Renders the blind pairs that a person asks for, and tells how well tastes are known. On a thread of its own, so that nobody waits
 * for an audition to end; with a budget of its own, so that neither gets in the way of live sound. Any thread may call.
 */
final class TasteDesk {
    private static final double CAPTURED_SECONDS = 16;
    private static final int PAGE = 1_000;
    private static final Rendering RENDERING = new Rendering(
            "a pair",
            "Learning was frozen or switched off meanwhile, so no sounds are compared.",
            "This pair could not be rendered; the agent's log says why.");

    private final ServerLink link;
    private final Learning learning;
    private final LiveBudget budget;
    private final Function<String, @Nullable EngineInfo> engines;
    /** Points of the front that the server knows; the worker's alone. */
    private List<FrontPoint> told = List.of();

    private final PairMaker maker = new PairMaker();
    private final Executor worker;

    /**
     * A desk.
     *
     * @param budget asked before every quarter of a second, on {@code worker} alone
     * @param worker of one thread
     * @param engines an engine as the server sees it now; null where it is gone
     */
    TasteDesk(
            ServerLink link,
            Learning learning,
            LiveBudget budget,
            Executor worker,
            Function<String, @Nullable EngineInfo> engines) {
        this.link = link;
        this.learning = learning;
        this.budget = budget;
        this.worker = worker;
        this.engines = engines;
    }

    /** The thread of all that is rendered for a person to hear; it is there while there is anything. */
    static Executor worker() {
        ThreadPoolExecutor worker =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "attune-taste");
                    thread.setDaemon(true);
                    return thread;
                });
        worker.allowCoreThreadTimeOut(true);
        return worker;
    }

    /** Takes in what was answered before this connection. */
    void remember() throws LinkException {
        List<TasteAnswer> answers;
        do {
            answers = link.pairAnswersAfter(learning.opinions().pairs().seen());
            answers.forEach(learning.opinions().pairs()::answer);
        } while (answers.size() >= PAGE);
        tell();
    }

    /** One second of one engine. */
    void health(HealthSample health) {
        budget.health(health);
    }

    /** A person wants a pair; one that is rendered already is passed over. */
    void question(TasteQuestion question) {
        if (question.status() == TasteQuestion.Status.asked) {
            worker.execute(() -> render(question));
        }
    }

    /** A person answered. */
    void answer(TasteAnswer answer) {
        learning.opinions().pairs().answer(answer);
        tell();
    }

    /** Tells what is known now. */
    void tell() {
        worker.execute(() -> {
            try {
                link.taste(learning.opinions().pairs().known());
            } catch (LinkException e) {
                // told with the next answer, or after the next connection
            }
        });
    }

    /** Tells the front where it is another than was told. Called after every step of the agent. */
    void tellFront() {
        worker.execute(() -> {
            List<FrontPoint> points = learning.frontPoints();
            if (!points.equals(told)) {
                try {
                    link.front(points);
                    told = points;
                } catch (LinkException e) {
                    // told with the next step
                }
            }
        });
    }

    private void render(TasteQuestion question) {
        RENDERING.run(() -> rendered(question), why -> link.noPair(question.id(), why));
    }

    /** Renders and hands over; answers with why it did not. */
    private String rendered(TasteQuestion question) throws LinkException, InterruptedException {
        EngineInfo engine = engines.apply(question.engineId());
        Optional<CapturedClip> captured = link.capture(question.engineId(), CAPTURED_SECONDS);
        if (engine == null || captured.isEmpty()) {
            return "Nothing has been captured yet; let some seconds play and ask again.";
        }
        if (captured.get().seconds() < PairMaker.SHORTEST_SECONDS) {
            return String.format(
                    Locale.ROOT,
                    "Only %.1f\u202Fs of sound were captured so far; a pair needs %.0f\u202Fs. Let it play and ask again.",
                    captured.get().seconds(),
                    PairMaker.SHORTEST_SECONDS);
        }
        Optional<CapturedClip> sounding = PairMaker.sounding(captured.get());
        if (sounding.isEmpty()) {
            return "The last seconds are silence; play something and ask again.";
        }
        CapturedClip clip = sounding.get();
        InputAnalysis analysis = InputAnalysis.of(clip);
        ParameterState state = link.parameters(question.engineId());
        ParamSnapshot inForce = ParamMaps.snapshot(state.wanted());
        MacroSnapshot macros = Moment.macros(engine);
        budget.abandonWhen(() -> {
            EngineInfo now = engines.apply(question.engineId());
            return now == null || LearnedEngine.isUnwanted(now);
        });
        Optional<PairMaker.Made> made = maker.make(
                clip,
                analysis.contentClass().id(),
                SoundPool.of(inForce, others(question.engineId()), bounds(), PairMaker.isMono(clip)),
                learning.opinions().pairs(),
                macros,
                Moment.steadyGainDb(analysis, macros),
                budget);
        if (made.isEmpty()) {
            return "No two sounds were found that can be told apart here; try it on other sound, or unlock some parameters.";
        }
        handOver(question, analysis, clip, inForce, made.get());
        return "";
    }

    private LearningBounds bounds() throws LinkException {
        return new LearningBounds(link.bounds());
    }

    private List<ParamSnapshot> others(String engineId) throws LinkException {
        List<ParamSnapshot> others = new ArrayList<>(learning.tried().of(engineId));
        link.presets().stream().map(PresetInfo::params).map(ParamMaps::snapshot).forEach(others::add);
        return others;
    }

    private void handOver(
            TasteQuestion question,
            InputAnalysis analysis,
            CapturedClip clip,
            ParamSnapshot inForce,
            PairMaker.Made pair)
            throws LinkException {
        double[] weights = ObjectiveWeights.of(link.wish().weights()).heard();
        link.handOver(question.id(), "a", pair.firstWav());
        link.handOver(question.id(), "b", pair.secondWav());
        link.offer(
                question.id(),
                new TasteOffer(
                        pair.seconds(),
                        pair.levelDifferenceLu(),
                        ParamMaps.map(pair.first()),
                        ParamMaps.map(pair.second()),
                        Moment.situation(analysis, clip, inForce, weights),
                        pair.repeats().orElse(null)));
    }
}
