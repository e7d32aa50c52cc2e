package attune.api;

import java.util.List;
import java.util.Map;

/**
 * What the agent hears now; at most twice a second. {@code PUT /engines/{id}/heard}, event "heard".
 *
 * @param contentClass most likely class
 * @param confidence of it, 0 to 1
 * @param degradations strongest first
 * @param objectives clarity, tone, dynamics, loudness, fidelity, comfort: 0 to 1, of what plays now
 * @param doing what the agent does: "listening", "auditioning", "watching", "paused", "frozen"
 * @param detail one short sentence ("6 of 8 s heard")
 */
public record Heard(
        String contentClass,
        double confidence,
        List<Degradation> degradations,
        Map<String, Double> objectives,
        String doing,
        String detail) {
    /**
     * One thing that is wrong with the sound.
     *
     * @param name "hum", "noise", "dull", "harsh", "bright", "low level", "high level", "sibilance", "clipping"
     * @param label for people, with its number ("Hum, 50 Hz")
     * @param strength 0 to 1
     */
    public record Degradation(String name, String label, double strength) {}
}
