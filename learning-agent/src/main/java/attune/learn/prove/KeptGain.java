package attune.learn.prove;

import attune.learn.truth.Bootstrap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What share of its gain on clips of development learning has on clips that nothing was tuned on: little where it was fitted to the
 * first. With intervals of 95 % by the bootstrap over the clips of both; null where development shows no gain, of which there is
 * no share.
 *
 * @param overDry of the gain over dry
 * @param overDefault of the gain over the factory default
 */
public record KeptGain(
        @Nullable Bootstrap overDry, @Nullable Bootstrap overDefault) {
    /** Of two reports made in the same way. */
    public static KeptGain of(ProofReport development, ProofReport heldOut) {
        return new KeptGain(
                share(development.eachOverDry(), heldOut.eachOverDry()),
                share(development.eachOverFactory(), heldOut.eachOverFactory()));
    }

    private static @Nullable Bootstrap share(double[] development, double[] heldOut) {
        boolean gained = development.length > 0 && Bootstrap.of(development).low() > 0;
        return gained && heldOut.length > 0 ? Bootstrap.share(heldOut, development) : null;
    }

    /** For people: a line for each. */
    public String text() {
        return line("dry", overDry) + line("the default", overDefault);
    }

    private static String line(String over, @Nullable Bootstrap share) {
        return share == null
                ? String.format(Locale.ROOT, "development shows no gain over %s, so no share of it is kept%n", over)
                : String.format(
                        Locale.ROOT,
                        "of the development gain over %s, clips that nothing was tuned on keep %.0f %% [%.0f, %.0f]%n",
                        over,
                        100 * share.mean(),
                        100 * share.low(),
                        100 * share.high());
    }

    /** For JSON: shares, 1 is all of it. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("ofGainOverDry", ProofJson.interval(overDry));
        map.put("ofGainOverDefault", ProofJson.interval(overDefault));
        return map;
    }
}
