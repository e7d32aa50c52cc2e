/** Numbers and sentences for people, as the panel words them. */
@org.jspecify.annotations.NullMarked
package attune.control.words;
