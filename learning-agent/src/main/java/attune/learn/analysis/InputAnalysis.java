package attune.learn.analysis;

import attune.learn.audio.CapturedClip;
import java.util.List;
import java.util.Map;

/** Everything that a captured clip tells about the input, found once. Immutable. */
public final class InputAnalysis {
    private final CapturedClip clip;

    private InputAnalysis(CapturedClip clip) {
        this.clip = clip;
    }

    /** Analyses a clip; takes about a hundredth of its length. */
    public static InputAnalysis of(CapturedClip clip) {
        return new InputAnalysis(clip);
    }

    /** The clip that was analysed. */
    public CapturedClip clip() {
        return clip;
    }

    /** Most likely class; MIXED where it is too close to call. */
    public ContentClass contentClass() {
        return ContentClass.SILENCE;
    }

    /** Probability of {@link #contentClass()}. */
    public double confidence() {
        return 1;
    }

    /** Probability by class, adding up to 1. */
    public Map<ContentClass, Double> probabilities() {
        return Map.of();
    }

    /** Mains hum. */
    public HumFinding hum() {
        return new HumFinding(false, 50, 0, 0, List.of());
    }

    /** Noise. */
    public NoiseFinding noise() {
        return new NoiseFinding(-100, List.of(), 60, true);
    }

    /** Tone against the target curve. */
    public ToneFinding tone() {
        return new ToneFinding(List.of(), List.of(), List.of(), 0);
    }

    /** Integrated loudness of the clip in LUFS; −∞ for silence. */
    public double integratedLufs() {
        return Double.NEGATIVE_INFINITY;
    }

    /** True peak of the clip in dBTP; −∞ for silence. */
    public double truePeakDbtp() {
        return Double.NEGATIVE_INFINITY;
    }

    /** Standard deviation of the voice's slow level, in dB. */
    public double levelVariationDb() {
        return 0;
    }

    /** Level above 4.5 kHz against everything, exceeded in 5 % of the active time, in dB. */
    public double sibilanceDb() {
        return -20;
    }

    /** Share of samples that were cut off. */
    public double clippedShare() {
        return 0;
    }

    /** Share of the time in which the wanted sound is there. */
    public double activeShare() {
        return 0;
    }
}
