package attune.learn.agent;

import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.Feedback;
import attune.api.HealthSample;
import attune.api.LearningAttempt;
import attune.api.TasteAnswer;
import attune.api.TasteQuestion;
import attune.api.VersionPair;

/** What the control server tells unasked. Called by the socket's thread, one call at a time; must not block. */
public interface ServerEvents {
    /** An engine appeared, changed or is gone. */
    void engine(EngineInfo engine);

    /** A change is new or has another status. */
    void change(Change change);

    /** A person said something about the sound. */
    void feedback(Feedback feedback);

    /** A person asks for a blind pair, or it is rendered. */
    void question(TasteQuestion question);

    /** A blind pair is answered. */
    void answer(TasteAnswer answer);

    /** A person wants two versions to be heard side by side, or they can be. */
    void versions(VersionPair pair);

    /** A person wants a strategy tried, or it is done. */
    void attempt(LearningAttempt attempt);

    /** Once a second for each engine that is played. */
    void health(HealthSample health);

    /** A person switched learners or patterns on or off, or deleted one: all that holds now. */
    void switchedOff(SwitchedOff off);

    /** What was learned so far does not count any more. */
    void reset();
}
