package attune.learn.env;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.judge.Comparison;
import attune.learn.judge.Judge;
import attune.learn.judge.Objectives;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders candidates through the engine itself on captured sound and has them judged: the last 8 s of the clip, after
 * a warm-up of 3 s, for music 9 s (the beginning of a short clip twice). Dry and the sound in force are always judged beside the
 * candidates, all at equal loudness. One owner thread; the engine is prepared once per sample rate.
 */
public final class Audition {
    /** Sound that is judged, where so much was captured. */
    public static final double JUDGED_SECONDS = 8;

    private final Judge judge;
    private final Material material;
    private CandidateRenderer.@Nullable EngineSet engines;
    private @Nullable CandidateRenderer last;
    private final @Nullable RenderMemo memo;
    private Map<List<Double>, Comparison> measured = new HashMap<>();

    /** An audition of voices with this judge. */
    public Audition(Judge judge) {
        this(judge, Material.VOICE, null);
    }

    /**
     * An audition that plays nothing twice.
     *
     * @param material what clips are taken for
     * @param memo shared with other auditions of the same thread; null for one of its own, of the last {@link #run} only
     */
    public Audition(Judge judge, Material material, @Nullable RenderMemo memo) {
        this.judge = judge;
        this.material = material;
        this.memo = memo;
    }

    /**
     * Renders and judges the sound in force and every candidate.
     *
     * @param clip what was captured
     * @param analysis of the same clip
     * @param macros in force; bypass and delta are left out, the rest shapes what is rendered
     * @param levelerGainDb gain from which the leveler starts
     * @param incumbent set in force, before Amount
     * @param budget asked before every 0.25 s of sound
     * @throws InterruptedException when the budget says so; the next run starts afresh
     */
    public AuditionResult run(
            CapturedClip clip,
            InputAnalysis analysis,
            MacroSnapshot macros,
            double levelerGainDb,
            ParamSnapshot incumbent,
            List<Candidate> candidates,
            RenderBudget budget)
            throws InterruptedException {
        CandidateRenderer renderer = new CandidateRenderer(
                enginesFor(clip, macros), clip, analysis, material, macros, levelerGainDb, budget);
        last = renderer;
        measured = memo == null ? new HashMap<>() : memo.of(material, clip, macros, levelerGainDb);
        Comparison dry = renderer.dry();
        Comparison inForce = heard(renderer, incumbent);
        double incumbentScore = judge.score(inForce.whole(), dry.whole());
        List<Scored> scored = new ArrayList<>();
        double squares = 0;
        for (Candidate candidate : candidates) {
            Comparison heard = heard(renderer, candidate.params());
            double score = judge.score(heard.whole(), dry.whole());
            scored.add(new Scored(candidate, score, score - incumbentScore, heard.whole()));
            double error = halfDifference(heard, inForce, dry);
            squares += error * error;
        }
        return new AuditionResult(
                incumbentScore,
                scored,
                dry.whole(),
                inForce.whole(),
                candidates.isEmpty() ? judge.noise() : Math.sqrt(squares / candidates.size()),
                renderer.judgedSeconds(),
                renderer.timesRealTime());
    }

    private Comparison heard(CandidateRenderer renderer, ParamSnapshot params) throws InterruptedException {
        List<Double> key = RenderMemo.key(params);
        Comparison known = measured.get(key);
        if (known == null) {
            known = renderer.render(params);
            measured.put(key, known);
        }
        return known;
    }

    private CandidateRenderer.EngineSet enginesFor(CapturedClip clip, MacroSnapshot macros) {
        ProcessSpec spec = new ProcessSpec(clip.sampleRateHz(), clip.channels().length, LatencyMode.of(macros));
        CandidateRenderer.EngineSet known = engines;
        if (known == null || !known.spec().equals(spec)) {
            known = new CandidateRenderer.EngineSet(spec);
            engines = known;
        }
        return known;
    }

    /** What a set gains over the one in force in one half of the clip less what it gains in the other, halved. */
    private double halfDifference(Comparison heard, Comparison inForce, Comparison dry) {
        double first =
                judge.score(heard.firstHalf(), dry.firstHalf()) - judge.score(inForce.firstHalf(), dry.firstHalf());
        double second =
                judge.score(heard.secondHalf(), dry.secondHalf()) - judge.score(inForce.secondHalf(), dry.secondHalf());
        return (first - second) / 2;
    }

    /**
     * Score of another set on the clip of the last {@link #run}, with its macros and budget: for ablation.
     *
     * @throws IllegalStateException before the first run
     */
    public double score(ParamSnapshot params) throws InterruptedException {
        return score(params, List.of(judge));
    }

    /**
     * The same in the eyes of the least pleased of several judges: for searches, which find what one judge is wrong about.
     *
     * @throws IllegalStateException before the first run
     */
    public double score(ParamSnapshot params, List<Judge> judges) throws InterruptedException {
        CandidateRenderer renderer = last;
        if (renderer == null) {
            throw new IllegalStateException("run=none so far, an audition comes first");
        }
        return leastScore(judges, heard(renderer, params), renderer.dry());
    }

    static double leastScore(List<Judge> judges, Comparison heard, Comparison dry) {
        return judges.stream()
                .mapToDouble(j -> j.score(heard.whole(), dry.whole()))
                .min()
                .orElse(Double.NaN);
    }

    /**
     * The six qualities of what another set makes of the clip of the last {@link #run}.
     *
     * @param targetLufs loudness that is wanted
     * @throws IllegalStateException before the first run
     */
    public Objectives objectives(ParamSnapshot params, double targetLufs) throws InterruptedException {
        CandidateRenderer renderer = last;
        if (renderer == null) {
            throw new IllegalStateException("run=none so far, an audition comes first");
        }
        renderer.render(params);
        return Objectives.of(InputAnalysis.of(renderer.lastClip()), targetLufs, renderer.lastDistortionRatioDb());
    }
}
