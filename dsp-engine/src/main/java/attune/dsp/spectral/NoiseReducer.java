package attune.dsp.spectral;

import attune.dsp.core.ExactMath;
import attune.dsp.core.LatencyMode;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/**
 * Lowers steady noise in a short-time transform, by the maximum attenuation at most: a {@link NoiseTracker} knows the
 * noise, a {@link PresenceDetector} the bands that hold more, a {@link SuppressionRule} finds the gains. One gain for
 * both channels, from their summed power, so the stereo image stays.
 *
 * <p>Quality mode takes 20 ms; live mode 4 ms, with frames half as long whose newest part alone is heard ({@link
 * StftWindows}): bins twice as wide, so that noise between the harmonics of a low voice stays.
 *
 * <p>A kept {@link NoiseProfile} lets it work from the first frame, and stands in where the tracker knows less noise.
 *
 * <p>A tone held for long is steady too, but narrow: the tracker leaves it out of the noise and its bins pass whole, while
 * the noise between the tones is lowered. So hum passes as well. Limit: partials so close that the transform cannot tell
 * them apart (a low drone, spaced less than about three bins) are broad, and are lowered like noise after some two
 * seconds, by the maximum attenuation at most.
 *
 * <p>At 0 dB maximum attenuation the output is the input, delayed, bit for bit, and the transform sleeps.
 */
public final class NoiseReducer implements Processor {
    /** What counts as noise. */
    public enum Floor {
        /** What does not pause for two seconds: follows noise that changes, as long as speech pauses now and then. */
        SPEECH,
        /** What has been there all the time for eight seconds, and is broad: {@link StationaryFloor}. */
        MUSIC
    }

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    /** Mean square of a quantum below which it is digital silence (16-bit dither lies 10 dB above). */
    private static final float SILENCE_MEAN_SQUARE = 1e-11f;
    /** Length of the transform that stands in where cost matters, over the usual one's: live mode. */
    private static final int SHORT_FRAMES = 2;

    private final Floor floor;
    private ProcessSpec spec = new ProcessSpec(48_000, 2);
    /** The usual transform and, in live mode, one of half its length with the same latency. */
    private SpectralSuppressor[] lanes = {};

    private int playing;
    /** The other lane plays along unheard, until its output is whole. */
    private boolean changing;

    private boolean economy;
    private double attenuationDb;
    private double sensitivityDb;
    private double smoothingPercent;
    private double onsetPercent;
    private double profilePercent;
    private final double[] profileDb = new double[NoiseProfile.BANDS];

    /** No quantum since prepare or reset: parameters take effect at once. */
    private boolean fresh = true;
    /** Frames go through the transform. */
    private boolean awake;
    /** The output is the transform's. */
    private boolean wet;
    /** Quanta since the last one of digital silence, up to the longest frame. */
    private int quantaWithSound;

    private int longestQuanta;
    private float[][] other = new float[0][0];

    /** For speech. */
    public NoiseReducer() {
        this(Floor.SPEECH);
    }

    /**
     * Prepared for 48 kHz stereo.
     *
     * @param floor what counts as noise
     */
    @ControlThread
    public NoiseReducer(Floor floor) {
        this.floor = floor;
        prepare(spec);
    }

    @Override
    @ControlThread
    public void prepare(ProcessSpec newSpec) {
        spec = newSpec;
        lanes = lanes();
        longestQuanta = LatencyTable.stftFrames(spec.sampleRateHz()) / QUANTUM;
        other = new float[spec.channels()][QUANTUM];
        economy = false;
        attenuationDb = 0;
        sensitivityDb = 0;
        smoothingPercent = Double.NaN;
        onsetPercent = Double.NaN;
        profilePercent = Double.NaN;
        reset();
    }

