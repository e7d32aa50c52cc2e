package attune.control.registry;

import attune.param.ParamSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Which sound was audible at which position of one engine's audio, so that a vote is about what was heard and not about
 * what came since. Positions are {@link attune.bridge.telemetry.MetricFrame#processedFrames}; resolution is one metric
 * frame. Every engine counts from 0; what the last few before it played is kept under the positions of their own, so that
 * a vote that was cast before a restart, or by somebody who has not heard of it, finds what it is about. Guarded by its
 * session.
 */
final class AudibleHistory {
    private static final int LARGEST_COUNT = 256;
    private static final int ENGINES_BEFORE = 4;

    /**
     * What was heard.
     *
     * @param fromFrame first position
     * @param changeId learned change from which the sound stems; null where none does, or Bypass was on
     * @param before set before that change; null where there is none
     * @param after set that played
     */
    record Heard(
            long fromFrame,
            @Nullable Long changeId,
            @Nullable ParamSnapshot before,
            ParamSnapshot after) {}

    /**
     * What an engine that is gone played.
     *
     * @param played its last position
     */
    private record Before(Deque<Heard> entries, long played) {}

    /** Newest first; each played more than those that came after it, whose positions hide its own. */
    private final Deque<Before> before = new ArrayDeque<>();

    private Deque<Heard> entries = new ArrayDeque<>();

    void add(Heard heard) {
        entries.addLast(heard);
        if (entries.size() > LARGEST_COUNT) {
            entries.removeFirst();
        }
    }

    /**
     * The engine began anew: positions count from 0 again, what plays is what played last.
     *
     * @param played last position of the engine that ended
     */
    void restart(long played) {
        Heard last = entries.peekLast();
        if (last == null) {
            return;
        }
        if (played > 0) {
            before.removeIf(engine -> engine.played() <= played);
            before.addFirst(new Before(entries, played));
        }
        if (before.size() > ENGINES_BEFORE) {
            before.removeLast();
        }
        entries = new ArrayDeque<>();
        entries.add(new Heard(0, last.changeId(), last.before(), last.after()));
    }

    /** What plays is all that is known from now on, and from no change. */
    void forget() {
        Heard last = entries.peekLast();
        before.clear();
        entries = new ArrayDeque<>();
        if (last != null) {
            entries.add(new Heard(last.fromFrame(), null, null, last.after()));
        }
    }

    /**
     * Highest position that was played by the engine of now or one before it.
     *
     * @param here last position of the engine of now
     */
    long played(long here) {
        long most = here;
        for (Before engine : before) {
            most = Math.max(most, engine.played());
        }
        return most;
    }

    /**
     * What was audible at a position; the oldest known where it is older; null where nothing was heard yet.
     *
     * @param here last position of the engine of now; what is past it is of the youngest engine that played so far
     */
    @Nullable
    Heard at(long frame, long here) {
        if (frame > here) {
            for (Before engine : before) {
                if (frame <= engine.played()) {
                    return at(frame, engine.entries());
                }
            }
        }
        return at(frame, entries);
    }

    private static @Nullable Heard at(long frame, Deque<Heard> entries) {
        Heard found = entries.peekFirst();
        Iterator<Heard> newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext()) {
            Heard heard = newestFirst.next();
            if (heard.fromFrame() <= frame) {
                return heard;
            }
        }
        return found;
    }

    @Nullable
    Heard last() {
        return entries.peekLast();
    }
}
