package attune.learn.analysis;

import java.util.Arrays;
import java.util.List;

/**
 * What the wanted sound and the noise in a clip probably are, by frame and bin of {@link PowerFrames}, at −20 LUFS: the
 * yardstick that candidates are measured with. From the input alone, non-causal. Immutable; the arrays it gives out are
 * to be read only.
 */
public final class CleanEstimate {
    /** Loudness to which clips are brought before they are analysed or compared. */
    public static final double LEVEL_LUFS = -20;

    private static final int BINS = PowerFrames.BINS;
    private static final double WEAK = 0.3;
    private static final double SURE = 6;
    private static final double ACTIVE_RATIO = 0.0031622776601683794; // −25 dB
    private static final int ACTIVE_FROM_BIN = 5;
    private static final double LOUD_SHARE = 0.95;
    private static final int FLOOR_SMOOTHING = 8;
    private static final double FLOOR_RATIO = 1e-4;
    private static final double FLOOR_RATIO_OF_ALL = 1e-7;

    private final int frames;
    private final float gain;
    private final float[] input;
    private final float[] noise;
    private final float[] clean;
    private final boolean[] active;
    private final boolean[] sure;
    private final float[] cleanMel;
    private final float[] noiseMel;
    private final float[] floor;
    private final double[] shapeDb;
    private final float[] correction;

    /**
     * With a given noise.
     *
     * @param input power of so many frames, one behind the other, at {@link #LEVEL_LUFS}
     * @param noise power of the noise, likewise
     */
    CleanEstimate(float[] input, int frames, float[] noise, float gain, List<Double> targetDb) {
        this.frames = frames;
        this.gain = gain;
        this.input = input;
        this.noise = noise;
        this.clean = new float[frames * BINS];
        this.sure = new boolean[frames * BINS];
        separate();
        this.active = findActive();
        for (int i = 0; i < sure.length; i++) {
            sure[i] &= active[i / BINS];
        }
        this.cleanMel = mel(clean);
        this.noiseMel = mel(noise);
        this.floor = findFloor();
        this.shapeDb = ThirdOctaveBins.shape(meanActive(clean));
        this.correction = perBin(ToneBalance.of(shapeDb, targetDb).correctionDb());
    }

    /**
     * Analyses mono sound at 16 kHz.
     *
     * @param gain what brings it to {@link #LEVEL_LUFS}
     * @param targetDb third octaves of clean sound, as {@link SpeechTarget#LEVELS_DB}
     */
    static CleanEstimate of(float[] mono16k, float gain, List<Double> targetDb) {
        int frames = PowerFrames.count(mono16k.length);
        float[] input = spectra(mono16k, gain, frames);
        return new CleanEstimate(input, frames, NoiseEstimate.of(input, frames), gain, targetDb);
    }

    private static float[] spectra(float[] x, float gain, int frames) {
        PowerFrames transform = new PowerFrames();
        float[] power = new float[frames * BINS];
        for (int t = 0; t < frames; t++) {
            transform.power(x, gain, t, power, t * BINS);
        }
        return power;
    }

    /** Signal-to-noise ratio by frame and bin, from it the clean power and where one can be sure of it. */
    private void separate() {
        double[] ratio = new double[BINS];
        for (int t = 0; t < frames; t++) {
            int before = Math.max(0, t - 1) * BINS;
            int now = t * BINS;
            int after = Math.min(frames - 1, t + 1) * BINS;
            for (int k = 0; k < BINS; k++) {
                double mean = ((double) input[before + k] + input[now + k] + input[after + k]) / 3;
                ratio[k] = Math.max(mean / noise[now + k] - 1, 0);
            }
            for (int k = 0; k < BINS; k++) {
                boolean edge = k == 0 || k == BINS - 1;
                double xi = edge ? ratio[k] : 0.25 * ratio[k - 1] + 0.5 * ratio[k] + 0.25 * ratio[k + 1];
                double wiener = xi / (1 + xi) * (xi < WEAK ? WEAK : 1);
                clean[now + k] = (float) (wiener * wiener * input[now + k]);
                sure[now + k] = xi > SURE;
            }
        }
    }

    private boolean[] findActive() {
        double[] energy = new double[frames];
        for (int t = 0; t < frames; t++) {
            for (int k = ACTIVE_FROM_BIN; k < BINS; k++) {
                energy[t] += clean[t * BINS + k];
            }
        }
        double[] smooth = new double[frames];
        for (int t = 0; t < frames; t++) {
            for (int i = Math.max(0, t - 2); i <= Math.min(frames - 1, t + 2); i++) {
                smooth[t] += energy[i] / 5;
            }
        }
        double threshold = Percentile.of(smooth, LOUD_SHARE) * ACTIVE_RATIO;
        boolean[] out = new boolean[frames];
        for (int t = 0; t < frames; t++) {
            out[t] = smooth[t] > threshold;
        }
        return out;
    }

