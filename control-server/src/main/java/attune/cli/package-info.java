/**
 * The {@code attune} command: one class per subcommand, thin over the engine, the bridge's plans and the preset store.
 * Exit codes are 0 (done), 1 (failed) and 2 (asked for something impossible); every error is one sentence on the error
 * stream.
 */
@org.jspecify.annotations.NullMarked
package attune.cli;
