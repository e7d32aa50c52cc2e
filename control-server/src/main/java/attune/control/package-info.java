/** The control server: lifetime, files in the runtime folder, how it is started. */
@org.jspecify.annotations.NullMarked
package attune.control;
