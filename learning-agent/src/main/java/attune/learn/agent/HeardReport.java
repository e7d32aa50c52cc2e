package attune.learn.agent;

import attune.api.EngineInfo;
import attune.api.Heard;
import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.SpeechTarget;
import attune.learn.audio.CapturedClip;
import attune.learn.judge.Objectives;
import attune.param.MacroTable;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one engine's learner hears and does, told to the server at most twice a second. Written by the agent's main thread;
 * {@link #doing} and {@link #detail} may be read by any.
 */
final class HeardReport {
    private static final long SHORTEST_MS = 500;
    /** Time from one look at what is heard to the next. */
    static final long ANALYSIS_MS = 3_000;

    /** Sound that a look takes in. */
    static final double LONGEST_SECONDS = 8;

    private static final Heard.Target VOICE =
            new Heard.Target("voice", SpeechTarget.CENTRES_HZ, SpeechTarget.LEVELS_DB, SpeechTarget.TOLERANCE_DB);

    private final ServerLink link;
    private final String engineId;
    private final LongSupplier clockMs;
    private long putMs = Long.MIN_VALUE / 2;
    private long analysedMs = Long.MIN_VALUE / 2;
    private volatile String doing = "listening";
    private volatile String detail = "";
    private boolean known;
    private String contentClass = ContentClass.SILENCE.id();
    private double confidence = 1;
    private List<Heard.Degradation> degradations = List.of();
    private Map<String, Double> objectives = Map.of();
    private Heard.@Nullable Target tone;
    private final SourceTips tips = new SourceTips();
    private List<Heard.Tip> told = List.of();

    HeardReport(ServerLink link, String engineId, LongSupplier clockMs) {
        this.link = link;
        this.engineId = engineId;
        this.clockMs = clockMs;
    }

    /** What the learner does, as in {@link Heard#doing()}. */
    String doing() {
        return doing;
    }

    /** One short sentence about it. */
    String detail() {
        return detail;
    }

    void say(String newDoing, String newDetail) {
        doing = newDoing;
        detail = newDetail;
    }

    /** Whether what is heard was looked at so long ago that more sound should be fetched for it. */
    boolean needsAnalysis() {
        return clockMs.getAsLong() - analysedMs >= ANALYSIS_MS;
    }

    /** Takes what was captured up to now: what happens now and then is counted. */
    void hear(CapturedClip clip) {
        tips.hear(clip);
    }

    /** Looks at what is heard, unless that was done just now. */
    void analyse(CapturedClip clip, EngineInfo engine) {
        if (!needsAnalysis()) {
            return;
        }
        InputAnalysis analysis = InputAnalysis.of(clip.last(LONGEST_SECONDS));
        Double target = engine.macros().get(MacroTable.TARGET.id());
        contentClass = analysis.contentClass().id();
        confidence = analysis.confidence();
        degradations =
                Findings.of(analysis, target == null ? MacroTable.TARGET.spec().defaultValue() : target);
        tone = analysis.contentClass() == ContentClass.SPEECH ? VOICE : null;
        tips.look(analysis);
        told = tips.told();
        analysedMs = clockMs.getAsLong();
        known = true;
    }

    /** What the sound in force was last found to be like, on the listener's own audio. */
    void qualities(Objectives found) {
        objectives = found.asMap();
    }

    /** Nothing is heard. */
    void silent() {
        contentClass = ContentClass.SILENCE.id();
        confidence = 1;
        degradations = List.of();
        objectives = Map.of();
        tone = null;
        told = List.of();
        known = true;
    }

    /** Tells the server, at most twice a second, once something was heard or is surely silent. */
    void put(EngineInfo engine) throws LinkException {
        long now = clockMs.getAsLong();
        if (!known || now - putMs < SHORTEST_MS || !engine.id().equals(engineId)) {
            return;
        }
        putMs = now;
        link.heard(engineId, new Heard(contentClass, confidence, degradations, objectives, doing, detail, tone, told));
    }
}
