package attune.learn.judge;

import attune.learn.analysis.CleanEstimate;
import attune.learn.analysis.HumFinding;
import attune.learn.analysis.LevelSpread;
import attune.learn.analysis.MelBands;
import attune.learn.analysis.PowerFrames;
import attune.learn.audio.MonoLoudness;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Measures outputs against a clip's {@link CleanEstimate}: gain by frame and bin, its time-invariant part taken out, so
 * that an equaliser is not punished as distortion; what remains distorts the wanted sound and lets noise through.
 * Reused for all candidates of a clip it allocates next to nothing. One owner thread.
 */
public final class CleanComparison {
    private static final int BINS = PowerFrames.BINS;
    private static final int BANDS = MelBands.COUNT;
    private static final double LARGEST_GAIN = 8;
    private static final double SMALLEST_RESPONSE = 0.03;
    private static final double LARGEST_RESPONSE = 30;
    private static final int RESPONSE_SMOOTHING = 4;
    private static final int FIRST_LSD_BIN = 3;
    private static final int END_LSD_BIN = 225;
    private static final double LOUDNESS = 0.23;
    private static final double SMALLEST_SNR_DB = -10;
    private static final double LARGEST_SNR_DB = 30;
    private static final double FREE_SPREAD_DB = 2.5;

    private final CleanEstimate clean;
    private final HumProminence hum;
    private final int firstSample;
    private final int firstFrame;
    private final int halfActive;
    private final double inputLufs;
    private final MonoLoudness loudness = new MonoLoudness();
    private final PowerFrames transform = new PowerFrames();
    private final float[] output;
    private final double[] response = new double[BINS];
    private final float[] distortion = new float[BINS];
    private final float[] residue = new float[BINS];
    private final float[] equalised = new float[BINS];
    private final float[] melA = new float[BANDS];
    private final float[] melB = new float[BANDS];
    private final float[] cleanLoudness;
    private final double[] energies;
    private final boolean[] active;
    private final DetailComparison detail;
    private final Sums[] halves = {new Sums(), new Sums()};

    /** Running sums over one half of the active time. */
    private static final class Sums {
        double cleanEnergy;
        double errorEnergy;
        double distortionEnergy;
        double loudnessDistance;
        double loudness;
        double bandRatio;
        double spectralDistance;
        double outputEnergy;
        double shapedEnergy;
        int frames;

        void clear() {
            cleanEnergy = 0;
            errorEnergy = 0;
            distortionEnergy = 0;
            loudnessDistance = 0;
            loudness = 0;
            bandRatio = 0;
            spectralDistance = 0;
            outputEnergy = 0;
            shapedEnergy = 0;
            frames = 0;
        }
    }

    /**
     * Prepares for outputs of one clip.
     *
     * @param input the clip at 16 kHz, as analysed
     * @param firstSample where the judged part begins, a multiple of {@link PowerFrames#HOP}
     */
    public CleanComparison(CleanEstimate clean, HumFinding hum, float[] input, int firstSample) {
        if (firstSample % PowerFrames.HOP != 0) {
            throw new IllegalArgumentException(
                    "firstSample=" + firstSample + ", allowed are multiples of " + PowerFrames.HOP);
        }
        this.clean = clean;
        this.firstSample = firstSample;
        this.firstFrame = firstSample == 0 ? 0 : firstSample / PowerFrames.HOP + PowerFrames.LEAD_FRAMES;
        this.hum = new HumProminence(hum);
        this.inputLufs = loudness.integratedLufs(Arrays.copyOfRange(input, firstSample, input.length))
                + 20 * Math.log10(clean.gain());
        int frames = clean.frames() - firstFrame;
        this.output = new float[frames * BINS];
        this.energies = new double[frames];
        this.active = Arrays.copyOfRange(clean.active(), firstFrame, clean.frames());
        this.halfActive = (clean.activeFrames(firstFrame) + 1) / 2;
        this.detail = new DetailComparison(clean, firstFrame, active, halfActive);
        this.cleanLoudness = new float[frames * BANDS];
        for (int i = 0; i < cleanLoudness.length; i++) {
            cleanLoudness[i] = (float) Math.pow(clean.cleanMel()[firstFrame * BANDS + i], LOUDNESS);
        }
    }

