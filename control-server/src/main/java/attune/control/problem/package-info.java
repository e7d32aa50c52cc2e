/** Refusals of the control server as one sentence, and their form on the wire. */
@org.jspecify.annotations.NullMarked
package attune.control.problem;
