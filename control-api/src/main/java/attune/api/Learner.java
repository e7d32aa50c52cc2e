package attune.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Everything that proposes changes, each of which a person can switch off and which rests by itself after harm. What is not shown to
 * help is off until a person switches it on ({@link #isOnAtFirst}).
 */
public enum Learner {
    HUM("hum", "Hum", "Takes mains hum out where it is sure.", "hum"),
    NOISE("noise", "Noise", "Lowers the noise behind a voice.", "noise-mild", "noise-strong"),
    TONE("tone", "Tone", "Brings a dull, harsh or bright voice back to where voices are.", "tone"),
    MUSIC(
            "music",
            "Music",
            "Switches noise reduction off for music; in the Music program lowers steady noise where that surely helps.",
            "music",
            "music-noise"),
    LEVEL("level", "Level", "Lets the leveler reach your Target.", "level"),
    RULES(
            "rules",
            "Rules together",
            "Tries several of the rules above at once.",
            "rules",
            "rules-strong",
            "rules-without-tone",
            "rules-without-level"),
    POLICY(
            "policy",
            "Trained policy",
            "Was trained on what was best for other voices; off at first, since it was not shown to help.",
            "policy"),
    EARLIER("earlier", "What helped earlier", "Tries again what served you in sound like this.", "earlier", "settled"),
    OWN_PRESETS("own-presets", "Your presets", "Tries the presets that you saved.", "own-presets"),
    FACTORY_PRESETS(
            "factory-presets",
            "Factory presets",
            "Tries the presets that come with Attune; off at first, since that was shown to cost a little.",
            "factory-presets"),
    NEUTRAL("neutral", "Everything off", "Tries the sound without anything but the level.", "neutral"),
    SEARCH(
            "search",
            "Search",
            "Looks for a better set while nothing is due; asleep unless asked for at the start.",
            "search",
            "gradient");

    private final String id;
    private final String label;
    private final String about;
    private final List<String> strategies;

    Learner(String id, String label, String about, String... strategies) {
        this.id = id;
        this.label = label;
        this.about = about;
        this.strategies = List.of(strategies);
    }

    /** Permanent name, as in {@code PUT /learning/learners}. */
    public String id() {
        return id;
    }

    /** Name for people. */
    public String label() {
        return label;
    }

    /** What it does, in one sentence. */
    public String about() {
        return about;
    }

    /** Whether it proposes before a person said anything. {@code ./attune prove} says what each is worth. */
    public boolean isOnAtFirst() {
        return this != POLICY && this != FACTORY_PRESETS;
    }

    /** Names under which its proposals are made, as in {@link Change#strategy}. */
    public List<String> strategies() {
        return strategies;
    }

    /** The learner of this id. */
    public static Optional<Learner> byId(String id) {
        return Arrays.stream(values()).filter(learner -> learner.id.equals(id)).findFirst();
    }

    /** The learner that makes proposals of this name. */
    public static Optional<Learner> ofStrategy(String strategy) {
        return Arrays.stream(values())
                .filter(learner -> learner.strategies.contains(strategy))
                .findFirst();
    }

    /** All ids, in the order in which people read them. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Learner::id).toList();
    }
}
