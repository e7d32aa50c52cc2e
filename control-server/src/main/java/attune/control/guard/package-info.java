/** What may be pushed to an engine: table bounds, the user's own bounds and locks, on-air lock. */
@org.jspecify.annotations.NullMarked
package attune.control.guard;
