package attune.bench.meter;

import attune.dsp.core.ProcessSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays stereo tones of 1 kHz one after the other to a meter, both channels in phase and without a break in phase, and
 * notes what it shows every 10 ms. Levels are peak levels of each channel in dBFS.
 */
final class TonePlayer implements AutoCloseable {
    static final double SILENCE = Double.NEGATIVE_INFINITY;
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double TONE_HZ = 1000;
    private static final int NOTES_PER_SECOND = 100;

    /** What the meter showed at a time. */
    private record Note(double seconds, double lufs) {}

    private final ProgrammeMeter meter;
    private final int rateHz;
    private final List<Note> momentary = new ArrayList<>();
    private final List<Note> shortTerm = new ArrayList<>();
    private final float[][] block = new float[2][QUANTUM];
    private boolean notesMomentary;
    private boolean notesShortTerm;
    private long frame;
    private long notes;
    private double endSeconds;

    TonePlayer(ProgrammeMeter.Factory meters, int rateHz) {
        this.meter = meters.open(rateHz, 2);
        this.rateHz = rateHz;
    }

    TonePlayer noteMomentary() {
        notesMomentary = true;
        return this;
    }

    TonePlayer noteShortTerm() {
        notesShortTerm = true;
        return this;
    }

    TonePlayer tone(double levelDbfs, double seconds) {
        endSeconds += seconds;
        double amplitude = Math.pow(10, levelDbfs / 20);
        double step = 2 * Math.PI * TONE_HZ / rateHz;
        long end = Math.round(endSeconds * rateHz);
        for (; frame < end; frame++) {
            int i = (int) (frame % QUANTUM);
            block[0][i] = amplitude == 0 ? 0 : (float) (amplitude * Math.sin(step * frame));
            block[1][i] = block[0][i];
            if (i == QUANTUM - 1) {
                meter.process(block, QUANTUM);
                note();
            }
        }
        return this;
    }

    private void note() {
        double seconds = (double) (frame + 1) / rateHz;
        long due = (long) (seconds * NOTES_PER_SECOND);
        if (due == notes) {
            return;
        }
        notes = due;
        if (notesMomentary) {
            momentary.add(new Note(seconds, meter.momentaryLufs()));
        }
        if (notesShortTerm) {
            shortTerm.add(new Note(seconds, meter.shortTermLufs()));
        }
    }

    ProgrammeMeter meter() {
        return meter;
    }

    /** Momentary values from a time on. */
    List<Double> momentaryFrom(double seconds) {
        return valuesFrom(momentary, seconds);
    }

    /** Short-term values from a time on. */
    List<Double> shortTermFrom(double seconds) {
        return valuesFrom(shortTerm, seconds);
    }

    private static List<Double> valuesFrom(List<Note> notes, double seconds) {
        return notes.stream()
                .filter(note -> note.seconds > seconds)
                .map(Note::lufs)
                .toList();
    }

    /** Largest momentary value in a stretch of time. */
    double largestMomentary(double fromSeconds, double toSeconds) {
        return largest(momentary, fromSeconds, toSeconds);
    }

    /** Largest short-term value in a stretch of time. */
    double largestShortTerm(double fromSeconds, double toSeconds) {
        return largest(shortTerm, fromSeconds, toSeconds);
    }

    private static double largest(List<Note> notes, double fromSeconds, double toSeconds) {
        return notes.stream()
                .filter(note -> note.seconds > fromSeconds && note.seconds <= toSeconds)
                .mapToDouble(Note::lufs)
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    @Override
    public void close() {
        meter.close();
    }
}
