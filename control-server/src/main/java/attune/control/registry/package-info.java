/** The plugin instances of this user, one link to each engine, what they play. */
@org.jspecify.annotations.NullMarked
package attune.control.registry;
