/**
 * What a person hears side by side on captured input, at equal loudness: blind pairs, and which sounds can be asked about; versions of
 * the past, and how they differ.
 */
@org.jspecify.annotations.NullMarked
package attune.learn.taste;