    private SpectralSuppressor[] lanes() {
        double rateHz = spec.sampleRateHz();
        SpectralSuppressor usual = new SpectralSuppressor(new Stft(spec), spec, floor);
        int frames = LatencyTable.analysisFrames(rateHz, spec.latencyMode()) / SHORT_FRAMES;
        int synthesisFrames = LatencyTable.synthesisFrames(rateHz, spec.latencyMode());
        if (frames < synthesisFrames) {
            return new SpectralSuppressor[] {usual};
        }
        Stft shorter = new Stft(spec.channels(), frames, synthesisFrames, Stft.LIVE_OVERLAP);
        return new SpectralSuppressor[] {usual, new SpectralSuppressor(shorter, spec, floor)};
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        double newAttenuationDb = params.get(ParamTable.NR_ATTENUATION);
        if (newAttenuationDb != attenuationDb) {
            attenuationDb = newAttenuationDb;
            for (SpectralSuppressor lane : lanes) {
                lane.setFloor((float) ExactMath.dbToLinear(-attenuationDb));
            }
        }
        double newSensitivityDb = params.get(ParamTable.NR_SENSITIVITY);
        if (newSensitivityDb != sensitivityDb) {
            sensitivityDb = newSensitivityDb;
            for (SpectralSuppressor lane : lanes) {
                lane.setSensitivityDb(sensitivityDb);
            }
        }
        double newSmoothingPercent = params.get(ParamTable.NR_SMOOTHING);
        if (newSmoothingPercent != smoothingPercent) {
            smoothingPercent = newSmoothingPercent;
            for (SpectralSuppressor lane : lanes) {
                lane.setSmoothing(smoothingPercent / 100);
            }
        }
        double newOnsetPercent = params.get(ParamTable.NR_ONSET);
        if (newOnsetPercent != onsetPercent) {
            onsetPercent = newOnsetPercent;
            for (SpectralSuppressor lane : lanes) {
                lane.setProtection((float) (onsetPercent / 100));
            }
        }
        updateProfile(params);
        if (fresh) {
            awake = attenuationDb > 0;
            wet = awake;
        }
    }

    private void updateProfile(ParamSnapshot params) {
        double share = params.get(ParamTable.NR_PROFILE);
        boolean changed = share != profilePercent;
        profilePercent = share;
        int first = ParamTable.NR_PROFILE1.index();
        for (int b = 0; b < NoiseProfile.BANDS; b++) {
            double db = params.get(first + b);
            changed |= db != profileDb[b];
            profileDb[b] = db;
        }
        if (changed) {
            for (SpectralSuppressor lane : lanes) {
                lane.keepProfile(profileDb, profilePercent / 100);
            }
        }
    }

    /**
     * About half the cost. In quality mode every second frame is left out ({@link FrameThinning}), so that gains move in
     * larger steps; in live mode a transform of half the length plays instead, below 16 kHz the usual one.
     */
    @Override
    @AudioThread
    public void setEconomy(boolean on) {
        economy = on;
        lanes[0].setThin(on && spec.latencyMode() == LatencyMode.QUALITY);
        if (fresh) {
            reset();
        }
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        fresh = false;
        for (int offset = 0; offset < frames; offset += QUANTUM) {
            countSound(channels, offset);
            for (SpectralSuppressor lane : lanes) {
                lane.push(channels, offset);
            }
            chooseLane();
            if (awake) {
                lanes[playing].work(quantaWithSound);
            }
            if (changing) {
                lanes[1 - playing].work(quantaWithSound);
            }
            output(channels, offset);
        }
    }

    /** Digital silence is no noise to learn: a frame with any of it in is left out. */
    private void countSound(float[][] channels, int offset) {
        float sum = 0;
        for (int c = 0; c < channels.length; c++) {
            float[] x = channels[c];
            for (int i = offset; i < offset + QUANTUM; i++) {
                sum += x[i] * x[i];
            }
        }
        quantaWithSound = sum < SILENCE_MEAN_SQUARE * QUANTUM ? 0 : Math.min(quantaWithSound + 1, longestQuanta);
    }

