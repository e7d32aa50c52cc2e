/** The time machine: versions of the sound that are heard side by side; rendered by the agent, in memory only. */
@org.jspecify.annotations.NullMarked
package attune.control.version;
