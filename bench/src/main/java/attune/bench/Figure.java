package attune.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One published figure. Names are dotted and stable once published ({@code docs/benchmarks.md}).
 *
 * @param name for example {@code chain.core_percent}
 * @param value in {@code unit}
 * @param unit for people and plots
 * @param peer what the same measurement was made of beside ours, in the same run; null where there is none
 * @param peerValue the peer's value in the same unit
 * @param ratio ours over the peer's
 * @param jdk feature version of the Java that was measured, or null
 * @param how what was measured, one phrase
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(
        String name,
        double value,
        String unit,
        @Nullable String peer,
        @JsonProperty("peer_value") @Nullable Double peerValue,
        @Nullable Double ratio,
        @Nullable String jdk,
        String how) {

    public static Figure of(String name, double value, String unit, @Nullable String jdk, String how) {
        return new Figure(name, value, unit, null, null, null, jdk, how);
    }

    public static Figure against(
            String name, double value, String unit, String peer, double peerValue, @Nullable String jdk, String how) {
        return new Figure(name, value, unit, peer, peerValue, value / peerValue, jdk, how);
    }
}
