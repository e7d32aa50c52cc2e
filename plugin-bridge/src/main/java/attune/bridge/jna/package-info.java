/**
 * Direct-mapped calls into the native library.
 */
@org.jspecify.annotations.NullMarked
package attune.bridge.jna;
