package attune.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent hears now; at most twice a second. {@code PUT /engines/{id}/heard}, {@code GET /heard}, event "heard".
 *
 * @param contentClass most likely class
 * @param confidence of it, 0 to 1
 * @param degradations strongest first
 * @param objectives clarity, tone, dynamics, loudness, fidelity, comfort: 0 to 1, of what plays now
 * @param doing what the agent does: "listening", "auditioning", "watching", "paused", "frozen"
 * @param detail one short sentence ("6 of 8 s heard")
 * @param target tone that such sound has when nothing is wrong with it; null where that can't be known, as of music
 * @param tips what a person can do at the source; only what clearly needs it, most telling first
 */
public record Heard(
        String contentClass,
        double confidence,
        List<Degradation> degradations,
        Map<String, Double> objectives,
        String doing,
        String detail,
        @Nullable Target target,
        List<Tip> tips) {
    public Heard {
        tips = tips == null ? List.of() : List.copyOf(tips); // left out in JSON, whatever the type says
    }

    /** Where there is nothing to do at the source. */
    public Heard(
            String contentClass,
            double confidence,
            List<Degradation> degradations,
            Map<String, Double> objectives,
            String doing,
            String detail,
            @Nullable Target target) {
        this(contentClass, confidence, degradations, objectives, doing, detail, target, List.of());
    }

    /**
     * What no processing mends as well as the source itself.
     *
     * @param kind "clipping", "hum", "quiet" or "noise"
     * @param sentence for people, with its number and what to do
     * @param severityDb how bad it is: 6 dB more is twice as bad; comparable within one kind only
     */
    public record Tip(String kind, String sentence, double severityDb) {}

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
