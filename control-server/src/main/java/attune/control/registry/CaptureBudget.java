package attune.control.registry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says which engines may keep their last 30 s of input in memory: together at most 64 MB. Where more want it, they take
 * turns of a minute, longest without it first. One thread.
 */
final class CaptureBudget {
    static final long LARGEST_BYTES = 64L << 20;
    static final long TURN_MS = 60_000;

    /**
     * An engine that wants captured audio.
     *
     * @param id engine
     * @param bytes that its capture takes
     */
    record Wish(String id, long bytes) {}

    private final Deque<String> queue = new ArrayDeque<>();
    private Set<String> holders = Set.of();
    private long turnSince;

    /** Who may capture now. */
    Set<String> decide(Collection<Wish> wishes, long nowMs) {
        List<String> wanting = wishes.stream().map(Wish::id).toList();
        queue.removeIf(id -> !wanting.contains(id));
        for (String id : wanting) {
            if (!queue.contains(id)) {
                queue.addLast(id);
            }
        }
        if (nowMs - turnSince >= TURN_MS) {
            for (String id : holders) {
                if (queue.remove(id)) {
                    queue.addLast(id);
                }
            }
            turnSince = nowMs;
        }
        holders = fitting(wishes);
        return holders;
    }

    private Set<String> fitting(Collection<Wish> wishes) {
        long left = LARGEST_BYTES;
        Set<String> chosen = new HashSet<>();
        List<String> order = new ArrayList<>(queue);
        for (String id : order) {
            for (Wish wish : wishes) {
                if (wish.id().equals(id) && wish.bytes() <= left) {
                    left -= wish.bytes();
                    chosen.add(id);
                }
            }
        }
        return chosen;
    }
}
