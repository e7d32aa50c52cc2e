/** Blind pairs: asked for by a person, rendered by the agent, kept in memory until answered; answers are stored. */
@org.jspecify.annotations.NullMarked
package attune.control.taste;
