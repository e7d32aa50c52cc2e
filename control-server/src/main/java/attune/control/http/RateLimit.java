package attune.control.http;

import attune.control.problem.ProblemException;
import java.util.EnumMap;
import java.util.Map;

/** Writes: 50 a second of each scope, 200 at once. Any thread. */
final class RateLimit {
    static final double PER_SECOND = 50;
    static final double AT_ONCE = 200;

    private static final class Bucket {
        double left = AT_ONCE;
        long lastNs = System.nanoTime();
    }

    private final Map<Scope, Bucket> buckets = new EnumMap<>(Scope.class);

    /** @throws ProblemException 429 where there were too many */
    synchronized void take(Scope scope) {
        Bucket bucket = buckets.computeIfAbsent(scope, unused -> new Bucket());
        long now = System.nanoTime();
        bucket.left = Math.min(AT_ONCE, bucket.left + (now - bucket.lastNs) * 1e-9 * PER_SECOND);
        bucket.lastNs = now;
        if (bucket.left < 1) {
            throw ProblemException.status(429, "Too many writes: 50 a second are taken.");
        }
        bucket.left--;
    }
}
