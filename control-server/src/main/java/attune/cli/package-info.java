/**
 * The {@code attune} command.
 */
@org.jspecify.annotations.NullMarked
package attune.cli;
