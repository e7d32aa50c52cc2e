package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * What the watcher found after a push. {@code POST /changes/{id}/measurement}. A "fail" takes the change back.
 *
 * @param measured effect on audio that came after the push, in steps of the judge; null where it could not be compared
 * @param verdict "ok", "fail" or "inconclusive"
 * @param reason one sentence with numbers
 */
public record MeasurementRequest(@Nullable Double measured, String verdict, String reason) {}