    private float[] mel(float[] power) {
        float[] out = new float[frames * MelBands.COUNT];
        for (int t = 0; t < frames; t++) {
            MelBands.shared().sum(power, t * BINS, out, t * MelBands.COUNT);
        }
        return out;
    }

    /** 40 dB under what the wanted sound reaches in 5 % of the active time, smoothed over 17 bins. */
    private float[] findFloor() {
        double[] loud = new double[BINS];
        double[] values = new double[frames];
        for (int k = 0; k < BINS; k++) {
            int n = 0;
            for (int t = 0; t < frames; t++) {
                if (active[t]) {
                    values[n++] = clean[t * BINS + k];
                }
            }
            loud[k] = n == 0 ? 0 : Percentile.ofSorting(values, n, LOUD_SHARE);
        }
        double[] smooth = new double[BINS];
        double most = 0;
        for (int k = 0; k < BINS; k++) {
            for (int i = k - FLOOR_SMOOTHING; i <= k + FLOOR_SMOOTHING; i++) {
                smooth[k] += loud[Math.max(0, Math.min(BINS - 1, i))] / (2 * FLOOR_SMOOTHING + 1);
            }
            most = Math.max(most, smooth[k]);
        }
        float[] out = new float[BINS];
        for (int k = 0; k < BINS; k++) {
            out[k] = (float) Math.max(smooth[k] * FLOOR_RATIO, Math.max(most * FLOOR_RATIO_OF_ALL, 1e-20));
        }
        return out;
    }

    /** Mean over the active frames by bin. */
    double[] meanActive(float[] power) {
        double[] mean = new double[BINS];
        int n = 0;
        for (int t = 0; t < frames; t++) {
            if (active[t]) {
                n++;
                for (int k = 0; k < BINS; k++) {
                    mean[k] += power[t * BINS + k];
                }
            }
        }
        for (int k = 0; k < BINS; k++) {
            mean[k] /= Math.max(1, n);
        }
        return mean;
    }

    /** Power factor by bin, between the bands' centres in a straight line over frequency. */
    private static float[] perBin(double[] bandDb) {
        float[] out = new float[BINS];
        int band = 0;
        for (int k = 0; k < BINS; k++) {
            double hz = k * 16_000.0 / PowerFrames.FRAME;
            while (band < bandDb.length - 2 && hz > SpeechTarget.CENTRES_HZ.get(band + 1)) {
                band++;
            }
            double low = SpeechTarget.CENTRES_HZ.get(band);
            double high = SpeechTarget.CENTRES_HZ.get(band + 1);
            double place = Math.max(0, Math.min(1, (hz - low) / (high - low)));
            out[k] = (float) StrictMath.pow(10, (bandDb[band] + place * (bandDb[band + 1] - bandDb[band])) / 10);
        }
        return out;
    }

    /** Frames of the clip. */
    public int frames() {
        return frames;
    }

    /** What brought the clip to {@link #LEVEL_LUFS}, linear. */
    public float gain() {
        return gain;
    }

    /** Power of the input, frame after frame. */
    public float[] input() {
        return input;
    }

    /** Estimated power of the noise. */
    public float[] noise() {
        return noise;
    }

    /** Estimated power of the wanted sound. */
    public float[] clean() {
        return clean;
    }

    /** The wanted sound by mel band, frame after frame. */
    public float[] cleanMel() {
        return cleanMel;
    }

    /** The noise by mel band, frame after frame. */
    public float[] noiseMel() {
        return noiseMel;
    }

    /** Whether the wanted sound is there, by frame. */
    public boolean[] active() {
        return active;
    }

    /** Where the frame is active and the sound stands well over the noise, by frame and bin. */
    public boolean[] sure() {
        return sure;
    }

    /** Power by bin under which differences are not heard. */
    public float[] floorPower() {
        return floor;
    }

    /** Power factor by bin that would bring the tone to the target. */
    public float[] correction() {
        return correction;
    }

    /** Third octaves of the wanted sound, level taken out. */
    double[] shapeDb() {
        return shapeDb.clone();
    }

    /** Number of active frames in [from, frames). */
    public int activeFrames(int from) {
        int n = 0;
        for (int t = from; t < frames; t++) {
            n += active[t] ? 1 : 0;
        }
        return n;
    }

    /** Slow level of the active frames from {@code firstFrame} on: see {@link LevelSpread}. */
    public double levelSpreadDb(int firstFrame) {
        double[] energy = new double[frames - firstFrame];
        for (int t = firstFrame; t < frames; t++) {
            for (int k = LevelSpread.FROM_BIN; k < BINS; k++) {
                energy[t - firstFrame] += input[t * BINS + k];
            }
        }
        return LevelSpread.ofEnergies(energy, Arrays.copyOfRange(active, firstFrame, frames));
    }
}
