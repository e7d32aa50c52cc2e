package attune.learn.agent;

import attune.api.AbstentionRequest;
import attune.api.AgentStatus;
import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.Experience;
import attune.api.Feedback;
import attune.api.Heard;
import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.api.MeasurementRequest;
import attune.api.ModelInUse;
import attune.api.ObjectiveWish;
import attune.api.ParamBounds;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.api.ProposalRequest;
import attune.learn.audio.CapturedClip;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent asks of the control server. Every call blocks until answered, and throws {@link LinkException} when
 * refused or when nobody answers. Any thread.
 */
public interface ServerLink extends TasteLink, VersionLink {
    /** All plugin instances. */
    List<EngineInfo> engines() throws LinkException;

    /** What one engine plays. */
    ParameterState parameters(String engineId) throws LinkException;

    /** The last so many seconds of its input; empty where nothing is captured. */
    Optional<CapturedClip> capture(String engineId, double seconds) throws LinkException;

    /** Factory presets and the person's own. */
    List<PresetInfo> presets() throws LinkException;

    /** The person's limits by permanent id. */
    Map<String, ParamBounds> bounds() throws LinkException;

    /** What the person wants most of a sound. */
    ObjectiveWish wish() throws LinkException;

    /** What the person wants nothing of. */
    SwitchedOff switchedOff() throws LinkException;

    /** Proposes a change. */
    Change propose(String engineId, ProposalRequest proposal) throws LinkException;

    /** Tells why the sound was left alone. */
    void abstain(String engineId, AbstentionRequest abstention) throws LinkException;

    /** Tells what a change did to the sound that came after it. */
    void measured(long changeId, MeasurementRequest measurement) throws LinkException;

    /** Tells what is heard. */
    void heard(String engineId, Heard heard) throws LinkException;

    /** Tells what the agent does. */
    void status(AgentStatus status) throws LinkException;

    /** Tells what learning has come to. */
    void insights(LearningInsights insights) throws LinkException;

    /** Tells which trained models there are and which of them decide. */
    void models(List<ModelInUse> models) throws LinkException;

    /** Tells what came of a strategy that a person wanted tried. */
    void tried(String attemptId, LearningAttempt.Outcome outcome) throws LinkException;

    /** Keeps experiences. */
    void keep(List<Experience> experiences) throws LinkException;

    /** Kept experiences with larger numbers, oldest first, at most {@code limit}. */
    List<Experience> experiencesAfter(long number, int limit) throws LinkException;

    /** Opinions with larger numbers, oldest first. */
    List<Feedback> feedbackAfter(long number) throws LinkException;

    /** Newest learned changes, newest first. */
    List<Change> learnedChanges(int limit) throws LinkException;

    /** Newest entries of the timeline of any kind, newest first. */
    List<Change> changes(int limit) throws LinkException;
}
