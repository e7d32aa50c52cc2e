package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.filter.DynamicHighShelf;
import attune.dsp.filter.LinkwitzRileySplit;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Lowers sharp s and sh sounds: a high shelf that is pressed down, by up to {@link ParamTable#DEESS_DEPTH}, while the
 * level above {@link ParamTable#DEESS_FREQUENCY} stands too high over the voice below it ({@link SibilanceRatio}); both
 * channels alike. Only ratios count, so the level of the input doesn't matter. Below the frequency next to nothing changes
 * (an octave below, 1.5 dB while the shelf is down). No latency; while nothing is sharp, and at a depth of 0 dB, the
 * samples pass bit for bit.
 *
 * <p>An s is lowered by twice as much as it stands over the threshold, up to the depth: what is sharp is sharp throughout.
 * A threshold of 0 dB is a ratio of −8 dB: three of four s sounds in one speaker's prompts and nearly all of synthesised
 * voices stay under it; made 8 dB sharper, most of them exceed it.
 */
public final class DeEsser implements Processor {
    /** Level of the sibilance band over the voice that a threshold of 0 dB allows. */
    private static final double USUAL_RATIO_DB = -8;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int STEP = DynamicHighShelf.STEP;
    private static final int STEPS = QUANTUM / STEP;
    private static final double KNEE_DB = 3;
    /** Decibels by which an s is lowered for each that it stands over the threshold. */
    private static final double STEEPNESS = 2;

    private static final double ATTACK_SECONDS = 0.001;
    private static final double RELEASE_SECONDS = 0.05;
    /** The shelf's poles lie so far under the frequency that the cut is nearly complete at it. */
    private static final double POLE_SHARE = 0.6;

    private final LinkwitzRileySplit split = new LinkwitzRileySplit();
    private final SibilanceRatio ratio = new SibilanceRatio();
    private final GainComputer computer = new GainComputer();
    private final EnvelopeFollower follower = new EnvelopeFollower();
    private final DynamicHighShelf shelf = new DynamicHighShelf();
    private final double[] roots = new double[STEPS + 1];
    private final double[] ratiosDb = new double[STEPS];
    private double[][] voice = new double[0][];
    private double[][] sibilance = new double[0][];
    private double sampleRateHz = 48_000;
    private double depthDb;
    private double frequencyHz;
    private boolean fresh;
    private double deepestDb;

    @Override
    @ControlThread
    public void prepare(ProcessSpec spec) {
        sampleRateHz = spec.sampleRateHz();
        voice = new double[spec.channels()][QUANTUM];
        sibilance = new double[spec.channels()][QUANTUM];
        ratio.prepare(spec, STEP);
        follower.set(ATTACK_SECONDS, RELEASE_SECONDS, STEP / spec.sampleRateHz());
        depthDb = 0;
        frequencyHz = 0;
        reset();
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        double newDepthDb = params.get(ParamTable.DEESS_DEPTH);
        boolean turnedOn = isOff() && newDepthDb > 0;
        depthDb = newDepthDb;
        double thresholdDb = USUAL_RATIO_DB + params.get(ParamTable.DEESS_THRESHOLD);
        computer.set(thresholdDb, Double.POSITIVE_INFINITY, KNEE_DB);
        double newFrequencyHz = params.get(ParamTable.DEESS_FREQUENCY);
        if (newFrequencyHz != frequencyHz) {
            frequencyHz = newFrequencyHz;
            split.ramp(sampleRateHz, newFrequencyHz);
            shelf.ramp(sampleRateHz, newFrequencyHz * POLE_SHARE);
        }
        if (turnedOn || fresh) {
            listenAnew();
        }
    }

    /** Whether the depth is 0 dB and the shelf back at rest: {@link #process} then does nothing. */
    @AudioThread
    public boolean isOff() {
        return depthDb == 0 && follower.reductionDb() == 0;
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        fresh = false;
        for (int start = 0; start < frames && !isOff(); start += QUANTUM) {
            for (int c = 0; c < voice.length; c++) {
                double[] block = voice[c];
                float[] samples = channels[c];
                for (int i = 0; i < QUANTUM; i++) {
                    block[i] = samples[start + i];
                }
            }
            split.process(voice, voice, sibilance, 0);
            steer();
            shelf.process(channels, start, roots);
        }
    }

    /** Finds the shelf's gains for the quantum that was split. */
    private void steer() {
        for (int s = 0; s < STEPS; s++) {
            ratiosDb[s] = ratio.next(voice, sibilance, s * STEP);
        }
        roots[0] = roots[STEPS];
        for (int s = 0; s < STEPS; s++) {
            double wantedDb = Math.min(depthDb, STEEPNESS * computer.reductionDb(ratiosDb[s]));
            double reductionDb = follower.next(wantedDb);
            deepestDb = Math.max(deepestDb, reductionDb);
            roots[s + 1] = reductionDb == 0 ? 1 : ExactMath.dbToLinear(-0.5 * reductionDb);
        }
    }

    private void listenAnew() {
        split.reset();
        shelf.reset();
        ratio.reset();
        follower.reset();
        roots[STEPS] = 1;
    }

    @Override
    @AudioThread
    public void reset() {
        listenAnew();
        deepestDb = 0;
        fresh = true;
    }

    @Override
    public int latencyFrames() {
        return 0;
    }

    /** Largest gain reduction since the last {@link #markRead}, as a gain in dB: 0 or negative. */
    @AudioThread
    public double gainReductionDb() {
        return 0 - deepestDb;
    }

    /** Starts a new interval for {@link #gainReductionDb}. */
    @AudioThread
    public void markRead() {
        deepestDb = 0;
    }
}
