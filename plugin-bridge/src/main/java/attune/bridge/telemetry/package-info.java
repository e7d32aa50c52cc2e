/**
 * Metric frames, parameter mailbox and announcement for other processes of the same user.
 */
@org.jspecify.annotations.NullMarked
package attune.bridge.telemetry;
