/** Blind pairs: which sounds can be asked about, and how they are rendered on captured input at equal loudness. */
@org.jspecify.annotations.NullMarked
package attune.learn.taste;
