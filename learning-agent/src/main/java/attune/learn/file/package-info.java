/** Files of numbers that are whole or refused. */
@org.jspecify.annotations.NullMarked
package attune.learn.file;
