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
 * @param edgeDb how far 3.15–5 kHz stand out over the bands around them, more than in the mean voice
 * @param fault what lies beyond the spread of clean voices
 */
public record ToneFinding(
        List<Double> centresHz,
        List<Double> deviationDb,
        List<Double> correctionDb,
        double tiltDbPerOctave,
        double trebleDb,
        double presenceDb,
        double edgeDb,
        Fault fault) {
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

    /** Whether this frequency lies where the fault is: in a band that {@link #correctionDb} moves. */
    public boolean isInFault(double hz) {
        return correctionDb.get(bandOf(hz)) != 0;
    }

    /** Index of the band that holds this frequency; the first or last beyond them. */
    public int bandOf(double hz) {
        int band = 0;
        for (int b = 1; b < centresHz.size(); b++) {
            // the edge of two bands is the geometric mean of their centres
            band = hz * hz >= centresHz.get(b - 1) * centresHz.get(b) ? b : band;
        }
        return band;
    }

    /** Level of the fault's region over where it should be, in dB; 0 without a fault. */
    public double faultDb() {
        return switch (fault) {
            case NONE -> 0;
            case DULL, BRIGHT -> trebleDb;
            case HARSH -> edgeDb;
        };
    }
}
