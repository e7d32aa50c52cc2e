package attune.learn.strategy;

import attune.api.PresetInfo;
import attune.learn.env.Candidate;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers complete sets for one audition: neutral, the trained policy's, presets, what served before, and the rules alone and
 * together. The
 * sound in force is no candidate: every audition renders it beside them.
 */
public final class Proposals {
    /** Most sets in one audition. */
    public static final int LARGEST = 16;
    /** Everything off but what serves the level. */
    public static final String NEUTRAL = "neutral";

    private static final int OWN_PRESETS = 3;
    private static final String RULES = "rules";
    private static final String RULES_STRONG = "rules-strong";
    private static final String RULES_NO_TONE = "rules-without-tone";
    private static final String RULES_NO_LEVEL = "rules-without-level";
    private static final String FACTORY = "factory-presets";
    private static final String OWN = "own-presets";
    /** Sets that served before. */
    public static final String EARLIER = "earlier";
    /** The set under which the sound was left alone before other sounds came. */
    public static final String SETTLED = "settled";
    /** What a search over auditions found. */
    public static final String SEARCH = "search";
    /** What a step up the slope of the judge's score found; only where it is asked for. */
    public static final String GRADIENT = "gradient";
    /** The trained policy's. */
    public static final String POLICY = "policy";
    /** Less steady noise under music. */
    public static final String MUSIC_NOISE = "music-noise";

    static final Rule HUM = new HumRule();
    private static final Rule NOISE = NoiseRule.mild();
    private static final Rule NOISE_STRONG = NoiseRule.strong();
    private static final Rule TONE = new ToneRule();
    private static final Rule MUSIC = new MusicRule();
    /** Acts on level alone. */
    public static final Rule LEVEL = new LevelRule();

    /** Rules by strategy. */
    private static final Map<String, List<Rule>> BY_RULES = byRules();

    /** Always rendered first: they act by rules of their own, or were found for such sound, whatever came of them elsewhere. */
    private static final Set<String> ALWAYS =
            Set.of(NEUTRAL, LEVEL.name(), HUM.name(), MUSIC.name(), MUSIC_NOISE, SEARCH, POLICY);

    private final LearningBounds bounds;
    private final MoveFilter filter;
    private final Set<String> silent;

    /** Sets inside these bounds and without what this filter takes out. */
    public Proposals(LearningBounds bounds, MoveFilter filter) {
        this(bounds, filter, Set.of());
    }

    /**
     * The same, where some propose nothing.
     *
     * @param silent names of strategies; a rule among them has no part in what several rules do together either
     */
    public Proposals(LearningBounds bounds, MoveFilter filter, Set<String> silent) {
        this.bounds = bounds;
        this.filter = filter;
        this.silent = Set.copyOf(silent);
    }

    /**
     * What came together.
     *
     * @param candidates different from each other and from the sound in force
     * @param refused stages that were left out because a person had refused them here
     * @param findings rules that found something wrong
     */
    public record Gathered(List<Candidate> candidates, Set<Stage> refused, List<String> findings) {}

    /** Names of all strategies. */
    public static List<String> strategies() {
        List<String> names = new ArrayList<>(List.of(NEUTRAL, POLICY, MUSIC_NOISE, EARLIER, SEARCH));
        names.addAll(BY_RULES.keySet());
        names.addAll(List.of(OWN, FACTORY));
        return names;
    }

    /** Those who differ in what they know, and are tried in an order that a bandit finds; who is alone in his field is not among them. */
    public static List<String> rivals() {
        List<String> names = new ArrayList<>(strategies());
        names.remove(MUSIC_NOISE);
        return names;
    }

    /** All names under which sets are proposed: those of strategies, of what is tried whatever their order, and where a person asks. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(strategies());
        names.add(SETTLED);
        names.add(GRADIENT);
        return names;
    }

    /** Whether a strategy is a rule, or several together. */
    public static boolean isByRules(String strategy) {
        return BY_RULES.containsKey(strategy);
    }

    /** Whether a strategy proposes presets. */
    public static boolean isPreset(String strategy) {
        return strategy.equals(OWN) || strategy.equals(FACTORY);
    }

    private static Map<String, List<Rule>> byRules() {
        Map<String, List<Rule>> map = new LinkedHashMap<>();
        map.put(RULES, List.of(HUM, NOISE, TONE, MUSIC, LEVEL));
        map.put(RULES_STRONG, List.of(HUM, NOISE_STRONG, TONE, LEVEL));
        map.put(RULES_NO_TONE, List.of(HUM, NOISE, LEVEL));
        map.put(RULES_NO_LEVEL, List.of(HUM, NOISE, TONE, MUSIC));
        for (Rule rule : List.of(HUM, NOISE, NOISE_STRONG, TONE, MUSIC, LEVEL)) {
            map.put(rule.name(), List.of(rule));
        }
        return map;
    }

