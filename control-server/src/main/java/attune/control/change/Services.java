package attune.control.change;

import attune.control.autoload.RuleStore;
import attune.control.store.ChangeStore;
import attune.control.store.ExperienceStore;
import attune.control.store.FeedbackStore;
import attune.control.store.PreferenceStore;
import attune.control.store.PresetStore;
import attune.control.store.TasteStore;
import attune.control.stream.Events;
import attune.control.taste.TasteService;
import attune.control.version.VersionPairs;
import java.time.Clock;
import java.time.ZoneId;

/**
 * Everything that changes sound, made of the stores.
 *
 * @param preferences switches and bounds
 * @param proposals what the agent asks for
 * @param undo what is taken back
 * @param manual what people and hosts do
 * @param feedback opinions
 * @param learning what learning may do
 * @param taste blind pairs
 * @param tips what to do at the source
 * @param autoload presets that are loaded by rules
 * @param versions versions of the sound that are heard side by side
 * @param patterns what was learned of each strategy on each kind of sound
 * @param desk what people ask of the agent, and what it says of learning
 */
public record Services(
        Preferences preferences,
        ProposalService proposals,
        UndoService undo,
        ManualService manual,
        FeedbackService feedback,
        LearningService learning,
        TasteService taste,
        TipService tips,
        AutoloadService autoload,
        VersionPairs versions,
        PatternService patterns,
        LearningDesk desk) {
    /** Forgets what is in memory of what was stored, after that was erased; what was switched off stays off. */
    public void forget() {
        preferences.reload(preferences.lasting());
        proposals.forget();
        feedback.forget();
        taste.forget();
        versions.forgetAll();
        desk.forget();
        patterns.told();
    }

    /**
     * Makes them.
     *
     * @param clock of the timeline
     */
    public static Services of(
            ChangeStore changes,
            FeedbackStore feedback,
            ExperienceStore experiences,
            PreferenceStore preferenceStore,
            TasteStore tasteStore,
            PresetStore presets,
            RuleStore rules,
            Events events,
            Clock clock) {
        Preferences preferences = new Preferences(preferenceStore);
        Pusher pusher = new Pusher(changes, events, clock);
        UndoService undo = new UndoService(changes, pusher);
        ManualService manual = new ManualService(changes, pusher, clock);
        LearningDesk desk = new LearningDesk(events, clock);
        return new Services(
                preferences,
                new ProposalService(changes, pusher, undo, preferences::bounds, preferences::keepsFeatures, clock),
                undo,
                manual,
                new FeedbackService(feedback, changes, undo, events, clock),
                new LearningService(preferences, experiences, manual, events, clock),
                new TasteService(tasteStore, events, preferences::keepsFeatures, clock),
                new TipService(preferences),
                new AutoloadService(rules, presets, changes, pusher, events, clock, ZoneId.systemDefault()),
                new VersionPairs(changes, events, clock),
                new PatternService(preferences, experiences, desk::insights, events, clock),
                desk);
    }
}
