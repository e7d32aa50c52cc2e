package attune.learn.agent;

import attune.api.Experience;
import attune.api.FrontPoint;
import attune.api.LearningInsights;
import attune.api.ModelInUse;
import attune.api.Situation;
import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.bandit.BanditConfig;
import attune.learn.bandit.StrategyBandits;
import attune.learn.env.Audition;
import attune.learn.env.Material;
import attune.learn.env.RenderMemo;
import attune.learn.judge.Gate;
import attune.learn.judge.HumJudge;
import attune.learn.judge.Judge;
import attune.learn.judge.LinearJudge;
import attune.learn.judge.TreeJudge;
import attune.learn.loop.FeedbackLoopSystem;
import attune.learn.loop.Performance;
import attune.learn.loop.PerformanceAnalysis;
import attune.learn.loop.SelfLearningSystem;
import attune.learn.memory.LearningMemory;
import attune.learn.objective.FrontWishes;
import attune.learn.objective.ParetoFront;
import attune.learn.preference.Opinions;
import attune.learn.strategy.Breakers;
import attune.learn.strategy.MusicNoise;
import attune.learn.strategy.Proposals;
import attune.param.ParamSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What all engines of a user learn together. Memory may be filled from any thread; bandits and auditions belong to the
 * agent's main thread.
 */
final class Learning {
    /** What plays, judges and decides together. */
    record Bench(Judge judge, Audition audition, Decider decider) {
        private static Bench of(Judge judge, Gate gate, @Nullable RenderMemo memo) {
            Audition audition = new Audition(judge, Material.VOICE, memo);
            return new Bench(judge, audition, new Decider(judge, gate, audition));
        }

        /** For music in a program with a floor for it. */
        private static Bench forMusic(MusicModels models, @Nullable RenderMemo memo) {
            Audition audition = new Audition(models.judge(), Material.MUSIC, memo);
            Gate gate = new Gate(MusicChoice.GATE_STEPS);
            return new Bench(models.judge(), audition, new Decider(models.judge(), gate, audition, models.policy()));
        }

        /** For voices: the trained judge; the linear one where that is asked for or the file of the other is broken. */
        private static Bench forVoices(String wanted, @Nullable RenderMemo memo, FeedbackLoopSystem feedback) {
            if (!wanted.equals(LINEAR)) {
                try {
                    return calibrated(TreeJudge.shipped(), Gate.forTrees(), memo, feedback);
                } catch (IOException e) {
                    System.err.println("attune-agent: " + e.getMessage() + "; the linear judge judges alone.");
                }
            }
            return calibrated(new LinearJudge(), new Gate(Gate.THRESHOLD), memo, feedback);
        }

        private static Bench calibrated(
                Judge judge, Gate gate, @Nullable RenderMemo memo, FeedbackLoopSystem feedback) {
            double shipped = gate.threshold();
            return of(
                    judge,
                    gate.adjustedBy(
                            () -> feedback.threshold(judge.name(), shipped).inUse() - shipped),
                    memo);
        }
    }

    /** System property; where it is {@code linear} the trained judge does not judge voices. */
    static final String JUDGE = "attune.judge";

    static final String TREES = "trees";
    static final String LINEAR = "linear";

    /** System property; where it is {@code true} the agent searches while nothing is due ({@link IdleWork}). */
    static final String IDLE_SEARCH = "attune.idleSearch";

    private final Bench voice;
    private final Bench other;
    private final @Nullable Bench music;
    private final LearningMemory memory = new LearningMemory();
    private final Opinions opinions = new Opinions();
    private final Tried tried = new Tried();
    private final Breakers breakers = new Breakers();
    private final FeedbackLoopSystem feedback = new FeedbackLoopSystem(memory, opinions, breakers);
    private final Map<String, ParetoFront> fronts = new ConcurrentHashMap<>();
    private final StrategyBandits bandits;
    private final SelfLearningSystem experiences;
    private final AtomicReference<SwitchedOff> switchedOff = new AtomicReference<>(SwitchedOff.NOTHING);
    private final boolean searchesWhileIdle;
    private final AtomicLong auditions = new AtomicLong();
    private volatile double xRealTime;
    private volatile boolean forget;
    /** {@link SwitchedOff#deletedAt} of what was read. */
    private long readSince;

    /**
     * As the system properties want it.
     *
     * @param seed of everything that is drawn by chance
     */
    Learning(long seed) {
        this(seed, Boolean.getBoolean(IDLE_SEARCH), wantedJudge(), null);
    }

    /**
     * @param judge of voices: {@link #TREES} or {@link #LINEAR}
     * @param memo of what others who learn from the same sound have played; null where there are none
     */
    Learning(long seed, boolean searchesWhileIdle, String judge, @Nullable RenderMemo memo) {
        this(seed, searchesWhileIdle, judge, memo, MusicModels.shipped());
    }

