package attune.learn.analysis;

import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LoudnessMeter;
import attune.dsp.meter.TruePeakMeter;
import attune.learn.audio.CapturedClip;
import attune.learn.audio.MonoLoudness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Everything that a captured clip tells about the input, found once. Immutable, so any thread may read it; to make one
 * takes about a fiftieth of the clip's length on one core.
 */
public final class InputAnalysis {
    /** Shorter clips tell too little. */
    public static final double SHORTEST_SECONDS = 1;
    /** Least probability of a class that is trusted. */
    public static final double LEAST_CONFIDENCE = 0.6;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int BINS = PowerFrames.BINS;
    /** Mean square of a sample per sum of a frame's power over all 512 bins: Σ window² = 256. */
    static final double MEAN_SQUARE_PER_POWER = 1.0 / (PowerFrames.FRAME * 256.0);

    private static final int[] SNR_EDGES = {0, 4, 10, 16, 21, MelBands.COUNT};
    private static final double SMALLEST_SNR_DB = -5;
    private static final double LARGEST_SNR_DB = 60;
    private static final double STATIONARY_DB = 6;
    private static final double SIBILANT_FROM_HZ = 4_500;

    private final CapturedClip clip;
    private final CleanEstimate clean;
    private final ContentFeatures features;
    private final ContentClassifier.Result content;
    private final HumFinding hum;
    private final NoiseFinding noise;
    private final ToneFinding tone;
    private final double integratedLufs;
    private final double truePeakDbtp;
    private final double levelVariationDb;
    private final double sibilanceDb;
    private final double clippedShare;
    private final double activeShare;

    private InputAnalysis(CapturedClip clip) {
        this.clip = clip;
        float[] mono = clip.mono16k();
        double monoLufs = new MonoLoudness().integratedLufs(mono);
        float gain = Double.isFinite(monoLufs) ? (float) Math.pow(10, (CleanEstimate.LEVEL_LUFS - monoLufs) / 20) : 1;
        this.clean = CleanEstimate.of(mono, gain, SpeechTarget.LEVELS_DB);
        this.hum = HumDetector.find(mono, gain);
        this.noise = findNoise();
        this.tone = findTone();
        LoudnessMeter loudness = new LoudnessMeter();
        TruePeakMeter peak = new TruePeakMeter();
        measure(loudness, peak);
        this.integratedLufs = loudness.integratedLufs();
        this.truePeakDbtp = peak.maximumDbtp();
        this.levelVariationDb = clean.levelSpreadDb(0);
        this.sibilanceDb = findSibilance();
        this.clippedShare = Clipping.share(clip.channels());
        this.activeShare = (double) clean.activeFrames(0) / clean.frames();
        this.features = new ContentFeatures(mono, clean);
        this.content = ContentClassifier.classify(monoLufs, features, noise.stationary() || hum.present());
    }

    /**
     * Analyses a clip.
     *
     * @throws IllegalArgumentException for less than a second of sound
     */
    public static InputAnalysis of(CapturedClip clip) {
        if (clip.seconds() < SHORTEST_SECONDS) {
            throw new IllegalArgumentException(
                    "clip=" + clip.seconds() + " s, at least " + SHORTEST_SECONDS + " s are needed");
        }
        return new InputAnalysis(clip);
    }

    private void measure(LoudnessMeter loudness, TruePeakMeter peak) {
        ProcessSpec spec = new ProcessSpec(clip.sampleRateHz(), clip.channels().length);
        loudness.prepare(spec);
        peak.prepare(spec);
        int whole = clip.frames() / QUANTUM * QUANTUM;
        loudness.process(clip.channels(), whole);
        peak.process(clip.channels(), whole);
    }

    private NoiseFinding findNoise() {
        int frames = clean.frames();
        double[] level = new double[frames];
        for (int t = 0; t < frames; t++) {
            double sum = clean.noise()[t * BINS] + clean.noise()[t * BINS + BINS - 1];
            for (int k = 1; k < BINS - 1; k++) {
                sum += 2 * clean.noise()[t * BINS + k];
            }
            level[t] = 10 * Math.log10(sum * MEAN_SQUARE_PER_POWER / (clean.gain() * clean.gain()) + 1e-20);
        }
        double floorDbfs = Percentile.of(level, 0.5);
        boolean stationary = Percentile.of(level, 0.9) - Percentile.of(level, 0.1) < STATIONARY_DB;
        double[] bandDb = snrByBand();
        List<Double> snr = new ArrayList<>();
        double mean = 0;
        for (int g = 0; g < SNR_EDGES.length - 1; g++) {
            double sum = 0;
            for (int b = SNR_EDGES[g]; b < SNR_EDGES[g + 1]; b++) {
                sum += bandDb[b];
                mean += bandDb[b] / MelBands.COUNT;
            }
            snr.add(bounded(sum / (SNR_EDGES[g + 1] - SNR_EDGES[g])));
        }
        return new NoiseFinding(floorDbfs, snr, bounded(mean), stationary);
    }

    private static double bounded(double snrDb) {
        return Math.max(SMALLEST_SNR_DB, Math.min(LARGEST_SNR_DB, snrDb));
    }

