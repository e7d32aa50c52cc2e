package attune.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent hears now; at most twice a second. {@code PUT /engines/{id}/heard}, event "heard".
 *
 * @param contentClass most likely class
 * @param confidence of it, 0 to 1
 * @param degradations strongest first
 * @param objectives clarity, tone, dynamics, loudness, fidelity, comfort: 0 to 1, of what plays now
 * @param doing what the agent does: "listening", "auditioning", "watching", "paused", "frozen"
 * @param detail one short sentence ("6 of 8 s heard")
 * @param target tone that such sound has when nothing is wrong with it; null where that can't be known, as of music
 */
public record Heard(
        String contentClass,
        double confidence,
        List<Degradation> degradations,
        Map<String, Double> objectives,
        String doing,
        String detail,
        @Nullable Target target) {
    /**
     * One thing that is wrong with the sound.
     *
     * @param name "hum", "noise", "dull", "harsh", "bright", "low level", "high level", "sibilance", "clipping"
     * @param label for people, with its number ("Hum, 50 Hz")
     * @param strength 0 to 1
     */
    public record Degradation(String name, String label, double strength) {}

    /**
     * Long-term spectrum without a level of its own, in bands of one third of an octave.
     *
     * @param name for people ("voice")
     * @param hz band centres
     * @param levelsDb level of each, mean about 0
     * @param toleranceDb by how much sound may differ from it with nothing wrong
     */
    public record Target(String name, List<Double> hz, List<Double> levelsDb, double toleranceDb) {}
}
