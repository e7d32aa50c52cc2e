package attune.control.registry;

import attune.param.ParamSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Which sound was audible at which position of one engine's audio, so that a vote is about what was heard and not about
 * what came since. Positions are {@link attune.bridge.telemetry.MetricFrame#processedFrames}; resolution is one metric
 * frame. Guarded by its session.
 */
final class AudibleHistory {
    private static final int LARGEST_COUNT = 256;

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

    private final Deque<Heard> entries = new ArrayDeque<>();

    void add(Heard heard) {
        entries.addLast(heard);
        if (entries.size() > LARGEST_COUNT) {
            entries.removeFirst();
        }
    }

    /** The engine began anew: positions count from 0 again, what plays is what played last. */
    void restart() {
        Heard last = entries.peekLast();
        entries.clear();
        if (last != null) {
            entries.add(new Heard(0, last.changeId(), last.before(), last.after()));
        }
    }

    /** What was audible at a position; the oldest known where it is older; null where nothing was heard yet. */
    @Nullable
    Heard at(long frame) {
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
