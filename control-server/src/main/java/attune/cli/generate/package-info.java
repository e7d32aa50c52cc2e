/**
 * Writes every file that repeats the tables: Rust constants, LV2 descriptions, documentation, the lock file.
 */
@org.jspecify.annotations.NullMarked
package attune.cli.generate;