    /** Mean of the wanted sound while active over the median of the noise, by mel band. */
    private double[] snrByBand() {
        double[] out = new double[MelBands.COUNT];
        double[] noiseLevels = new double[clean.frames()];
        for (int b = 0; b < MelBands.COUNT; b++) {
            double sum = 0;
            int n = 0;
            for (int t = 0; t < clean.frames(); t++) {
                noiseLevels[t] = clean.noiseMel()[t * MelBands.COUNT + b];
                if (clean.active()[t]) {
                    sum += clean.cleanMel()[t * MelBands.COUNT + b];
                    n++;
                }
            }
            double noisePower = Percentile.ofSorting(noiseLevels, noiseLevels.length, 0.5) + 1e-12;
            out[b] = 10 * Math.log10(sum / Math.max(1, n) / noisePower + 1e-12);
        }
        return out;
    }

    private ToneFinding findTone() {
        double[] shape = clean.shapeDb();
        ToneBalance balance = ToneBalance.of(shape, SpeechTarget.LEVELS_DB);
        double[] correction = balance.correctionDb();
        List<Double> deviation = new ArrayList<>();
        List<Double> corrections = new ArrayList<>();
        double[] octaves = new double[shape.length];
        double meanOctave = 0;
        int used = shape.length - ThirdOctaveBins.FIRST_LEVEL_BAND;
        for (int b = 0; b < shape.length; b++) {
            deviation.add(shape[b] - SpeechTarget.LEVELS_DB.get(b));
            corrections.add(correction[b]);
            octaves[b] = Math.log(SpeechTarget.CENTRES_HZ.get(b) / 1_000) / Math.log(2);
            meanOctave += b >= ThirdOctaveBins.FIRST_LEVEL_BAND ? octaves[b] / used : 0;
        }
        double product = 0;
        double square = 0;
        for (int b = ThirdOctaveBins.FIRST_LEVEL_BAND; b < shape.length; b++) {
            product += (octaves[b] - meanOctave) * deviation.get(b);
            square += (octaves[b] - meanOctave) * (octaves[b] - meanOctave);
        }
        return new ToneFinding(
                SpeechTarget.CENTRES_HZ,
                deviation,
                corrections,
                product / square,
                balance.trebleDb(),
                balance.presenceDb(),
                balance.edgeDb(),
                balance.fault());
    }

    private double findSibilance() {
        double[] high = new double[clean.frames()];
        float[] mel = new float[MelBands.COUNT];
        double all = 1e-12;
        int n = 0;
        for (int t = 0; t < clean.frames(); t++) {
            if (!clean.active()[t]) {
                continue;
            }
            MelBands.shared().sum(clean.clean(), t * BINS, mel, 0);
            for (int b = 0; b < MelBands.COUNT; b++) {
                all += mel[b];
                high[n] += MelBands.shared().centreHz(b) > SIBILANT_FROM_HZ ? mel[b] : 0;
            }
            n++;
        }
        return n == 0 ? -60 : 10 * Math.log10((Percentile.ofSorting(high, n, 0.95) + 1e-12) / (all / n));
    }

    /** The clip that was analysed. */
    public CapturedClip clip() {
        return clip;
    }

    /** Wanted sound and noise by frame and bin, for the judge. */
    public CleanEstimate cleanEstimate() {
        return clean;
    }

    /** What the class was decided by. */
    ContentFeatures features() {
        return features;
    }

    /** Most likely class; MIXED where it is too close to call. */
    public ContentClass contentClass() {
        return content.contentClass();
    }

    /** Probability of {@link #contentClass()}. */
    public double confidence() {
        return content.confidence();
    }

    /** Whether it is this, with a probability that is trusted. */
    public boolean isSurely(ContentClass wanted) {
        return contentClass() == wanted && confidence() >= LEAST_CONFIDENCE;
    }

    /** Probability by class, adding up to 1. */
    public Map<ContentClass, Double> probabilities() {
        return Collections.unmodifiableMap(content.probabilities());
    }

    /** Mains hum. */
    public HumFinding hum() {
        return hum;
    }

    /** Noise. */
    public NoiseFinding noise() {
        return noise;
    }

    /** Tone against the target curve; means little for anything but speech. */
    public ToneFinding tone() {
        return tone;
    }

    /** Integrated loudness of the clip in LUFS; −∞ for silence. */
    public double integratedLufs() {
        return integratedLufs;
    }

    /** True peak of the clip in dBTP; −∞ for silence. */
    public double truePeakDbtp() {
        return truePeakDbtp;
    }

    /** Standard deviation of the voice's slow level, in dB. */
    public double levelVariationDb() {
        return levelVariationDb;
    }

    /** Level of the loudest hiss (above 4.5 kHz, 95th percentile) against the mean level while active, in dB. */
    public double sibilanceDb() {
        return sibilanceDb;
    }

    /** Share of samples that were cut off. */
    public double clippedShare() {
        return clippedShare;
    }

    /** Share of the time in which the wanted sound is there. */
    public double activeShare() {
        return activeShare;
    }
}