    /**
     * The same with other models for the noise of music.
     *
     * @param models empty where that is to be left alone
     */
    Learning(
            long seed,
            boolean searchesWhileIdle,
            String judge,
            @Nullable RenderMemo memo,
            Optional<MusicModels> models) {
        this.voice = Bench.forVoices(judge, memo, feedback);
        this.other = Bench.of(new HumJudge(), new Gate(Gate.THRESHOLD), memo);
        this.music = models.map(m -> Bench.forMusic(m, memo)).orElse(null);
        this.searchesWhileIdle = searchesWhileIdle;
        this.bandits = new StrategyBandits(Proposals.rivals(), BanditConfig.SHIPPED, seed);
        this.experiences = new SelfLearningSystem(memory, bandits, voice.judge().noise());
    }

    /** The judge of voices that the system property asks for. */
    static String wantedJudge() {
        return System.getProperty(JUDGE, TREES);
    }

    /**
     * Who judges such sound: of anything but a voice no more is known than its hum, and of music, in a program with a floor for it,
     * what noise reduction does.
     */
    Bench bench(InputAnalysis analysis, ParamSnapshot inForce) {
        if (analysis.contentClass() == ContentClass.SPEECH) {
            return voice;
        }
        return music != null && MusicNoise.isFor(analysis, inForce) ? music : other;
    }

    /** Whether the time in which nothing is due is used to search. */
    boolean searchesWhileIdle() {
        return searchesWhileIdle;
    }

    LearningMemory memory() {
        return memory;
    }

    /** What the person likes. Any thread. */
    Opinions opinions() {
        return opinions;
    }

    /** What was tried last, whatever came of it. Any thread. */
    Tried tried() {
        return tried;
    }

    /** Who rests because its changes did harm. Any thread. */
    Breakers breakers() {
        return breakers;
    }

    /** What the person wants nothing of. Any thread. */
    SwitchedOff switchedOff() {
        return Objects.requireNonNull(switchedOff.get());
    }

    /** The person switched these off, and no others. Any thread. */
    void switchedOff(SwitchedOff off) {
        switchedOff.set(off);
    }

    /** The same, as was asked for while {@code known} was known; what was told since then is newer. Any thread. */
    void switchedOff(SwitchedOff known, SwitchedOff off) {
        switchedOff.compareAndSet(known, off);
    }

    /** Whether a pattern was deleted since experiences were read: they are to be read anew. The agent's main thread. */
    boolean isOutdated() {
        return switchedOff().deletedAt() > readSince;
    }

    /** Forgets all experiences, which are read anew then. The agent's main thread. */
    void beginAnew() {
        readSince = switchedOff().deletedAt();
        experiences.beginAnew();
    }

    /** The way of everything that people say and of what became of changes. Any thread. */
    FeedbackLoopSystem feedback() {
        return feedback;
    }

    /** The best compromises lately between a person's objectives on content of this class. Any thread. */
    ParetoFront front(String contentClass) {
        return fronts.computeIfAbsent(contentClass, name -> new ParetoFront());
    }

    /** Everything on all fronts, by class, with the wishes that pick it. Any thread. */
    List<FrontPoint> frontPoints() {
        return fronts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(
                        front -> FrontWishes.of(front.getKey(), front.getValue().recent()).stream())
                .toList();
    }

    /** Learns from experiences: from the server's store at the start, or new ones; once from each. */
    void learn(List<Experience> several) {
        several.forEach(experiences::learnFromExperience);
        if (experiences.shouldUpdate()) {
            experiences.updateModels(Integer.MAX_VALUE);
        }
        tried.add(several);
    }

    /** What learning has come to. The agent's main thread. */
    LearningInsights insights() {
        Performance performance = feedback.analyzePerformance(PerformanceAnalysis.WINDOW);
        return new LearningInsights(
                experiences.generateInsights(),
                experiences.extractPatterns(0),
                performance.thresholds(),
                feedback.suggestions(),
                performance.dealings());
    }

    /** The trained models that came with the program. Any thread. */
    List<ModelInUse> models() {
        return ModelCards.of(voice.judge().name());
    }

    /** Starts anew: experiences count no more, opinions do. Any thread; takes effect before the next decision. */
    void forgetExperiences() {
        memory.forgetExperiences();
        fronts.clear();
        forget = true;
    }

    /** Strategies, the most promising first. */
    List<String> order(Situation situation) {
        if (forget) {
            forget = false;
            bandits.reset();
        }
        List<String> order = new ArrayList<>(bandits.order(situation));
        order.add(Proposals.MUSIC_NOISE);
        return order;
    }

    /** Counts an audition. */
    void auditioned(double timesRealTime) {
        auditions.incrementAndGet();
        xRealTime = timesRealTime;
    }

    long auditions() {
        return auditions.get();
    }

    double xRealTime() {
        return xRealTime;
    }
}
