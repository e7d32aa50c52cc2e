package attune.control.store;

/**
 * What meters say of a whole programme (ITU-R BS.1770, EBU Tech 3341 and 3342).
 *
 * @param seconds its length
 * @param integratedLufs −∞ where nothing is above the gate
 * @param maximumMomentaryLufs largest of any 400 ms; −∞ where it is shorter
 * @param maximumShortTermLufs largest of any 3 s; −∞ where it is shorter
 * @param rangeLu loudness range; NaN where no 3 s are above the gate
 * @param truePeakDbtp largest of all channels; −∞ for silence
 */
public record MeasuredLoudness(
        double seconds,
        double integratedLufs,
        double maximumMomentaryLufs,
        double maximumShortTermLufs,
        double rangeLu,
        double truePeakDbtp) {
    /** From this length on a loudness range is stable (EBU Tech 3341, section 2.4). */
    public static final double RANGE_STABLE_SECONDS = 60;

    /** Whether {@link #rangeLu} says something of the programme. */
    public boolean rangeStable() {
        return seconds >= RANGE_STABLE_SECONDS;
    }
}
