package attune.learn.objective;

import attune.param.ParamSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The best compromises among the newest sets that passed the gate: those that no other reaches in every objective. Any thread.
 */
public final class ParetoFront {
    /** Newest sets that are looked at. */
    static final int MEMORY = 100;

    private final Deque<Entry> recent = new ArrayDeque<>();

    /**
     * One set.
     *
     * @param params complete set; not changed after this
     */
    public record Entry(String strategy, ParamSnapshot params, ObjectivePoint point) {}

    /** Takes a set in; the oldest leaves where there are too many. */
    public synchronized void add(Entry entry) {
        recent.addLast(entry);
        if (recent.size() > MEMORY) {
            recent.removeFirst();
        }
    }

    /** All that are looked at, the oldest first. */
    public synchronized List<Entry> recent() {
        return List.copyOf(recent);
    }

    /** Sets on the front, the oldest first; of several at the same point the newest. */
    public synchronized List<Entry> entries() {
        List<Entry> all = List.copyOf(recent);
        List<Entry> front = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            ObjectivePoint point = all.get(i).point();
            boolean best = all.stream().noneMatch(other -> other.point().dominates(point));
            boolean newest = all.subList(i + 1, all.size()).stream()
                    .noneMatch(later -> later.point().asMap().equals(point.asMap()));
            if (best && newest) {
                front.add(all.get(i));
            }
        }
        return front;
    }

    /** Volume that the front dominates over these objectives, from 0 in each; 1 would be all that there is. */
    public double hypervolume(List<Objective> objectives) {
        List<double[]> points = entries().stream()
                .map(entry ->
                        objectives.stream().mapToDouble(entry.point()::get).toArray())
                .toList();
        return Hypervolume.of(points, new double[objectives.size()]);
    }
}
