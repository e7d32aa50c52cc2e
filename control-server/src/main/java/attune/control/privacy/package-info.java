/** What is kept of a person, and how it is shown, taken out and erased. */
@org.jspecify.annotations.NullMarked
package attune.control.privacy;
