package attune.learn.agent;

import attune.api.AbstentionRequest;
import attune.api.AgentStatus;
import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.EngineInfo;
import attune.api.Experience;
import attune.api.Explanation;
import attune.api.Feedback;
import attune.api.FrontPoint;
import attune.api.Heard;
import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.api.LearningMode;
import attune.api.MeasurementRequest;
import attune.api.ModelInUse;
import attune.api.ObjectiveWish;
import attune.api.ParamBounds;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.api.ProposalRequest;
import attune.api.TasteAnswer;
import attune.api.TasteFailure;
import attune.api.TasteKnown;
import attune.api.TasteOffer;
import attune.api.TasteQuestion;
import attune.api.VersionDifference;
import attune.api.VersionPair;
import attune.learn.audio.CapturedClip;
import attune.learn.strategy.ParamMaps;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The control server's side of the loop in memory: plays a source second by second, lets proposals through as the real one
 * does, keeps what it is told. Time is the sound's own.
 */
final class FakeServer implements ServerLink {
    static final String ENGINE = "4711-0";
    static final double RATE_HZ = 16_000;

    final List<Change> changes = new ArrayList<>();
    final List<AbstentionRequest> abstentions = new ArrayList<>();
    final List<MeasurementRequest> measurements = new ArrayList<>();
    final List<Experience> experiences = new ArrayList<>();
    final List<Feedback> opinions = new ArrayList<>();
    final List<Heard> heard = new ArrayList<>();
    final List<TasteQuestion> askedPairs = new ArrayList<>();
    final List<TasteAnswer> pairAnswers = new ArrayList<>();
    final Map<String, byte[]> sounds = new ConcurrentHashMap<>();
    final Map<String, TasteOffer> offers = new ConcurrentHashMap<>();
    final Map<String, VersionDifference> differences = new ConcurrentHashMap<>();
    final Map<String, String> failures = new ConcurrentHashMap<>();
    final List<List<FrontPoint>> fronts = new CopyOnWriteArrayList<>();
    final List<List<TasteKnown>> tastes = new CopyOnWriteArrayList<>();
    final List<ModelInUse> models = new CopyOnWriteArrayList<>();
    final List<LearningInsights> insights = new ArrayList<>();
    final Map<String, LearningAttempt.Outcome> outcomes = new ConcurrentHashMap<>();
    final List<ProposalRequest> proposals = new ArrayList<>();
    final List<Long> pushedAtMs = new ArrayList<>();
    final Map<String, ParamBounds> bounds = new HashMap<>();
    final Map<String, Double> macros = new HashMap<>();

    ParamSnapshot inForce = GentlePreset.params();
    LearningMode mode = LearningMode.auto;
    boolean frozen;
    ObjectiveWish wish = ObjectiveWish.NONE;
    boolean captures = true;
    SwitchedOff switchedOff = SwitchedOff.NOTHING;
    long generation = 1;
    Runnable beforeProposal = () -> {};
    final List<PresetInfo> ownPresets = new ArrayList<>();

    private final float[] source;
    private int position;

    /** Plays this source, over and over. */
    FakeServer(float[] source) {
        this.source = source;
    }

    long nowMs() {
        return (long) (1000.0 * position / RATE_HZ);
    }

    /** Lets so much of the source play. */
    void play(double seconds) {
        position += (int) (seconds * RATE_HZ);
    }

    EngineInfo info() {
        return new EngineInfo(
                ENGINE,
                "test",
                "test",
                true,
                RATE_HZ,
                1,
                mode,
                frozen,
                false,
                generation,
                0,
                macros,
                captures ? 30 : 0,
                captures ? null : "capture is switched off",
                26,
                0,
                0,
                false,
                0);
    }

    @Override
    public List<EngineInfo> engines() {
        return List.of(info());
    }

    @Override
    public ParameterState parameters(String engineId) {
        Map<String, Double> values = ParamMaps.map(inForce);
        return new ParameterState(generation, 0, values, values);
    }

    @Override
    public Optional<CapturedClip> capture(String engineId, double seconds) {
        int frames = (int) Math.min(position, Math.round(Math.min(30, seconds) * RATE_HZ));
        if (!captures || frames == 0) {
            return Optional.empty();
        }
        float[] samples = new float[frames];
        for (int i = 0; i < frames; i++) {
            samples[i] = source[(position - frames + i) % source.length];
        }
        return Optional.of(new CapturedClip(RATE_HZ, new float[][] {samples}, position - frames));
    }

    @Override
    public List<PresetInfo> presets() {
        List<PresetInfo> presets = new ArrayList<>(ownPresets);
        presets.add(new PresetInfo("gentle", "Gentle", "", true, ParamMaps.map(GentlePreset.params()), 0));
        presets.add(new PresetInfo("transparent", "Transparent", "", true, ParamMaps.map(new ParamSnapshot()), 0));
        return presets;
    }

    @Override
    public Map<String, ParamBounds> bounds() {
        return bounds;
    }

    @Override
    public ObjectiveWish wish() {
        return wish;
    }

    @Override
    public SwitchedOff switchedOff() {
        return switchedOff;
    }

    @Override
    public Change propose(String engineId, ProposalRequest proposal) throws LinkException {
        beforeProposal.run();
        if (proposal.baseGeneration() != generation) {
            throw new LinkException(409, "Generation " + proposal.baseGeneration() + " plays no more.");
        }
        if (frozen) {
            throw new LinkException(409, "Learning is frozen.");
        }
        proposals.add(proposal);
        boolean applies = mode == LearningMode.auto;
        Change change = change(changes.size() + 1, proposal, applies ? ChangeStatus.watching : ChangeStatus.proposed);
        changes.add(change);
        if (applies) {
            apply(proposal.params());
        }
        return change;
    }

