package attune.learn.analysis;

import java.util.List;

/**
 * Third octaves of clean speech: the mean long-term spectrum of the development prompts of Debian's
 * asterisk-core-sounds-en-g722 ({@link attune.learn.truth.MaterialSplit}), made by
 * {@code mvn -pl learning-agent -am test -Dtest=SpeechTargetTest}, which prints them and holds these against the recordings.
 */
public final class SpeechTarget {
    /** Centres of the bands (IEC 61260). */
    public static final List<Double> CENTRES_HZ = List.of(
            100.0, 125.0, 160.0, 200.0, 250.0, 315.0, 400.0, 500.0, 630.0, 800.0, 1000.0, 1250.0, 1600.0, 2000.0,
            2500.0, 3150.0, 4000.0, 5000.0, 6300.0, 8000.0);

    /** Level of each band in dB, mean 0 from the third band up. */
    public static final List<Double> LEVELS_DB = List.of(
            -6.2, -0.5, 8.5, 12.5, 7.8, 10.2, 11.4, 3.9, 4.8, 4.0, 0.3, -1.6, -3.7, -6.4, -7.4, -7.9, -8.2, -10.3, -7.4,
            -10.8);

    /** By how much the treble of a clean voice may lie off the curve, in dB: see {@link ToneBalance}. */
    public static final double TOLERANCE_DB = 3.5;

    private SpeechTarget() {}
}
