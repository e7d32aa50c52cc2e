package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * One band of a {@link MultibandCompressor}: detects on what comes in, applies the gain to what came in a latency
 * earlier, on all channels alike. Level: the largest peak of all channels, held for a half wave of the band's lowest
 * frequency. Gains are straight lines of 8 frames.
 */
final class CompressorBand {
    /** Frames for which one gain is computed. */
    static final int STEP = 8;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int STEPS = QUANTUM / STEP;
    /** Longer than the look-ahead of 32 steps and a quantum. */
    private static final int RING = 64;

    private static final double SILENCE = 1e-16;
    private static final double SILENCE_DB = -160;

    private final GainComputer computer = new GainComputer();
    private final EnvelopeFollower follower = new EnvelopeFollower();
    private final HeldPeak heldPeak = new HeldPeak();
    private final double[] ring = new double[RING];
    private final double[] gains = new double[QUANTUM];
    private final double[] peaks = new double[STEPS];
    private final double[] sums = new double[QUANTUM];
    private final double[] squares = new double[QUANTUM];
    /** Of every step the larger ones of its halves, in the first half's place. */
    private final double[] halves = new double[QUANTUM];

    private final double[] levelsDb = new double[STEPS];
    private final double[] reductionsDb = new double[STEPS];
    private double[][] line = new double[0][];
    private int latencyFrames;
    private int ringAt;
    private double appliedGain;
    /** Gain behind the compression at the end of the last quantum, and of the next. */
    private double outputGain = 1;

    private double nextOutputGain = 1;
    private double energyBefore;
    private double energyAfter;
    private double deepestDb;
    /** Means over the last seconds: of the energy, and of the level weighted with it. */
    private double meanEnergy;

    private double energyTimesDb;

    /** Allocates; {@link #reset} must follow. */
    @ControlThread
    void prepare(int channels, int newLatencyFrames) {
        latencyFrames = newLatencyFrames;
        line = new double[channels][newLatencyFrames + QUANTUM];
    }

    /** Samples by channel; the crossover writes a quantum behind {@code latencyFrames}. */
    @ControlThread
    double[][] line() {
        return line;
    }

    /** Threshold in dB, ratio, knee in dB; the gain behind the compression is reached within a quantum. */
    @AudioThread
    void set(double thresholdDb, double ratio, double kneeDb) {
        computer.set(thresholdDb, ratio, kneeDb);
    }

    /** Attack and release of the reduction, and the lowest frequency in the band. */
    @AudioThread
    void setTimes(double attackSeconds, double releaseSeconds, double lowestHz, double stepSeconds) {
        follower.set(attackSeconds, releaseSeconds, stepSeconds);
        heldPeak.setSteps((int) (0.5 / lowestHz / stepSeconds) + 2);
    }

    /** Gain behind the compression, to reach at the end of the next quantum. */
    @AudioThread
    void setOutputGain(double linear) {
        nextOutputGain = linear;
    }

