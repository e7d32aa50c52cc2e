package attune.dsp.chain;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Holds a recalled set back while it is louder than what played before: the gain of processed over dry sound
 * may rise by hardly 1 dB a second from where it was, for as long as the set needs; what is above that is ridden down
 * before the limiter. Settings that are known to raise the level are ramped by themselves; this is for what only the sound
 * shows, as a leveler that is turned off while it lowers, or a compressor that lets go.
 */
final class RecallGuard {
    /** What is heard is known with a lag: so it stays under 3 LU in 3 s. */
    private static final double RISE_DB_PER_SECOND = 0.9;
    /** Stages have come to rest by then. */
    private static final double LEAST_SECONDS = 3;

    private static final double LARGEST_DB = 24;

    /** Shorter than a listener needs to be startled, longer than a syllable. */
    private static final double AVERAGE_SECONDS = 0.3;

    private static final double SILENCE = 1e-12;

    private double perQuantum;
    private double dryEnergy = 1;
    private double wetEnergy = 1;
    private double quantumDb;
    private int leastQuanta;
    private boolean watching;
    private int quantaLeft;
    private double allowedDb;
    private double rideDb;

    @ControlThread
    void prepare(ProcessSpec spec) {
        double quantumSeconds = ProcessSpec.QUANTUM_FRAMES / spec.sampleRateHz();
        perQuantum = 1 - StrictMath.exp(-quantumSeconds / AVERAGE_SECONDS);
        quantumDb = RISE_DB_PER_SECOND * quantumSeconds;
        leastQuanta = spec.quantaFor(LEAST_SECONDS);
        stop();
    }

    /**
     * Another set is on its way.
     *
     * @param dry K-weighted energy of the dry side over the last seconds
     * @param wet and of the processed side, the known gain taken out
     * @param knownGainLinear what the chain applies to everything
     */
    @AudioThread
    void begin(double dry, double wet, double knownGainLinear) {
        dryEnergy = dry;
        wetEnergy = wet;
        allowedDb = heardDb(knownGainLinear);
        quantaLeft = leastQuanta;
        watching = true;
    }

    private double heardDb(double knownGainLinear) {
        return ExactMath.linearToDb(knownGainLinear) + ExactMath.powerToDb(wetEnergy / dryEnergy);
    }

    /** A quantum of sound: mean squares of both sides, the known gain in the second, above zero. */
    @AudioThread
    void hear(double dry, double wet, double knownGainLinear) {
        dryEnergy += perQuantum * (dry - dryEnergy);
        wetEnergy += perQuantum * (Math.max(wet, SILENCE) / (knownGainLinear * knownGainLinear) - wetEnergy);
    }

    /** Nothing is held back from now on. */
    @AudioThread
    void stop() {
        watching = false;
        rideDb = 0;
    }

    @AudioThread
    boolean isWatching() {
        return watching;
    }

    /**
     * One quantum was played.
     *
     * @param knownGainLinear with {@link #rideDb} in it
     */
    @AudioThread
    void follow(double knownGainLinear) {
        allowedDb += quantumDb;
        quantaLeft--;
        rideDb = Math.max(-LARGEST_DB, Math.min(0, allowedDb - (heardDb(knownGainLinear) - rideDb)));
        watching = rideDb < 0 || quantaLeft > 0;
    }

    /** Gain by which the sound is held back, in dB; 0 where it is not. */
    @AudioThread
    double rideDb() {
        return rideDb;
    }
}
