package attune.learn.analysis;

import be.tarsos.dsp.AudioEvent;
import be.tarsos.dsp.io.TarsosDSPAudioFormat;
import be.tarsos.dsp.onsets.ComplexOnsetDetector;

/**
 * Beginnings of notes, beats and syllables, found in the complex domain (C. Duxbury, J. P. Bello, M. Davies and M. Sandler,
 * "Complex domain onset detection for musical signals", DAFx 2003; TarsosDSP), looked for every 16 ms.
 */
final class OnsetTrack {
    private static final int RATE_HZ = 16_000;
    private static final int FRAME = 512;
    private static final int HOP = 256;
    private static final double PEAK_THRESHOLD = 0.4;
    private static final double LEAST_INTERVAL_SECONDS = 0.05;
    /** Under the loudest frame; what begins more softly is not a beginning that anybody hears. */
    private static final double QUIET_DB = 40;

    /**
     * Least height of a peak, in root mean squares of the loudest frame: the detector's own threshold is relative, so that it
     * finds beginnings in a held tone's last digits. Notes reach 50 to 200, a vibrato or tremolo 5.
     */
    private static final double LEAST_SALIENCE = 8;

    private static final double SILENT_DB = -100;
    private static final int BYTES = Short.BYTES;

    private final double seconds;
    private int onsets;

    OnsetTrack(float[] mono16k) {
        seconds = (double) mono16k.length / RATE_HZ;
        double loudestDb = loudestDb(mono16k);
        double least = LEAST_SALIENCE * Math.pow(10, loudestDb / 20);
        ComplexOnsetDetector detector = new ComplexOnsetDetector(
                FRAME, PEAK_THRESHOLD, LEAST_INTERVAL_SECONDS, Math.max(SILENT_DB, loudestDb - QUIET_DB));
        detector.setHandler((time, salience) -> onsets += salience >= least ? 1 : 0);
        AudioEvent event = new AudioEvent(new TarsosDSPAudioFormat(RATE_HZ, 8 * BYTES, 1, true, false));
        float[] frame = new float[FRAME];
        for (int at = 0; at + FRAME <= mono16k.length; at += HOP) {
            System.arraycopy(mono16k, at, frame, 0, FRAME);
            event.setFloatBuffer(frame);
            event.setBytesProcessed((long) BYTES * at);
            detector.process(event);
        }
    }

    /** Root mean square of the loudest frame, as the detector measures a frame. */
    private static double loudestDb(float[] x) {
        double loudestDb = SILENT_DB;
        float[] frame = new float[FRAME];
        for (int at = 0; at + FRAME <= x.length; at += FRAME) {
            System.arraycopy(x, at, frame, 0, FRAME);
            loudestDb = Math.max(loudestDb, 20 * Math.log10(AudioEvent.calculateRMS(frame) + 1e-9));
        }
        return loudestDb;
    }

    /** Beginnings a second. */
    double perSecond() {
        return onsets / Math.max(1e-3, seconds);
    }
}