    /** Wakes the lane that is wanted, or sets out to change to it. */
    private void chooseLane() {
        int wanted = wantedLane();
        if (attenuationDb > 0 && !awake) {
            playing = wanted;
            awake = true;
            lanes[playing].wake();
        } else if (awake && wet && playing != wanted && !changing) {
            lanes[wanted].wakeFrom(lanes[playing]);
            changing = true;
        }
    }

    private int wantedLane() {
        return economy ? lanes.length - 1 : 0;
    }

    /** Input, transform, or the way from one to the other within this quantum. */
    private void output(float[][] channels, int offset) {
        SpectralSuppressor lane = lanes[playing];
        boolean target = attenuationDb > 0 && lane.isWhole();
        if (!wet && !target) {
            awake = attenuationDb > 0;
            lane.skip();
            lane.pullDry(channels, offset);
        } else if (wet && target) {
            lane.pull(channels, offset);
            if (changing) {
                changeLane(channels, offset);
            }
        } else {
            lane.pull(channels, offset);
            lane.pullDry(other, 0);
            fade(channels, offset, !target);
            wet = target;
            awake = target;
            changing = false;
        }
    }

    private void changeLane(float[][] channels, int offset) {
        SpectralSuppressor next = lanes[1 - playing];
        if (!next.isWhole()) {
            next.skip();
            return;
        }
        next.pull(other, 0);
        fade(channels, offset, true);
        playing = 1 - playing;
        changing = false;
    }

    /** From what is in the channels to the other sound within a quantum, or from the other to it. */
    private void fade(float[][] channels, int offset, boolean toOther) {
        for (int c = 0; c < channels.length; c++) {
            float[] x = channels[c];
            float[] y = other[c];
            for (int i = 0; i < QUANTUM; i++) {
                float along = (i + 1) * (1f / QUANTUM);
                float share = toOther ? 1 - along : along;
                x[offset + i] = y[i] + share * (x[offset + i] - y[i]);
            }
        }
    }

    /** Takes over the noise that another has learned, not its settings. */
    @Override
    @AudioThread
    public void adopt(Processor from) {
        if (from instanceof NoiseReducer reducer && reducer.awake && awake) {
            lanes[playing].adopt(reducer.lanes[reducer.playing]);
        }
    }

    @Override
    @AudioThread
    public void reset() {
        for (SpectralSuppressor lane : lanes) {
            lane.reset();
        }
        playing = wantedLane();
        changing = false;
        quantaWithSound = 0;
        awake = attenuationDb > 0;
        wet = awake;
        fresh = true;
    }

    @Override
    public int latencyFrames() {
        return lanes[0].latencyFrames();
    }

    /** Gain on the noise in the last frame as a level, 0 or negative; 0 while off or before any noise is known. */
    @AudioThread
    public double meanReductionDb() {
        SpectralSuppressor lane = lanes[playing];
        return awake && lane.knowsNoise() ? ExactMath.powerToDb(lane.reduction()) : 0;
    }

    /**
     * Noise as it is tracked now, as a profile that can be kept ({@code NR_PROFILE1} and so on).
     *
     * @param bandsDb written: mean square of a channel in each of {@link ParamTable#NOISE_PROFILE_BANDS} half octaves from
     *     40 Hz, dB of full scale; {@link ParamTable#NO_NOISE_DB} where nothing is known
     */
    @AudioThread
    public void learnedProfile(double[] bandsDb) {
        if (awake && lanes[playing].knowsNoise()) {
            lanes[playing].measureProfile(bandsDb);
        } else {
            Arrays.fill(bandsDb, ParamTable.NO_NOISE_DB);
        }
    }

    /** Level of the tracked noise, mean square of a channel relative to full scale; −∞ until known. */
    @AudioThread
    public double noiseFloorDbfs() {
        SpectralSuppressor lane = lanes[playing];
        if (!awake || !lane.knowsNoise()) {
            return Double.NEGATIVE_INFINITY;
        }
        return ExactMath.powerToDb(lane.noiseMeanSquare() / spec.channels());
    }
}
