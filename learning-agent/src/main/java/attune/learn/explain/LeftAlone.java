package attune.learn.explain;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import java.util.ArrayList;
import java.util.List;

/** Sentences for sound that is left alone: what, verdict, reason in numbers. */
public final class LeftAlone {
    /** Nothing was found wrong. */
    public static final String CLEAN = "clean";
    /** Whatever was tried gained nothing that can be told from chance. */
    public static final String INSIDE_NOISE = "inside-noise";
    /** What would help was refused in this situation before. */
    public static final String REJECTED = "rejected-before";
    /** Neither clearly voice nor clearly music. */
    public static final String UNSURE = "unsure";
    /** Tone and noise of music belong to the listener. */
    public static final String MUSIC = "music";
    /** The source does not stay the same for long enough. */
    public static final String CHANGING = "changing";
    /** Nothing is heard. */
    public static final String SILENCE = "silence";
    /** No captured sound to try anything on. */
    public static final String NO_CAPTURE = "no-capture";

    private LeftAlone() {}

    /** Nothing wrong with this sound. */
    public static String clean(InputAnalysis analysis, double targetLufs) {
        List<String> facts = new ArrayList<>();
        facts.add("no hum was found");
        if (analysis.contentClass() == ContentClass.SPEECH) {
            facts.add("the voice lies " + Wording.db(analysis.noise().meanSnrDb()) + " over its noise");
            facts.add("its treble lies within "
                    + Wording.db(Math.abs(analysis.tone().trebleDb())) + " of other voices\u2019");
        }
        facts.add("its level " + distance(analysis, targetLufs));
        return "Clean sound: left alone. " + Wording.sentence(Wording.list(facts)) + ".";
    }

    /**
     * Music with nothing that may be touched.
     *
     * @param humTakenOut whether hum is taken out by what plays
     * @param noiseJudged whether its noise was judged, too
     */
    public static String music(InputAnalysis analysis, double targetLufs, boolean humTakenOut, boolean noiseJudged) {
        return "Music: left alone. Its tone " + (noiseJudged ? "is" : "and noise are") + " yours to choose; "
                + hum(analysis, humTakenOut)
                + " and its level lies " + distance(analysis, targetLufs) + ".";
    }

    /** Noise reduction for music that was tried and does not come. */
    public static String noiseOfMusic(double attenuationDb, double judge, double policy, double gate) {
        return "Lowering its steady noise by " + Wording.db(attenuationDb) + " is worth " + worth(judge, policy)
                + "; it must be worth more than " + Wording.unit(gate, "steps") + " by both.";
    }

    /** Noise reduction for music that plays and stays. */
    public static String lessNoiseInMusic(double attenuationDb, double judge, double policy) {
        return "Its steady noise is lowered by " + Wording.db(attenuationDb) + ", which is worth "
                + worth(judge, policy) + ".";
    }

    private static String worth(double judge, double policy) {
        return Wording.unit(judge, "steps") + " by what it does and " + Wording.unit(policy, "steps")
                + " by the input alone";
    }

    /** Too close to call, or no programme at all. */
    public static String unsure(InputAnalysis analysis) {
        String sure = Wording.unit(100 * analysis.confidence(), "%");
        return analysis.contentClass() == ContentClass.NOISE
                ? "Noise without a voice or music: left alone. Sure to " + sure + "."
                : "Perhaps voice, perhaps music: left alone. Sure to " + sure
                        + ", and what suits one may harm the other.";
    }

    /** The best of what was tried. */
    public static String insideNoise(String headline, String place, String reason) {
        return headline + " " + place + ": not worth it. " + reason;
    }

    /** Nothing was better than what plays. */
    public static String nothingBetter(int tries, double noise) {
        return "The sound as it is: kept. None of " + tries
                + " other settings was better by more than the judge\u2019s own" + " noise of " + Wording.score(noise)
                + ".";
    }

    /** Moves that were refused before, by a person or by what was measured after them. */
    public static String refused(List<String> stages, double bestGain) {
        return Wording.sentence(Wording.list(stages)) + ": left alone. It was taken back in sound like this before;"
                + " without it the best gain was " + Wording.score(bestGain) + ".";
    }

    /** A source that changes all the time. */
    public static String changing(int changes, double seconds) {
        return "A source that keeps changing: left alone. It changed " + changes + " times in "
                + Wording.unit(seconds, "s") + "; " + Wording.unit(8, "s") + " of the same sound are needed.";
    }

    /** Silence. */
    public static String silence(double seconds) {
        return "Silence: left alone. Nothing above \u221260\u202FdBFS was heard for " + Wording.unit(seconds, "s")
                + ".";
    }

    /** No captured sound. */
    public static String noCapture(String why) {
        return "No sound to try changes on: left alone. " + Wording.sentence(why) + "; presets still work.";
    }

    private static String hum(InputAnalysis analysis, boolean takenOut) {
        if (!analysis.hum().present()) {
            return "no hum was found";
        }
        return takenOut ? "its hum is being taken out" : "hum was found but not surely taken out";
    }

    private static String distance(InputAnalysis analysis, double targetLufs) {
        double away = analysis.integratedLufs() - targetLufs;
        return Wording.unit(Math.abs(away), "LU") + (away < 0 ? " under" : " over") + " your Target";
    }
}
