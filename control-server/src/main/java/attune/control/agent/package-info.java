/** The learning agent's process: started, started anew, ended. */
@org.jspecify.annotations.NullMarked
package attune.control.agent;
