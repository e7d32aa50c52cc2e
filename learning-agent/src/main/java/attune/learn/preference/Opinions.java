package attune.learn.preference;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Feedback;
import attune.api.Situation;
import attune.learn.strategy.ParamMaps;
import attune.param.ParamSnapshot;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes answers of what a person does: votes on a change, a change taken back or refused, hands on the controls. Each
 * counts once, however often and in whatever order it is told: at the start from the server's store, and by its events. A
 * hand on the controls counts for the content of the last decision or abstention on that engine before it. Any thread.
 */
public final class Opinions {
    /** A move that nobody hears says nothing about taste. */
    private static final double HEARD = 0.5;

    private static final double LESS = -0.5;
    /** Says that nothing was won. */
    private static final double MIDDLE_STARS = 3;

    private final PreferenceModel model = new PreferenceModel();
    private final PairHistory pairs = new PairHistory(model);
    private final Map<String, Heard> lastHeard = new HashMap<>();
    private final Map<Long, String> strategies = new HashMap<>();
    private final Map<Long, Double> votes = new HashMap<>();
    /** Where each change by hand had ended when it was counted: a movement that goes on is told again. */
    private final Map<Long, double[]> moved = new HashMap<>();

    /** What was heard when an entry of the timeline was written. */
    private record Heard(long change, Situation situation) {}

    /** Answers to blind pairs. */
    public PairHistory pairs() {
        return pairs;
    }

    /** Takes a vote or stars in. */
    public synchronized void feedback(Feedback feedback) {
        Situation situation = feedback.situation();
        Map<String, Double> earlier = feedback.before();
        int stars = stars(feedback.vote());
        if (situation == null) {
            return;
        }
        if (stars > 0) {
            stars(feedback, situation, stars);
            return;
        }
        if (earlier == null) {
            return;
        }
        Long change = feedback.changeId();
        String key = change == null ? "vote-" + feedback.number() : key(change);
        double[] before = MacroAxes.of(ParamMaps.snapshot(earlier));
        double[] after = MacroAxes.of(ParamMaps.snapshot(feedback.after()));
        boolean less = feedback.vote().equals("less");
        if (MacroAxes.distance(before, after) > HEARD) {
            Answer answer = less
                    ? new Answer(Answer.Kind.MANUAL, halfway(before, after), after, 1, 1)
                    : Answer.vote(after, before, feedback.vote().equals("up"));
            model.answer(key, situation.contentClass(), answer);
        }
        if (change != null) {
            double opinion = less ? LESS : feedback.vote().equals("up") ? 1 : -1;
            votes.put(change, opinion);
            String strategy = strategies.get(change);
            if (strategy != null) {
                model.opinion(change, situation.contentClass(), strategy, opinion);
            }
        }
    }

    /** One to five; 0 for another vote. */
    private static int stars(String vote) {
        return vote.length() == 1 && vote.charAt(0) >= '1' && vote.charAt(0) <= '5' ? vote.charAt(0) - '0' : 0;
    }

    /** Stars are for the sound against the one before its change; where there was none, against everything off. */
    private void stars(Feedback feedback, Situation situation, int stars) {
        Map<String, Double> earlier = feedback.before();
        double[] before = MacroAxes.of(earlier == null ? new ParamSnapshot() : ParamMaps.snapshot(earlier));
        double[] after = MacroAxes.of(ParamMaps.snapshot(feedback.after()));
        if (MacroAxes.distance(before, after) > HEARD) {
            model.answer("stars-" + feedback.number(), situation.contentClass(), Answer.stars(after, before, stars));
        }
        Long change = feedback.changeId();
        if (change != null) {
            double opinion = (stars - MIDDLE_STARS) / (MIDDLE_STARS - 1);
            votes.put(change, opinion);
            String strategy = strategies.get(change);
            if (strategy != null) {
                model.opinion(change, situation.contentClass(), strategy, opinion);
            }
        }
    }

    /** Takes an entry of the timeline in, new or with another status. */
    public synchronized void change(Change change) {
        Situation situation = change.situation();
        boolean decided = change.kind() == ChangeKind.learned || change.kind() == ChangeKind.abstained;
        if (decided && situation != null) {
            lastHeard.merge(
                    change.engineId(),
                    new Heard(change.id(), situation),
                    (old, now) -> now.change() > old.change() ? now : old);
        }
        if (change.kind() == ChangeKind.learned && situation != null) {
            learned(change, situation.contentClass());
        } else if (change.kind() == ChangeKind.manual && change.parent() == null) {
            manual(change, lastHeard.get(change.engineId()));
        }
    }

    private void learned(Change change, String contentClass) {
        strategies.put(change.id(), change.strategy());
        Double vote = votes.get(change.id());
        boolean refused = change.status() == ChangeStatus.rejected || change.status() == ChangeStatus.undone;
        if (vote == null && refused) {
            double[] before = MacroAxes.of(ParamMaps.snapshot(change.before()));
            double[] after = MacroAxes.of(ParamMaps.snapshot(change.after()));
            if (MacroAxes.distance(before, after) > HEARD) {
                model.answer(key(change.id()), contentClass, Answer.vote(after, before, false));
            }
        }
        if (vote != null || refused) {
            model.opinion(change.id(), contentClass, change.strategy(), vote == null ? -1 : vote);
        }
    }

    private void manual(Change change, @Nullable Heard heard) {
        String key = key(change.id());
        if (change.status() == ChangeStatus.undone) {
            model.forget(key);
            return;
        }
        double[] after = MacroAxes.of(ParamMaps.snapshot(change.after()));
        if (heard == null || Arrays.equals(moved.get(change.id()), after)) {
            return;
        }
        moved.put(change.id(), after);
        double[] before = MacroAxes.of(ParamMaps.snapshot(change.before()));
        if (MacroAxes.distance(before, after) > HEARD) {
            model.answer(key, heard.situation().contentClass(), Answer.manual(after, before));
        } else {
            model.forget(key);
        }
    }

    /** Answers that count for this kind of content. */
    public int answers(String contentClass) {
        return model.answers(contentClass);
    }

    /** What the person's taste adds to the judge's score of a set against the one in force, in steps. */
    public double bonus(Situation situation, String strategy, ParamSnapshot set, ParamSnapshot inForce) {
        return model.bonus(situation.contentClass(), strategy, set, inForce);
    }

    private static double[] halfway(double[] a, double[] b) {
        double[] middle = a.clone();
        for (int i = 0; i < middle.length; i++) {
            middle[i] = (a[i] + b[i]) / 2;
        }
        return middle;
    }

    private static String key(long change) {
        return "change-" + change;
    }
}
