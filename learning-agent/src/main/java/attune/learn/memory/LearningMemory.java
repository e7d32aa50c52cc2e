package attune.learn.memory;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.Experience;
import attune.api.Feedback;
import attune.api.Situation;
import attune.learn.strategy.MoveFilter;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.StageMoves;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people and audio said about earlier changes, for all engines of the user. Filled from the server at the start and
 * by its events; the server keeps it over restarts. Any thread: an opinion counts from the moment it is handed in.
 */
public final class LearningMemory {
    /** Oldest experiences beyond this many are forgotten here; the server keeps them. */
    public static final int LARGEST_EXPERIENCES = 4_000;

    /** A thumb up, and the stars that say as much. */
    private static final Set<String> LIKED = Set.of("up", "4", "5");
    /** Stars that are no refusal: whoever wants the sound back says so by a thumb down. */
    private static final Set<String> ONLY_TAUGHT = Set.of("1", "2", "3");

    private final Map<Long, Refusal> refusals = new LinkedHashMap<>();
    private final Map<Long, Liked> liked = new LinkedHashMap<>();
    private final Deque<Experience> experiences = new ArrayDeque<>();
    private final SettledSets settled = new SettledSets();
    private long feedbackSeen;
    private long experienceSeen;

    private record Liked(Situation situation, ParamSnapshot params) {}

    /** Takes an opinion in. Votes on sound that no learned change stands behind say nothing about a change. */
    public synchronized void feedback(Feedback feedback) {
        feedbackSeen = Math.max(feedbackSeen, feedback.number());
        Long change = feedback.changeId();
        Situation situation = feedback.situation();
        if (change == null || situation == null) {
            return;
        }
        ParamSnapshot after = ParamMaps.snapshot(feedback.after());
        if (ONLY_TAUGHT.contains(feedback.vote())) {
            return;
        }
        if (LIKED.contains(feedback.vote())) {
            refusals.remove(change);
            liked.put(change, new Liked(situation, after));
        } else if (feedback.before() != null) {
            Refusal.Kind kind = feedback.vote().equals("less") ? Refusal.Kind.LESS : Refusal.Kind.NO;
            liked.remove(change);
            refusals.put(change, new Refusal(change, kind, situation, ParamMaps.snapshot(feedback.before()), after));
        }
    }

    /** Takes in what became of a change: one that was refused, undone or taken back is not made again. */
    public synchronized void change(Change change) {
        settled.change(change);
        Situation situation = change.situation();
        if (change.kind() != ChangeKind.learned || situation == null) {
            return;
        }
        switch (change.status()) {
            case rejected, undone, taken_back ->
                refusals.putIfAbsent(
                        change.id(),
                        new Refusal(
                                change.id(),
                                Refusal.Kind.NO,
                                situation,
                                ParamMaps.snapshot(change.before()),
                                ParamMaps.snapshot(change.after())));
            default -> {
                // still wanted, or replaced by something else: no opinion
            }
        }
    }

    /** A sound was left alone while this set plays. */
    public synchronized void leftAlone(String engineId, Situation situation, ParamSnapshot inForce) {
        settled.leftAlone(engineId, situation, inForce);
    }

    /** Takes an experience in. */
    public synchronized void experience(Experience experience) {
        experienceSeen = Math.max(experienceSeen, experience.number());
        experiences.addLast(experience);
        if (experiences.size() > LARGEST_EXPERIENCES) {
            experiences.removeFirst();
        }
    }

    /** The server has an experience of this number that counts here already. */
    public synchronized void seen(long number) {
        experienceSeen = Math.max(experienceSeen, number);
    }

    /** Experiences count no more, nor does what was left alone; opinions do. */
    public synchronized void forgetExperiences() {
        experiences.clear();
        settled.clear();
    }

    /** Experiences are to be read again from the first one. */
    public synchronized void beginAnew() {
        experiences.clear();
        experienceSeen = 0;
    }

    /** Number of the newest opinion that counts. */
    public synchronized long feedbackSeen() {
        return feedbackSeen;
    }

    /** Number of the newest experience that came from the server. */
    public synchronized long experienceSeen() {
        return experienceSeen;
    }

    /** All experiences kept here, oldest first. */
    public synchronized List<Experience> experiences() {
        return List.copyOf(experiences);
    }

    /**
     * Takes out of a set what was refused in this situation before: such a stage stays as it is in force; a stage that was
     * to do less goes half of the way.
     */
    public synchronized MoveFilter.Allowed allowed(Situation now, ParamSnapshot wish, ParamSnapshot inForce) {
        ParamSnapshot params = new ParamSnapshot(wish);
        Set<Stage> refused = EnumSet.noneOf(Stage.class);
        for (Refusal refusal : refusals.values()) {
            for (Stage stage : StageMoves.changed(refusal.before(), refusal.after())) {
                if (SituationMatcher.same(refusal.situation(), now, stage)
                        && repeats(refusal, stage, params, inForce)) {
                    takeOut(refusal, stage, params, inForce);
                    refused.add(stage);
                }
            }
        }
        return new MoveFilter.Allowed(params, refused);
    }

    /** Whether this set would repeat what was refused; what plays already is no move. */
    private static boolean repeats(Refusal refusal, Stage stage, ParamSnapshot params, ParamSnapshot inForce) {
        double share = StageMoves.share(stage, params, refusal.before(), refusal.after());
        double already = StageMoves.share(stage, inForce, refusal.before(), refusal.after());
        return share > refusal.kind().largestShare() && share > already;
    }

    private static void takeOut(Refusal refusal, Stage stage, ParamSnapshot params, ParamSnapshot inForce) {
        if (refusal.kind() == Refusal.Kind.LESS) {
            StageMoves.copyHalfway(stage, refusal.before(), refusal.after(), params);
        } else {
            StageMoves.copy(stage, inForce, params);
        }
    }

    /** Newest set that was liked in this situation; null where none was. */
    public synchronized @Nullable ParamSnapshot liked(Situation now) {
        ParamSnapshot newest = null;
        for (Liked like : liked.values()) {
            newest = SituationMatcher.same(like.situation(), now) ? like.params() : newest;
        }
        return newest == null ? null : new ParamSnapshot(newest);
    }

    /**
     * The set under which this sound was left alone before on this engine, where only learned changes for other sounds lead from
     * it to what plays; null where there is none.
     */
    public synchronized @Nullable ParamSnapshot settled(String engineId, Situation now, ParamSnapshot inForce) {
        return settled.of(engineId, now, inForce);
    }

    /** Newest set that was pushed in this situation and whose effect was then measured as good; null where none was. */
    public synchronized @Nullable ParamSnapshot proven(Situation now) {
        List<Experience> newestLast = new ArrayList<>(experiences);
        for (int i = newestLast.size() - 1; i >= 0; i--) {
            Experience experience = newestLast.get(i);
            Double measured = experience.measured();
            if (experience.chosen()
                    && measured != null
                    && measured > 0
                    && SituationMatcher.same(experience.situation(), now)) {
                return ParamMaps.snapshot(experience.params());
            }
        }
        return null;
    }
}
