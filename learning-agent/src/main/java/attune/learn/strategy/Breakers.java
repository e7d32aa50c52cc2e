package attune.learn.strategy;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Feedback;
import attune.api.Learner;
import attune.api.LearnerRest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker for each learner (M. Nygard, Release It!, 2007, ch. 5). It opens once {@link #HARMS} of the newest
 * {@link #OF} changes of a learner did harm: measured worse, taken back, or voted down. The learner then proposes nothing for
 * half an hour, twice as long each time it fails again, a day at most; after that it may make one change, and is back once
 * that one is good. Made of the timeline and the opinions alone, so that it is the same after a restart, in whichever order
 * they are told. Any thread.
 */
public final class Breakers {
    /** So much harm opens a breaker. */
    public static final int HARMS = 3;
    /** Among so many of the newest changes that were heard. */
    public static final int OF = 5;

    /** Changes older than this when one does harm count no more. */
    static final long WINDOW_MS = 7 * 86_400_000L;
    /** First rest. */
    static final long FIRST_REST_MS = 30 * 60_000L;
    /** Longest rest. */
    static final long LONGEST_REST_MS = 86_400_000L;
    /** A change that nobody has judged for so long never will be: the agent was started anew meanwhile. */
    static final long UNJUDGED_MS = 10 * 60_000L;

    private static final int LARGEST = 4_000;
    private static final Set<String> LIKED = Set.of("up", "4", "5");

    private final Map<Long, Fact> facts = new TreeMap<>();
    /** What follows from the facts; gone with each new one of a learner. */
    private final Map<Learner, Standing> standings = new EnumMap<>(Learner.class);

    /** What is known of one change. */
    private static final class Fact {
        private @Nullable Change change;
        private long takenBackAt = Long.MAX_VALUE;
        private long downAt = Long.MAX_VALUE;
        private boolean liked;
    }

    /** What a change that was heard came to, and when that was known. */
    private record Outcome(long at, boolean harm, boolean good) {}

    /** A breaker after a part of its history; closed where {@code rests} is 0. */
    private static final class Breaker {
        private final Deque<Outcome> recent = new ArrayDeque<>();
        private int rests;
        private long since;
        private long until;

        private void take(Outcome outcome) {
            if (rests > 0) {
                whileOpen(outcome);
                return;
            }
            recent.addLast(outcome);
            recent.removeIf(old -> old.at() < outcome.at() - WINDOW_MS);
            while (recent.size() > OF) {
                recent.removeFirst();
            }
            if (recent.stream().filter(Outcome::harm).count() >= HARMS) {
                open(outcome.at());
            }
        }

        private void whileOpen(Outcome outcome) {
            boolean tried = outcome.at() >= until;
            if (outcome.harm() && tried) {
                open(outcome.at());
            } else if (outcome.good() && tried) {
                rests = 0;
            }
        }

        private void open(long at) {
            recent.clear();
            since = at;
            until = at + Math.min(LONGEST_REST_MS, FIRST_REST_MS << Math.min(rests, 10));
            rests++;
        }
    }

    /**
     * Where a learner stands.
     *
     * @param out its changes that somebody may still judge
     * @param fromMs since when it is so
     * @param untilMs until when: then the first of those will never be judged
     */
    private record Standing(Breaker breaker, List<Change> out, long fromMs, long untilMs) {
        private boolean holds(long nowMs) {
            return nowMs >= fromMs && nowMs < untilMs;
        }

        private boolean silent(long nowMs) {
            return breaker.rests > 0 && (nowMs < breaker.until || isTrying(nowMs));
        }

        /** Whether the one change of a learner that may try again is still out. */
        private boolean isTrying(long nowMs) {
            return out.stream()
                    .anyMatch(change -> change.at() >= breaker.until
                            && (change.status() == ChangeStatus.proposed || isUnjudged(change, nowMs)));
        }
    }

    /** Takes in an entry of the timeline, new or with another status. */
    public synchronized void change(Change change) {
        boolean takesBack = change.kind() == ChangeKind.undo || change.kind() == ChangeKind.rollback;
        if (takesBack && change.parent() != null) {
            Fact taken = fact(change.parent());
            taken.takenBackAt = Math.min(taken.takenBackAt, change.at());
            renew(taken);
        } else if (change.kind() == ChangeKind.learned) {
            Fact made = fact(change.id());
            made.change = change;
            renew(made);
        }
    }

    /** Takes in an opinion. */
    public synchronized void feedback(Feedback feedback) {
        Long id = feedback.changeId();
        if (id == null) {
            return;
        }
        boolean down = feedback.vote().equals("down");
        if (down || LIKED.contains(feedback.vote())) {
            Fact judged = fact(id);
            judged.downAt = down ? feedback.at() : Long.MAX_VALUE;
            judged.liked = !down;
            renew(judged);
        }
    }

    private Fact fact(long id) {
        Fact fact = facts.computeIfAbsent(id, key -> new Fact());
        if (facts.size() > LARGEST) {
            renew(facts.remove(facts.keySet().iterator().next()));
        }
        return fact;
    }

    /** What followed from this fact follows no more. */
    private void renew(@Nullable Fact fact) {
        if (fact != null && fact.change != null) {
            Learner.ofStrategy(fact.change.strategy()).ifPresent(standings::remove);
        }
    }

    /** Names of the strategies that propose nothing now. */
    public synchronized Set<String> silent(long nowMs) {
        Set<String> silent = new HashSet<>();
        for (Learner learner : Learner.values()) {
            if (standing(learner, nowMs).silent(nowMs)) {
                silent.addAll(learner.strategies());
            }
        }
        return silent;
    }

    /** Learners whose breaker is not closed. */
    public synchronized List<LearnerRest> resting(long nowMs) {
        List<LearnerRest> resting = new ArrayList<>();
        for (Learner learner : Learner.values()) {
            Breaker breaker = standing(learner, nowMs).breaker();
            if (breaker.rests > 0) {
                resting.add(new LearnerRest(
                        learner.id(),
                        learner.label(),
                        nowMs < breaker.until ? LearnerRest.RESTING : LearnerRest.TRYING,
                        breaker.since,
                        breaker.until,
                        breaker.rests == 1
                                ? HARMS + " of its last " + OF + " changes made the sound worse or were taken back."
                                : "It tried again, and that did harm, too."));
            }
        }
        return resting;
    }

    private Standing standing(Learner learner, long nowMs) {
        Standing known = standings.get(learner);
        if (known == null || !known.holds(nowMs)) {
            known = anew(learner, nowMs);
            standings.put(learner, known);
        }
        return known;
    }

    private Standing anew(Learner learner, long nowMs) {
        Breaker breaker = new Breaker();
        List<Fact> own =
                facts.values().stream().filter(fact -> isBy(learner, fact)).toList();
        own.stream()
                .map(fact -> outcome(fact, nowMs))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(Outcome::at))
                .forEach(breaker::take);
        List<Change> out = new ArrayList<>();
        long from = Long.MIN_VALUE;
        long until = Long.MAX_VALUE;
        for (Fact fact : own) {
            Change change = fact.change;
            if (change != null && (isOut(change) || change.status() == ChangeStatus.proposed)) {
                out.add(change);
            }
            if (change != null && isOut(change)) {
                long over = change.at() + UNJUDGED_MS;
                from = over <= nowMs ? Math.max(from, over) : from;
                until = over > nowMs ? Math.min(until, over) : until;
            }
        }
        return new Standing(breaker, out, from, until);
    }

    private static boolean isBy(Learner learner, Fact fact) {
        return fact.change != null && learner.strategies().contains(fact.change.strategy());
    }

    private static boolean isUnjudged(Change change, long nowMs) {
        return isOut(change) && nowMs < change.at() + UNJUDGED_MS;
    }

    private static boolean isOut(Change change) {
        return change.status() == ChangeStatus.watching && change.verdict() == null;
    }

    /** Nothing where the change was never heard, or what it does is not known yet. */
    private static Optional<Outcome> outcome(Fact fact, long nowMs) {
        Change change = fact.change;
        if (change == null) {
            return Optional.empty();
        }
        boolean takenBack = change.status() == ChangeStatus.undone || change.status() == ChangeStatus.taken_back;
        boolean failed = "fail".equals(change.verdict());
        boolean down = fact.downAt < Long.MAX_VALUE;
        if (takenBack || failed || down) {
            long told = Math.min(fact.takenBackAt, fact.downAt);
            return Optional.of(new Outcome(told == Long.MAX_VALUE ? change.at() : told, true, false));
        }
        boolean heard = change.status() == ChangeStatus.watching
                || change.status() == ChangeStatus.in_force
                || change.status() == ChangeStatus.replaced;
        if (!heard || isUnjudged(change, nowMs)) {
            return Optional.empty();
        }
        return Optional.of(new Outcome(change.at(), false, fact.liked || "ok".equals(change.verdict())));
    }
}