    /**
     * Gathers at most so many sets.
     *
     * @param order strategies, those that are rendered first in front; neutral, policy, level, hum and music come before all
     * @param most up to {@link #LARGEST}
     */
    public Gathered gather(StrategyInput input, List<String> order, int most) {
        List<Candidate> all = new ArrayList<>();
        Set<Stage> refused = EnumSet.noneOf(Stage.class);
        List<String> names = new ArrayList<>(order);
        names.removeAll(silent);
        names.sort(Comparator.comparingInt(name -> ALWAYS.contains(name) ? 0 : 1));
        ParamSnapshot settled = input.settled();
        if (settled != null && input.mayShapeSound() && !isSilent(SETTLED)) {
            add(SETTLED, settled, input.inForce(), most, all, refused);
        }
        for (String strategy : names) {
            for (ParamSnapshot wish : wishes(strategy, input)) {
                add(strategy, wish, input.inForce(), most, all, refused);
            }
        }
        return new Gathered(all, refused, findings(input));
    }

    /** Whether a strategy is switched off, or rests because its changes did harm. */
    public boolean isSilent(String strategy) {
        return silent.contains(strategy);
    }

    /**
     * One set that was found elsewhere.
     *
     * @param wish null where none was found
     */
    public Gathered only(String strategy, @Nullable ParamSnapshot wish, StrategyInput input) {
        List<Candidate> all = new ArrayList<>();
        Set<Stage> refused = EnumSet.noneOf(Stage.class);
        if (wish != null && !isSilent(strategy)) {
            add(strategy, wish, input.inForce(), 1, all, refused);
        }
        return new Gathered(all, refused, findings(input));
    }

    private void add(
            String strategy,
            ParamSnapshot wish,
            ParamSnapshot inForce,
            int most,
            List<Candidate> all,
            Set<Stage> refused) {
        MoveFilter.Allowed allowed = filter.allowed(bounds.fit(wish, inForce), inForce);
        ParamSnapshot params = bounds.fit(allowed.params(), inForce);
        refused.addAll(allowed.refused());
        if (all.size() < most && isNew(params, inForce, all)) {
            all.add(new Candidate(strategy, params));
        }
    }

    private static boolean isNew(ParamSnapshot params, ParamSnapshot inForce, List<Candidate> others) {
        return !StageMoves.changed(inForce, params).isEmpty()
                && others.stream().noneMatch(other -> other.params().sameAs(params));
    }

    private List<ParamSnapshot> wishes(String strategy, StrategyInput input) {
        List<Rule> rules = BY_RULES.get(strategy);
        if (rules != null) {
            return byRules(
                    rules.stream().filter(rule -> !silent.contains(rule.name())).toList(), input);
        }
        return switch (strategy) {
            case NEUTRAL -> List.of(neutral(input.inForce()));
            case POLICY -> PolicyProposal.sets(input);
            case MUSIC_NOISE -> MusicNoise.sets(input, !silent.contains(HUM.name()));
            case EARLIER -> input.earlier();
            case SEARCH -> input.mayShapeSound() ? input.searched() : List.of();
            case FACTORY -> input.mayShapeSound() ? presets(input, true) : List.of();
            case OWN -> input.mayShapeSound() ? presets(input, false) : List.of();
            default -> List.of();
        };
    }

    /** What all these rules make of the set in force; nothing where none of them has anything to do. */
    private static List<ParamSnapshot> byRules(List<Rule> rules, StrategyInput input) {
        ParamSnapshot set = new ParamSnapshot(input.inForce());
        boolean any = false;
        for (Rule rule : rules) {
            any |= rule.apply(input, set);
        }
        return any ? List.of(set) : List.of();
    }

    /** Names of the rules that found something wrong, the strong form of one left out. */
    private static List<String> findings(StrategyInput input) {
        List<String> found = new ArrayList<>();
        for (Rule rule : List.of(HUM, NOISE, TONE, MUSIC, LEVEL)) {
            if (rule.apply(input, new ParamSnapshot(input.inForce()))) {
                found.add(rule.name());
            }
        }
        return found;
    }

    /** Every stage at its default but leveler and limiter, which the judge of sound knows nothing about. */
    static ParamSnapshot neutral(ParamSnapshot inForce) {
        ParamSnapshot neutral = new ParamSnapshot();
        StageMoves.copy(Stage.LEVELER, inForce, neutral);
        return StageMoves.copy(Stage.LIMITER, inForce, neutral);
    }

    private static List<ParamSnapshot> presets(StrategyInput input, boolean factory) {
        return input.presets().stream()
                .filter(preset -> preset.factory() == factory)
                .map(PresetInfo::params)
                .map(ParamMaps::snapshot)
                .sorted(Comparator.comparingDouble(params -> StageMoves.distanceDb(params, input.inForce())))
                .limit(factory ? LARGEST : OWN_PRESETS)
                .toList();
    }
}
