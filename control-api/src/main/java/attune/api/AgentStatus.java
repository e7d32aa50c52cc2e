package attune.api;

import java.util.List;

/**
 * {@code PUT /agent} at least every two seconds; event "agent".
 *
 * @param apiVersion {@link ApiVersion#NUMBER}; another one is refused with 409
 * @param version of Attune
 * @param pid of the agent
 * @param state "starting", "listening", "auditioning", "watching", "paused", "frozen", "off"
 * @param detail one sentence
 * @param auditions since it started
 * @param auditionXRealTime speed of the last audition: seconds of sound a second of one core
 * @param feedbackSeen number of the newest feedback that decisions take into account
 * @param resting learners that propose nothing for a while, because their changes did harm
 */
public record AgentStatus(
        int apiVersion,
        String version,
        int pid,
        String state,
        String detail,
        long auditions,
        double auditionXRealTime,
        long feedbackSeen,
        List<LearnerRest> resting) {
    public AgentStatus {
        resting = resting == null ? List.of() : List.copyOf(resting); // left out in JSON, whatever the type says
    }
}
