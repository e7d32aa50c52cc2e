package attune.control.guard;

import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.Scale;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Limits learning on air: no level moves more than 1 dB in any minute. A move that is larger is scaled as a whole, so that
 * its balance stays the one that was auditioned. One for each engine; guarded by its caller.
 */
public final class OnAirLock {
    /** Most that a parameter in dB, LU or dBTP may move in a minute. */
    public static final double LEVEL_PER_MINUTE = 1;

    private static final long MINUTE_MS = 60_000;
    /** Smaller shares of a move are not worth a change. */
    private static final double SMALLEST_SHARE = 0.05;

    private record Move(long atMs, List<Double> levels) {}

    private final Deque<Move> moves = new ArrayDeque<>();

    /**
     * Largest share of a move that is allowed now; 0 where so little is left that it is not worth a change.
     *
     * @param nowMs any clock that does not go back
     */
    public double share(ParamSnapshot from, ParamSnapshot to, long nowMs) {
        double[] spent = spent(nowMs);
        double share = 1;
        for (ParamTable param : ParamTable.all()) {
            double distance = Math.abs(to.get(param) - from.get(param));
            if (isLevel(param.spec()) && distance > 0) {
                share = Math.min(share, Math.max(0, LEVEL_PER_MINUTE - spent[param.index()]) / distance);
            }
        }
        return share < SMALLEST_SHARE ? 0 : share;
    }

    /** {@code from} moved by a share of the way to {@code to}; frequencies, times and widths by ratio. */
    public static ParamSnapshot scaled(ParamSnapshot from, ParamSnapshot to, double share) {
        if (share >= 1) {
            return new ParamSnapshot(to);
        }
        ParamSnapshot scaled = new ParamSnapshot(from);
        for (ParamTable param : ParamTable.all()) {
            double start = from.get(param);
            double end = to.get(param);
            if (start != end) {
                boolean log = param.spec().scale() == Scale.LOG;
                double value = log ? start * StrictMath.pow(end / start, share) : start + share * (end - start);
                scaled.set(param, value);
            }
        }
        return scaled;
    }

    /** Remembers a learned move that was pushed. */
    public void moved(ParamSnapshot from, ParamSnapshot to, long nowMs) {
        List<Double> levels = new ArrayList<>();
        for (ParamTable param : ParamTable.all()) {
            levels.add(isLevel(param.spec()) ? Math.abs(to.get(param) - from.get(param)) : 0.0);
        }
        moves.addLast(new Move(nowMs, levels));
    }

    private double[] spent(long nowMs) {
        while (!moves.isEmpty() && nowMs - moves.getFirst().atMs() >= MINUTE_MS) {
            moves.removeFirst();
        }
        double[] spent = new double[ParamTable.COUNT];
        for (Move move : moves) {
            for (int i = 0; i < spent.length; i++) {
                spent[i] += move.levels().get(i);
            }
        }
        return spent;
    }

    private static boolean isLevel(ParamSpec spec) {
        return switch (spec.unit()) {
            case "dB", "LU", "dBTP" -> true;
            default -> false;
        };
    }
}
