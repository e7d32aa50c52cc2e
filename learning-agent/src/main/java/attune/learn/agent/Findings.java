package attune.learn.agent;

import attune.api.Heard;
import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.ToneFinding;
import attune.learn.explain.Wording;
import attune.learn.strategy.NoiseRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a sound, as people read it. */
final class Findings {
    private static final double LOUD_HUM_DB = 120;
    private static final double LARGEST_FAULT_DB = 9;
    private static final double LEVEL_LU = 4;
    private static final double SIBILANT_DB = -4;
    private static final double CLIPPED_SHARE = 1e-4;

    private Findings() {}

    /** All that is wrong, strongest first. */
    static List<Heard.Degradation> of(InputAnalysis analysis, double targetLufs) {
        List<Heard.Degradation> found = new ArrayList<>();
        if (analysis.contentClass() == ContentClass.SILENCE) {
            return found;
        }
        if (analysis.hum().present()) {
            add(
                    found,
                    "hum",
                    "Hum, " + Wording.hz(analysis.hum().f0Hz()),
                    analysis.hum().strengthDb() / LOUD_HUM_DB);
        }
        if (analysis.contentClass() == ContentClass.SPEECH) {
            voice(found, analysis);
        }
        level(found, analysis.integratedLufs() - targetLufs);
        if (analysis.clippedShare() > CLIPPED_SHARE) {
            add(found, "clipping", "Clipping", 100 * analysis.clippedShare());
        }
        found.sort(Comparator.comparingDouble((Heard.Degradation d) -> -d.strength()));
        return found;
    }

    private static void voice(List<Heard.Degradation> found, InputAnalysis analysis) {
        double missing = NoiseRule.QUIET_SNR_DB - analysis.noise().meanSnrDb();
        if (missing > 0) {
            String kind = analysis.noise().stationary() ? "Noise, steady" : "Noise, changing";
            add(found, "noise", kind, missing / NoiseRule.QUIET_SNR_DB);
        }
        tone(found, analysis.tone());
        if (analysis.sibilanceDb() > SIBILANT_DB) {
            add(found, "sibilance", "Sharp s sounds", (analysis.sibilanceDb() - SIBILANT_DB) / 6);
        }
    }

    private static void tone(List<Heard.Degradation> found, ToneFinding tone) {
        String off = Wording.change(tone.faultDb(), "dB");
        double strength = Math.abs(tone.faultDb()) / LARGEST_FAULT_DB;
        switch (tone.fault()) {
            case NONE -> {}
            case DULL -> add(found, "dull", "Dull, " + off + " above 2\u202FkHz", strength);
            case HARSH -> add(found, "harsh", "Harsh, " + off + " around 4\u202FkHz", strength);
            case BRIGHT -> add(found, "bright", "Bright, " + off + " above 2\u202FkHz", strength);
        }
    }

    private static void level(List<Heard.Degradation> found, double awayLu) {
        if (Double.isFinite(awayLu) && Math.abs(awayLu) > LEVEL_LU) {
            String name = awayLu < 0 ? "low level" : "high level";
            String label = (awayLu < 0 ? "Low level, " : "High level, ") + Wording.change(awayLu, "LU");
            add(found, name, label, Math.abs(awayLu) / 24);
        }
    }

    private static void add(List<Heard.Degradation> found, String name, String label, double strength) {
        found.add(new Heard.Degradation(name, label, Math.max(0, Math.min(1, strength))));
    }
}
