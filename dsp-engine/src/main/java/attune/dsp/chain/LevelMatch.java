package attune.dsp.chain;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.KWeighting;
import attune.dsp.meter.PeakInterpolator;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * The gain at which the dry sound is as loud as the processed one, and the gain at which it may be played.
 *
 * <p>Match: the gain that the chain is known to apply, times the ratio of the K-weighted energies (ITU-R BS.1770-5) of
 * wet, that gain taken out, and dry, each averaged over 1.5 s of sound. So a step of the leveler is followed at once, and
 * what other stages do to the loudness within seconds. Unchanged while the dry side is silent, within ±18 dB. Equal
 * samples give a gain of exactly 1.
 *
 * <p>Hold: the dry side waits as long as the chain takes, so its peaks are known beforehand. A raised peak is kept under
 * the limiter's ceiling, any peak under full scale; a peak that is between the two by itself is not touched. The held
 * gain is the smallest of the look-ahead, rises by 20 dB a second, and is averaged over the look-ahead.
 */
final class LevelMatch {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double AVERAGE_SECONDS = 1.5;
    private static final double LARGEST_GAIN = 7.943282347242815; // 18 dB
    /** Mean square under which a quantum is silence: −60 LUFS. */
    private static final double GATE_MEAN_SQUARE = 1e-6;
    /** Weight of the gain that was expected at the start, as if it had been heard at −33 LUFS. */
    private static final double PRIOR_MEAN_SQUARE = 5e-4;

    private static final double RISE_DB_PER_SECOND = 20;

    private final KWeighting wetWeighting = new KWeighting();
    private double perQuantum;
    private double risePerQuantum = 1;
    private double dryEnergy = PRIOR_MEAN_SQUARE;
    private double wetEnergy = PRIOR_MEAN_SQUARE;
    private double matchGain = 1;
    private double dryMeanSquare;
    private double wetMeanSquare;
    /** By quantum of the look-ahead, the last one at {@link #newest}, the one that is played behind it. */
    private float[] peaks = new float[1];

    private double[] energies = new double[1];
    private int newest;
    private double[] held = new double[1];
    private int heldAt;
    private double lastHeld = 1;
    private double gainBefore = 1;
    private double gain = 1;

    /**
     * Allocates.
     *
     * @param lookaheadFrames delay of the dry side, a multiple of the quantum
     */
    @ControlThread
    void prepare(ProcessSpec spec, int lookaheadFrames) {
        wetWeighting.prepare(spec);
        double quantumSeconds = QUANTUM / spec.sampleRateHz();
        perQuantum = 1 - StrictMath.exp(-quantumSeconds / AVERAGE_SECONDS);
        risePerQuantum = ExactMath.dbToLinear(RISE_DB_PER_SECOND * quantumSeconds);
        int quanta = lookaheadFrames / QUANTUM;
        peaks = new float[quanta + 1];
        energies = new double[quanta + 1];
        held = new double[quanta];
        newest = 0;
        heldAt = 0;
        start(1);
    }

    /** Clears history; the gain starts here, and nothing but the known gain is expected. */
    @AudioThread
    void start(double expectedGain) {
        wetWeighting.reset();
        double bounded = Math.max(1 / LARGEST_GAIN, Math.min(LARGEST_GAIN, expectedGain));
        dryEnergy = PRIOR_MEAN_SQUARE;
        wetEnergy = PRIOR_MEAN_SQUARE;
        matchGain = bounded;
        for (int i = 0; i < peaks.length; i++) {
            peaks[i] = 0;
            energies[i] = 0;
        }
        for (int i = 0; i < held.length; i++) {
            held[i] = bounded;
        }
        lastHeld = bounded;
        gainBefore = bounded;
        gain = bounded;
    }

    /** K-weighted mean square of the dry quantum last measured, all channels added. */
    @AudioThread
    double dryMeanSquare() {
        return dryMeanSquare;
    }

    /** The same of the processed quantum. */
    @AudioThread
    double wetMeanSquare() {
        return wetMeanSquare;
    }

    /** Whether the dry quantum last measured was sound. */
    @AudioThread
    boolean isSounding() {
        return dryMeanSquare > GATE_MEAN_SQUARE;
    }

    /**
     * Takes note of a quantum of input, before its delay.
     *
     * @param energy K-weighted, all channels added
     */
    @AudioThread
    void lookAhead(float[][] input, double energy) {
        float peak = 0;
        for (int c = 0; c < input.length; c++) {
            peak = Math.max(peak, PeakInterpolator.largestMagnitude(input[c], 0));
        }
        newest = newest + 1 == peaks.length ? 0 : newest + 1;
        peaks[newest] = peak;
        energies[newest] = energy;
    }

    /**
     * Compares a processed quantum with the dry one that is in time with it, and finds the gain to be reached at its end.
     *
     * @param knownGainLinear what the chain applies to everything, above zero
     */
    @AudioThread
    void measure(float[][] wet, double ceilingLinear, double knownGainLinear) {
        double scale = 1.0 / QUANTUM;
        double newDry = scale * energies[newest + 1 == energies.length ? 0 : newest + 1];
        double newWet = scale * wetWeighting.energy(wet, 0, QUANTUM);
        dryMeanSquare = newDry;
        wetMeanSquare = newWet;
        if (newDry > GATE_MEAN_SQUARE) {
            dryEnergy += perQuantum * (newDry - dryEnergy);
            wetEnergy += perQuantum * (newWet / (knownGainLinear * knownGainLinear) - wetEnergy);
            double ratio = knownGainLinear * Math.sqrt(wetEnergy / dryEnergy);
            matchGain = Math.max(1 / LARGEST_GAIN, Math.min(LARGEST_GAIN, ratio));
        }
        hold(ceilingLinear);
    }

    private void hold(double ceilingLinear) {
        float peak = 0;
        for (int i = 0; i < peaks.length; i++) {
            peak = Math.max(peak, peaks[i]);
        }
        double allowed = matchGain;
        if (peak * matchGain > ceilingLinear) {
            allowed = Math.min(matchGain, Math.min(1.0 / peak, Math.max(1, ceilingLinear / peak)));
        }
        lastHeld = Math.min(allowed, lastHeld * risePerQuantum);
        heldAt = heldAt + 1 == held.length ? 0 : heldAt + 1;
        held[heldAt] = lastHeld;
        double sum = 0;
        for (int i = 0; i < held.length; i++) {
            sum += held[i];
        }
        gainBefore = gain;
        gain = sum / held.length;
    }

    /** Processed over dry loudness, linear. */
    @AudioThread
    double matchGain() {
        return matchGain;
    }

    /** K-weighted energy of the dry side over the last seconds. */
    @AudioThread
    double dryEnergy() {
        return dryEnergy;
    }

    /** The same of the processed side, the known gain taken out. */
    @AudioThread
    double wetEnergy() {
        return wetEnergy;
    }

    /** Gain for the dry side at the start of the quantum last measured. */
    @AudioThread
    double gainBefore() {
        return gainBefore;
    }

    /** Gain for the dry side at the end of the quantum last measured. */
    @AudioThread
    double gain() {
        return gain;
    }
}