    /** Whether there is enough wanted sound to judge by: a second of it. */
    public boolean isEnough() {
        return 2 * halfActive * PowerFrames.HOP >= 16_000;
    }

    /**
     * Measures an output.
     *
     * @param mono16k aligned with the input, sample 0 at {@code firstSample}; to the clip's end
     * @param lufs integrated loudness of the output itself, passed on
     * @param truePeakDbtp true peak of the output itself, passed on
     */
    public Comparison measure(float[] mono16k, double lufs, double truePeakDbtp) {
        float gain = matchingGain(mono16k);
        transform(mono16k, gain);
        findResponse();
        double outputEnergy = 0;
        double shapedEnergy = 0;
        for (Sums half : halves) {
            half.clear();
        }
        accumulate();
        for (Sums half : halves) {
            outputEnergy += half.outputEnergy;
            shapedEnergy += half.shapedEnergy;
        }
        accumulateSpectralDistance((float) (shapedEnergy / Math.max(outputEnergy, 1e-20)));
        detail.measure(output, response);
        double humScore = hum.measure(mono16k, gain);
        double spread = -Math.max(LevelSpread.ofEnergies(energies, active) - FREE_SPREAD_DB, 0);
        return new Comparison(
                result(halves[0], halves[1], spread, humScore, lufs, truePeakDbtp, detail.whole()),
                result(halves[0], null, spread, humScore, lufs, truePeakDbtp, detail.half(0)),
                result(halves[1], null, spread, humScore, lufs, truePeakDbtp, detail.half(1)));
    }

    /** Wanted sound over what the output last measured distorts of it, in dB, at most 30; noise left does not count. */
    public double distortionRatioDb() {
        double wanted = halves[0].cleanEnergy + halves[1].cleanEnergy;
        double distorted = halves[0].distortionEnergy + halves[1].distortionEnergy;
        return distorted <= 0 ? LARGEST_SNR_DB : Math.min(LARGEST_SNR_DB, 10 * Math.log10(wanted / distorted));
    }

    private float matchingGain(float[] mono16k) {
        double lufs = loudness.integratedLufs(mono16k);
        double gain = Double.isFinite(lufs) && Double.isFinite(inputLufs) ? inputLufs - lufs : 0;
        return (float) Math.pow(10, gain / 20);
    }

    private void transform(float[] mono16k, float gain) {
        int shift = firstSample / PowerFrames.HOP;
        for (int t = 0; t < energies.length; t++) {
            transform.power(mono16k, gain, firstFrame + t - shift, output, t * BINS);
        }
    }

    /** Time-invariant gain by bin: output against input where the wanted sound is sure, smoothed over 9 bins. */
    private void findResponse() {
        double[] gains = new double[BINS];
        double[] weights = new double[BINS];
        float[] input = clean.input();
        boolean[] sure = clean.sure();
        int offset = firstFrame * BINS;
        for (int i = 0; i < output.length; i++) {
            if (sure[offset + i]) {
                float p = input[offset + i];
                gains[i % BINS] += Math.sqrt(output[i] * p);
                weights[i % BINS] += p;
            }
        }
        for (int k = 0; k < BINS; k++) {
            double numerator = 1e-9;
            double denominator = 1e-9;
            for (int i = Math.max(0, k - RESPONSE_SMOOTHING); i <= Math.min(BINS - 1, k + RESPONSE_SMOOTHING); i++) {
                numerator += (gains[i] + 1e-9) / (weights[i] + 1e-9) * weights[i];
                denominator += weights[i];
            }
            response[k] = Math.max(SMALLEST_RESPONSE, Math.min(LARGEST_RESPONSE, numerator / denominator));
        }
    }

    private void accumulate() {
        int seen = 0;
        for (int t = 0; t < energies.length; t++) {
            Sums half = halves[seen < halfActive ? 0 : 1];
            compareFrame(t, half);
            if (active[t]) {
                compareBands(t, half);
                half.frames++;
                seen++;
            }
        }
    }

