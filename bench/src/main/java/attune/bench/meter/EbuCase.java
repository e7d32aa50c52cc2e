package attune.bench.meter;

import java.util.Comparator;
import java.util.List;

/**
 * One synthetic minimum requirement of EBU Tech 3341 (2023, table 1) or Tech 3342 (2023, table 1).
 *
 * @param document 3341 or 3342
 * @param number of the test case
 * @param signal in a few words
 * @param quantity what is read: M, S, I, LRA, true peak
 * @param expected as the document has it, for people
 * @param unit of deviations: LU or dB
 * @param below how far a reading may lie under what is expected, positive
 * @param above how far it may lie over
 * @param measurement how readings are made
 */
record EbuCase(
        int document,
        int number,
        String signal,
        String quantity,
        String expected,
        String unit,
        double below,
        double above,
        Measurement measurement) {

    /** What was read and what should have been. */
    record Reading(double expected, double measured) {
        double deviation() {
            return measured - expected;
        }
    }

    /** Plays the signal to a meter. */
    interface Measurement {
        /** All readings that the document asks for, at least one. */
        List<Reading> of(ProgrammeMeter.Factory meters, int rateHz);
    }

    /** The reading farthest from what is expected. */
    Reading worst(ProgrammeMeter.Factory meters, int rateHz) {
        return measurement.of(meters, rateHz).stream()
                .max(Comparator.comparingDouble(reading -> Math.abs(reading.deviation())))
                .orElseThrow();
    }

    /** Whether a reading lies within the document's tolerance. */
    boolean allows(Reading reading) {
        return reading.deviation() >= -below && reading.deviation() <= above;
    }

    /** As the document writes it. */
    String tolerance() {
        return below == above ? "±" + above + " " + unit : "+" + above + "/−" + below + " " + unit;
    }
}