    private void apply(Map<String, Double> params) {
        inForce = ParamMaps.snapshot(params);
        generation++;
        pushedAtMs.add(nowMs());
    }

    private Change change(long id, ProposalRequest proposal, ChangeStatus status) {
        return new Change(
                id,
                ENGINE,
                nowMs(),
                ChangeKind.learned,
                status,
                "agent",
                proposal.strategy(),
                proposal.explanation(),
                ParamMaps.map(inForce),
                proposal.params(),
                generation + 1,
                proposal.evidence(),
                null,
                null,
                proposal.situation(),
                null);
    }

    /** A person's answer to a proposal, or what became of a change: with the sound that follows from it. */
    Change settle(Change change, ChangeStatus status) {
        if (status == ChangeStatus.watching) {
            apply(change.after());
        } else if (change.status() == ChangeStatus.watching) {
            apply(change.before());
        }
        Change settled = new Change(
                change.id(),
                change.engineId(),
                change.at(),
                change.kind(),
                status,
                change.who(),
                change.strategy(),
                change.explanation(),
                change.before(),
                change.after(),
                change.generation(),
                change.evidence(),
                change.measured(),
                change.verdict(),
                change.situation(),
                change.parent());
        changes.set((int) change.id() - 1, settled);
        return settled;
    }

    /** A person moves the controls from one set to another. */
    Change byHand(ParamSnapshot before, ParamSnapshot after) {
        Change change = new Change(
                changes.size() + 1,
                ENGINE,
                nowMs(),
                ChangeKind.manual,
                ChangeStatus.in_force,
                "you",
                "",
                new Explanation("", List.of()),
                ParamMaps.map(before),
                ParamMaps.map(after),
                generation,
                null,
                null,
                null,
                null,
                null);
        changes.add(change);
        return change;
    }

    /** A person's vote on a learned change. */
    Feedback vote(Change change, String vote) {
        Feedback feedback = new Feedback(
                opinions.size() + 1,
                "test-" + opinions.size(),
                ENGINE,
                nowMs(),
                "panel",
                vote,
                change.id(),
                change.before(),
                change.after(),
                change.situation());
        opinions.add(feedback);
        return feedback;
    }

    @Override
    public void abstain(String engineId, AbstentionRequest abstention) {
        abstentions.add(abstention);
    }

    @Override
    public void measured(long changeId, MeasurementRequest measurement) {
        measurements.add(measurement);
        if (measurement.verdict().equals("fail")) {
            settle(changes.get((int) changeId - 1), ChangeStatus.taken_back);
        }
    }

    @Override
    public void heard(String engineId, Heard newHeard) {
        heard.add(newHeard);
    }

    @Override
    public void status(AgentStatus status) {
        // told to nobody here
    }

    @Override
    public List<TasteQuestion> askedPairs() {
        return askedPairs;
    }

    @Override
    public List<TasteAnswer> pairAnswersAfter(long number) {
        return pairAnswers.stream().filter(a -> a.number() > number).toList();
    }

    @Override
    public void handOver(String questionId, String side, byte[] wav) {
        sounds.put(questionId + side, wav);
    }

    @Override
    public void offer(String questionId, TasteOffer offer) {
        offers.put(questionId, offer);
    }

    @Override
    public void noPair(String questionId, TasteFailure failure) {
        failures.put(questionId, failure.sentence());
    }

    @Override
    public List<VersionPair> askedVersions() {
        return List.of();
    }

    @Override
    public void handOverVersion(String pairId, String side, byte[] wav) {
        sounds.put(pairId + side, wav);
    }

    @Override
    public void versionsDiffer(String pairId, VersionDifference difference) {
        differences.put(pairId, difference);
    }

    @Override
    public void noVersions(String pairId, TasteFailure failure) {
        failures.put(pairId, failure.sentence());
    }

    @Override
    public void front(List<FrontPoint> points) {
        fronts.add(points);
    }

    @Override
    public void taste(List<TasteKnown> known) {
        tastes.add(known);
    }

    @Override
    public void insights(LearningInsights newInsights) {
        insights.add(newInsights);
    }

    @Override
    public void models(List<ModelInUse> newModels) {
        models.addAll(newModels);
    }

    @Override
    public void tried(String attemptId, LearningAttempt.Outcome outcome) {
        outcomes.put(attemptId, outcome);
    }

    @Override
    public void keep(List<Experience> kept) {
        for (Experience e : kept) {
            experiences.add(new Experience(
                    experiences.size() + 1,
                    e.engineId(),
                    e.at(),
                    e.situation(),
                    e.strategy(),
                    e.params(),
                    e.score(),
                    e.overIncumbent(),
                    e.chosen(),
                    e.measured()));
        }
    }

    @Override
    public List<Experience> experiencesAfter(long number, int limit) {
        return experiences.stream()
                .filter(e -> e.number() > number)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Feedback> feedbackAfter(long number) {
        return opinions.stream().filter(f -> f.number() > number).toList();
    }

    @Override
    public List<Change> learnedChanges(int limit) {
        return changes(limit);
    }

    @Override
    public List<Change> changes(int limit) {
        List<Change> newestFirst = new ArrayList<>(changes);
        java.util.Collections.reverse(newestFirst);
        return newestFirst;
    }
}
