package attune.learn.truth;

/**
 * A recording that was degraded here, with the clean one it was made from. Mono: both channels of the plugin play it.
 *
 * @param name short name for tables and files
 * @param content what it holds
 * @param degradation what was done to it
 * @param rateHz sample rate
 * @param bandwidthHz up to where the recording holds sound
 * @param clean the recording at {@link EvaluationCorpus#LEVEL_LUFS}
 * @param input the degraded recording, in time with {@code clean}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed by anyone
public record EvaluationClip(
        String name,
        Content content,
        Degradation degradation,
        int rateHz,
        double bandwidthHz,
        double[] clean,
        double[] input) {
    /** Which measures apply. */
    public enum Content {
        SPEECH,
        MUSIC
    }

    /** The same without its samples: what tables need, and little memory. */
    public EvaluationClip described() {
        return new EvaluationClip(name, content, degradation, rateHz, bandwidthHz, new double[0], new double[0]);
    }

    /** Length in seconds. */
    public double seconds() {
        return (double) input.length / rateHz;
    }
}
