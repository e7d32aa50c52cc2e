package attune.learn.analysis;

import java.util.List;

/**
 * Tone of the wanted sound against clean speech, in third octaves from 100 Hz to 8 kHz, level taken out.
 *
 * @param centresHz band centres
 * @param deviationDb how far each band lies above the target curve: who speaks, as much as what is wrong
 * @param correctionDb what would undo the fault, by band; all 0 where there is none
 * @param tiltDbPerOctave slope of the deviation; positive is brighter than the target
 * @param trebleDb how far 2.5–8 kHz lie above the target curve, against 250–1600 Hz
 * @param presenceDb how far 3.15–6.3 kHz lie above the target curve, against 1–2 kHz
 * @param fault what lies beyond the spread of clean voices
 */
public record ToneFinding(
        List<Double> centresHz,
        List<Double> deviationDb,
        List<Double> correctionDb,
        double tiltDbPerOctave,
        double trebleDb,
        double presenceDb,
        Fault fault) {
    private static final double TREBLE_HZ = 1_800;
    private static final double PRESENCE_END_HZ = 7_100;

    /** Broad faults. */
    public enum Fault {
        /** No more than voices differ. */
        NONE,
        /** Too little above 2 kHz. */
        DULL,
        /** Too much around 4 kHz. */
        HARSH,
        /** Too much above 2 kHz. */
        BRIGHT
    }

    public ToneFinding {
        centresHz = List.copyOf(centresHz);
        deviationDb = List.copyOf(deviationDb);
        correctionDb = List.copyOf(correctionDb);
    }

    /** Whether this frequency lies where the fault is. */
    public boolean isInFault(double hz) {
        return switch (fault) {
            case NONE -> false;
            case DULL, BRIGHT -> hz >= TREBLE_HZ;
            case HARSH -> hz >= TREBLE_HZ && hz <= PRESENCE_END_HZ;
        };
    }

    /** Level of the fault's region over where it should be, in dB; 0 without a fault. */
    public double faultDb() {
        return switch (fault) {
            case NONE -> 0;
            case DULL, BRIGHT -> trebleDb;
            case HARSH -> presenceDb;
        };
    }
}