    /** Distortion and noise left in one frame, and its energies. */
    private void compareFrame(int t, Sums half) {
        int at = (firstFrame + t) * BINS;
        int own = t * BINS;
        float[] input = clean.input();
        float[] noise = clean.noise();
        float[] wanted = clean.clean();
        float[] correction = clean.correction();
        double error = 0;
        double distorted = 0;
        double energy = 0;
        double cleanEnergy = 0;
        double shaped = 0;
        double all = 0;
        for (int k = 0; k < BINS; k++) {
            float q = output[own + k];
            double g = Math.min(Math.sqrt(q / input[at + k]), LARGEST_GAIN) / response[k];
            float s = wanted[at + k];
            distortion[k] = (float) ((1 - g) * (1 - g) * s);
            residue[k] = (float) (g * g * noise[at + k]);
            equalised[k] = (float) (q / (response[k] * response[k]));
            distorted += distortion[k];
            error += distortion[k] + residue[k];
            cleanEnergy += s;
            shaped += s * correction[k];
            energy += k >= LevelSpread.FROM_BIN ? q : 0;
            all += q;
        }
        energies[t] = energy;
        half.cleanEnergy += cleanEnergy;
        half.errorEnergy += error;
        half.distortionEnergy += distorted;
        if (active[t]) {
            half.outputEnergy += all;
            half.shapedEnergy += shaped;
        }
    }

    /** Loudness pattern and ratio by mel band of one active frame. */
    private void compareBands(int t, Sums half) {
        MelBands bands = MelBands.shared();
        int at = (firstFrame + t) * BANDS;
        bands.sum(distortion, 0, melA, 0);
        bands.sum(residue, 0, melB, 0);
        double ratio = 0;
        for (int b = 0; b < BANDS; b++) {
            double snr = 10 * Math.log10((clean.cleanMel()[at + b] + 1e-12) / (melA[b] + melB[b] + 1e-12));
            ratio += Math.max(SMALLEST_SNR_DB, Math.min(LARGEST_SNR_DB, snr));
        }
        half.bandRatio += ratio / BANDS;
        bands.sum(equalised, 0, melA, 0);
        double square = 0;
        for (int b = 0; b < BANDS; b++) {
            double wanted = cleanLoudness[t * BANDS + b];
            double d = Math.pow(melA[b], LOUDNESS) - wanted;
            square += d * d;
            half.loudness += wanted / BANDS;
        }
        half.loudnessDistance += Math.sqrt(square / BANDS);
    }

    /**
     * Log-spectral distance of the active frames to the wanted sound with its tone corrected.
     *
     * @param level what brings the output's active energy to that sound's
     */
    private void accumulateSpectralDistance(float level) {
        float[] wanted = clean.clean();
        float[] correction = clean.correction();
        float[] floor = clean.floorPower();
        int seen = 0;
        for (int t = 0; t < energies.length; t++) {
            if (!active[t]) {
                continue;
            }
            int at = (firstFrame + t) * BINS;
            double square = 0;
            for (int k = FIRST_LSD_BIN; k < END_LSD_BIN; k++) {
                float f = floor[k] * correction[k];
                double d = 10 * Math.log10((wanted[at + k] * correction[k] + f) / (output[t * BINS + k] * level + f));
                square += d * d;
            }
            halves[seen < halfActive ? 0 : 1].spectralDistance += Math.sqrt(square / (END_LSD_BIN - FIRST_LSD_BIN));
            seen++;
        }
    }

    private static Measures result(
            Sums a, @Nullable Sums b, double spread, double hum, double lufs, double truePeakDbtp, Detail detail) {
        Sums other = b == null ? new Sums() : b;
        double n = Math.max(1, a.frames + other.frames);
        double cleanEnergy = a.cleanEnergy + other.cleanEnergy;
        double error = a.errorEnergy + other.errorEnergy + 1e-9 * cleanEnergy;
        double ratioDb = error > 0 ? 10 * Math.log10(cleanEnergy / error) : LARGEST_SNR_DB;
        return new Measures(
                -(a.loudnessDistance + other.loudnessDistance) / Math.max(1e-12, a.loudness + other.loudness),
                Math.min(ratioDb, LARGEST_SNR_DB),
                (a.bandRatio + other.bandRatio) / n,
                -(a.spectralDistance + other.spectralDistance) / n,
                spread,
                hum,
                lufs,
                truePeakDbtp,
                detail);
    }
}
