package attune.learn.analysis;

import attune.learn.audio.CapturedClip;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import be.tarsos.dsp.AudioEvent;
import be.tarsos.dsp.io.TarsosDSPAudioFormat;
import be.tarsos.dsp.mfcc.MFCC;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a learner sees of a situation: values in fixed order, in their own units, finite. What is heard comes first
 * ({@link #HEARD} values), then the parameters in force in the order of {@link ParamTable}, then the user's weights.
 */
public final class Observation {
    /** Layout of {@link #values()}; another one for every change of order or meaning. */
    public static final int VERSION = 2;

    private static final int OBJECTIVES = 6;
    private static final double QUIETEST_LUFS = -70;
    private static final double QUIETEST_DB = -120;
    private static final int CEPSTRA = 6;
    private static final int MFCC_FRAME = 1_024;
    private static final List<String> NAMES = makeNames();
    /** How many values tell what is heard. */
    public static final int HEARD = NAMES.size() - ParamTable.COUNT - OBJECTIVES;

    private final double[] values;

    private Observation(double[] values) {
        this.values = values;
    }

    /**
     * Observes a clip.
     *
     * @param inForce parameters that play now
     * @param objectiveWeights user's weights of {@link attune.learn.judge.Objectives}, in its order
     */
    public static Observation of(
            InputAnalysis analysis, CapturedClip clip, ParamSnapshot inForce, double[] objectiveWeights) {
        if (objectiveWeights.length != OBJECTIVES) {
            throw new IllegalArgumentException(
                    "objectiveWeights=" + objectiveWeights.length + " values, allowed are " + OBJECTIVES);
        }
        List<Double> v = new ArrayList<>(NAMES.size());
        addLevel(analysis, clip, v);
        v.addAll(analysis.noise().snrDb());
        v.add(analysis.hum().present() ? analysis.hum().strengthDb() : 0);
        v.add(analysis.hum().present() ? analysis.hum().f0Hz() : 0);
        v.addAll(analysis.tone().deviationDb());
        v.add(analysis.tone().tiltDbPerOctave());
        v.add(analysis.sibilanceDb());
        v.add(100 * analysis.clippedShare());
        addStereo(clip, v);
        for (ContentClass c : ContentClass.values()) {
            v.add(analysis.probabilities().getOrDefault(c, 0.0));
        }
        for (double feature : analysis.features().values()) {
            v.add(feature);
        }
        v.add(analysis.features().pitch().meanSemitones());
        v.add(analysis.features().pitch().spreadSemitones());
        v.add(new OnsetTrack(clip.mono16k()).perSecond());
        addCepstra(clip.mono16k(), v);
        for (int p = 0; p < ParamTable.COUNT; p++) {
            v.add(inForce.get(p));
        }
        for (double weight : objectiveWeights) {
            v.add(weight);
        }
        return new Observation(v.stream().mapToDouble(Observation::finite).toArray());
    }

    private static void addLevel(InputAnalysis analysis, CapturedClip clip, List<Double> v) {
        double square = 0;
        for (float x : clip.mono16k()) {
            square += x * x;
        }
        double rmsDb = 10 * Math.log10(square / clip.mono16k().length + 1e-12);
        v.add(Math.max(QUIETEST_LUFS, analysis.integratedLufs()));
        v.add(Math.max(QUIETEST_DB, analysis.truePeakDbtp()));
        v.add(Math.max(0, Math.min(60, analysis.truePeakDbtp() - rmsDb)));
        v.add(analysis.levelVariationDb());
        v.add(analysis.activeShare());
        v.add(Math.max(QUIETEST_DB, analysis.noise().floorDbfs()));
        v.add(analysis.noise().stationary() ? 1.0 : 0.0);
    }

    /** Correlation of left and right, and side against mid in dB; 1 and −60 for mono. */
    private static void addStereo(CapturedClip clip, List<Double> v) {
        float[][] channels = clip.channels();
        float[] left = channels[0];
        float[] right = channels[channels.length - 1];
        double ll = 1e-12;
        double rr = 1e-12;
        double lr = 1e-12;
        for (int i = 0; i < left.length; i++) {
            ll += left[i] * left[i];
            rr += right[i] * right[i];
            lr += left[i] * right[i];
        }
        v.add(lr / Math.sqrt(ll * rr));
        v.add(Math.max(-60, 10 * Math.log10((ll + rr - 2 * lr + 1e-12) / (ll + rr + 2 * lr + 1e-12))));
    }

    /** Mean mel-frequency cepstral coefficients 1 to 6 of frames that are not silent, by TarsosDSP. */
    private static void addCepstra(float[] mono16k, List<Double> v) {
        MFCC mfcc = new MFCC(MFCC_FRAME, 16_000, CEPSTRA + 1, 26, 80, 7_600);
        AudioEvent event = new AudioEvent(new TarsosDSPAudioFormat(16_000, 16, 1, true, false));
        double[] sum = new double[CEPSTRA];
        int n = 0;
        float[] frame = new float[MFCC_FRAME];
        for (int at = 0; at + MFCC_FRAME <= mono16k.length; at += 2 * MFCC_FRAME) {
            System.arraycopy(mono16k, at, frame, 0, MFCC_FRAME);
            event.setFloatBuffer(frame);
            if (event.isSilence(QUIETEST_LUFS)) {
                continue;
            }
            mfcc.process(event);
            for (int c = 0; c < CEPSTRA; c++) {
                sum[c] += mfcc.getMFCC()[c + 1];
            }
            n++;
        }
        for (double s : sum) {
            v.add(s / Math.max(1, n));
        }
    }

    private static double finite(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? 0 : value;
    }

    private static List<String> makeNames() {
        List<String> n = new ArrayList<>(List.of(
                "integrated_lufs",
                "true_peak_dbtp",
                "crest_db",
                "level_variation_db",
                "active_share",
                "noise_floor_dbfs",
                "noise_stationary"));
        for (double edge : NoiseFinding.BAND_EDGES_HZ) {
            n.add(String.format(Locale.ROOT, "snr_to_%.0f_hz_db", edge));
        }
        n.add("hum_strength_db");
        n.add("hum_f0_hz");
        for (double centre : SpeechTarget.CENTRES_HZ) {
            n.add(String.format(Locale.ROOT, "tone_%.0f_hz_db", centre));
        }
        n.addAll(List.of(
                "tilt_db_per_octave", "sibilance_db", "clipped_percent", "stereo_correlation", "side_over_mid_db"));
        for (ContentClass c : ContentClass.values()) {
            n.add("probability_" + c.id());
        }
        n.addAll(ContentFeatures.NAMES);
        n.add("pitch_mean_semitones");
        n.add("pitch_spread_semitones");
        n.add("onsets_per_second");
        for (int c = 1; c <= CEPSTRA; c++) {
            n.add("mfcc_" + c);
        }
        for (ParamTable param : ParamTable.all()) {
            n.add("param_" + param.id());
        }
        n.addAll(attune.learn.judge.Objectives.NAMES.stream()
                .map(o -> "weight_" + o)
                .toList());
        return List.copyOf(n);
    }

    /** Names of all values, in order. */
    public static List<String> names() {
        return NAMES;
    }

    /** A copy of the values. */
    public double[] values() {
        return values.clone();
    }
}
