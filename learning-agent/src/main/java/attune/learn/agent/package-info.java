/** The learning agent's process: its link to the control server and one loop for each engine. */
@org.jspecify.annotations.NullMarked
package attune.learn.agent;