    /** Clears the history; the output gain is at once what it was set to. */
    @AudioThread
    void reset() {
        for (int c = 0; c < line.length; c++) {
            double[] samples = line[c];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = 0;
            }
        }
        follower.reset();
        heldPeak.reset();
        outputGain = nextOutputGain;
        appliedGain = outputGain;
        for (int i = 0; i < RING; i++) {
            ring[i] = outputGain;
        }
        ringAt = 0;
        meanEnergy = 0;
        energyTimesDb = 0;
    }

    /** Makes room in {@link #line()} for the next quantum. */
    @AudioThread
    void advance() {
        for (int c = 0; c < line.length; c++) {
            System.arraycopy(line[c], QUANTUM, line[c], 0, latencyFrames);
        }
    }

    /** Computes the gains for the quantum that came in last; {@code offsetDb} is added to its level. */
    @AudioThread
    void detect(double offsetDb) {
        measure(line[0], line[line.length - 1]);
        for (int s = 0; s < STEPS; s++) {
            peaks[s] = heldPeak.next(peaks[s]);
        }
        if (energyBefore == 0 && isAtRest(offsetDb)) {
            keepFullGain();
            return;
        }
        for (int s = 0; s < STEPS; s++) {
            levelsDb[s] = ExactMath.powerToDb(Math.max(SILENCE, peaks[s])) + offsetDb;
        }
        for (int s = 0; s < STEPS; s++) {
            reductionsDb[s] = follower.next(computer.reductionDb(levelsDb[s]));
            deepestDb = Math.max(deepestDb, reductionsDb[s]);
        }
        keepGains();
    }

    /** Whether silence has been heard for so long that nothing is reduced, nor will be. */
    private boolean isAtRest(double offsetDb) {
        boolean silent = follower.reductionDb() == 0 && computer.reductionDb(SILENCE_DB + offsetDb) == 0;
        for (int s = 0; s < STEPS; s++) {
            silent &= peaks[s] <= SILENCE;
        }
        return silent;
    }

    /** Squares of the peaks of all steps, and the energy of the quantum. Simple loops, which become vector code. */
    private void measure(double[] left, double[] right) {
        for (int i = 0; i < QUANTUM; i++) {
            double l = left[latencyFrames + i];
            double r = right[latencyFrames + i];
            sums[i] = l * l + r * r;
            squares[i] = Math.max(l * l, r * r);
        }
        double even = 0;
        double odd = 0;
        for (int i = 0; i < QUANTUM; i += 2) {
            even += sums[i];
            odd += sums[i + 1];
        }
        energyBefore = even + odd;
        for (int i = 0; i < QUANTUM - STEP / 2; i++) {
            halves[i] = Math.max(squares[i], squares[i + STEP / 2]);
        }
        for (int s = 0; s < STEPS; s++) {
            int i = s * STEP;
            peaks[s] = Math.max(Math.max(halves[i], halves[i + 1]), Math.max(halves[i + 2], halves[i + 3]));
        }
    }

    /** Makes gains of reductions. */
    private void keepGains() {
        double power = 0;
        double outputStep = (nextOutputGain - outputGain) / STEPS;
        for (int s = 0; s < STEPS; s++) {
            double gain = ExactMath.dbToLinear(-reductionsDb[s]);
            power += gain * gain;
            ring[(ringAt + 1 + s) & (RING - 1)] = gain * (outputGain + outputStep * (s + 1));
        }
        energyAfter = energyBefore * power / STEPS;
        endQuantum();
    }

    /** Nothing in the quantum is reduced, nor was anything before. */
    private void keepFullGain() {
        double outputStep = (nextOutputGain - outputGain) / STEPS;
        for (int s = 0; s < STEPS; s++) {
            ring[(ringAt + 1 + s) & (RING - 1)] = outputGain + outputStep * (s + 1);
        }
        energyAfter = energyBefore;
        endQuantum();
    }

    /** Takes the last quantum, unless it was silent, into the means that {@link #usualReductionDb} is made of. */
    @AudioThread
    void learn(double share) {
        if (energyBefore > MakeupGain.SILENCE) {
            meanEnergy += share * (energyBefore - meanEnergy);
            energyTimesDb += share * (energyBefore * levelsDb[STEPS - 1] - energyTimesDb);
        }
    }

    /** Energy of a quantum as it was of late. */
    @AudioThread
    double meanEnergy() {
        return meanEnergy;
    }

    /** What the static curve takes from the level as it was of late. */
    @AudioThread
    double usualReductionDb() {
        return meanEnergy > 0 ? computer.reductionDb(energyTimesDb / meanEnergy) : 0;
    }

    /** What the static curve takes from this level, in dB, 0 or more. */
    @AudioThread
    double reductionDb(double levelDb) {
        return computer.reductionDb(levelDb);
    }

    private void endQuantum() {
        ringAt = (ringAt + STEPS) & (RING - 1);
        outputGain = nextOutputGain;
    }

    /** Adds the quantum that came in a latency ago, with gains {@code lateSteps} older than the last ones. */
    @AudioThread
    void addTo(double[][] out, int lateSteps) {
        double gain = appliedGain;
        for (int s = 0; s < STEPS; s++) {
            double to = ring[(ringAt - lateSteps - STEPS + 1 + s) & (RING - 1)];
            double slope = (to - gain) / STEP;
            for (int i = 0; i < STEP; i++) {
                gains[s * STEP + i] = gain + slope * (i + 1);
            }
            gain = to;
        }
        appliedGain = gain;
        for (int c = 0; c < line.length; c++) {
            double[] samples = line[c];
            double[] sum = out[c];
            for (int i = 0; i < QUANTUM; i++) {
                sum[i] += samples[i] * gains[i];
            }
        }
    }

    /** Adds the same quantum as {@link #addTo}, without any gain. */
    @AudioThread
    void addUnchangedTo(double[][] out) {
        for (int c = 0; c < line.length; c++) {
            double[] samples = line[c];
            double[] sum = out[c];
            for (int i = 0; i < QUANTUM; i++) {
                sum[i] += samples[i];
            }
        }
    }

    /** Energy of the last quantum, all channels added. */
    @AudioThread
    double energyBefore() {
        return energyBefore;
    }

    /** The same behind the compression, without the output gain. */
    @AudioThread
    double energyAfter() {
        return energyAfter;
    }

    /** Largest reduction since {@link #markRead}, in dB, 0 or more. */
    @AudioThread
    double deepestDb() {
        return deepestDb;
    }

    @AudioThread
    void markRead() {
        deepestDb = 0;
    }
}
