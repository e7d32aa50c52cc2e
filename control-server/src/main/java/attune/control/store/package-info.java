/**
 * What is kept in files: presets.
 */
@org.jspecify.annotations.NullMarked
package attune.control.store;
