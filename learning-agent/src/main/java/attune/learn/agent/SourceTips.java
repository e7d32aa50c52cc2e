package attune.learn.agent;

import attune.api.Heard;
import attune.learn.analysis.ClipCounter;
import attune.learn.analysis.ContentClass;
import attune.learn.analysis.HumLevel;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.explain.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person can do at the source of one engine. A tip is told once it was true for three looks in a row, stays as it is
 * until it clearly got better or worse, and goes once it was untrue for three. The agent's main thread.
 */
final class SourceTips {
    /** Hum fainter than this against the sound is no reason to look for a cable. */
    static final double HUM_DB = -20;
    /** An input that is cut off more seldom in a minute may do so for a shout. */
    static final int CUTS = 4;
    /** Voices and music below this are recorded with too little gain. */
    static final double QUIET_LUFS = -40;
    /** A voice less than this over its noise is mended by a nearer microphone, not by processing. */
    static final double NOISE_DB = 8;

    private static final int LOOKS = 3;
    private static final double OTHER_DB = 3;

    private final ClipCounter cuts = new ClipCounter();
    private final Map<String, State> states = new LinkedHashMap<>();

    /** One kind of tip: how many looks in a row found it (above 0) or did not. */
    private record State(int streak, Heard.@Nullable Tip told) {
        private static final State NEW = new State(0, null);

        private State look(Heard.@Nullable Tip found) {
            int next = found != null ? Math.max(0, streak) + 1 : Math.min(0, streak) - 1;
            boolean other =
                    found != null && told != null && Math.abs(found.severityDb() - told.severityDb()) > OTHER_DB;
            if (next >= LOOKS && (told == null || other)) {
                return new State(next, found);
            }
            return new State(next, next <= -LOOKS ? null : told);
        }
    }

    /** Takes what was captured up to now. */
    void hear(CapturedClip clip) {
        cuts.hear(clip);
    }

    /** Looks at what is heard. */
    void look(InputAnalysis analysis) {
        look("clipping", clipping());
        look("hum", hum(analysis));
        look("quiet", quiet(analysis));
        look("noise", noise(analysis));
    }

    private void look(String kind, Heard.@Nullable Tip found) {
        states.merge(kind, State.NEW.look(found), (before, ignored) -> before.look(found));
    }

    /** What is to be told, the most telling first. */
    List<Heard.Tip> told() {
        return states.values().stream()
                .map(State::told)
                .filter(Objects::nonNull)
                .toList();
    }

    private Heard.@Nullable Tip clipping() {
        int times = cuts.inLastMinute();
        return times < CUTS
                ? null
                : new Heard.Tip(
                        "clipping",
                        "The input was cut off " + times
                                + " times in the last minute: lower the gain before Attune. What was cut off is lost.",
                        20 * Math.log10(times));
    }

    private static Heard.@Nullable Tip hum(InputAnalysis analysis) {
        double over = HumLevel.overWantedDb(analysis);
        if (!(over >= HUM_DB)) {
            return null;
        }
        String place = over >= 0 ? Wording.db(over) + " over " : "only " + Wording.db(-over) + " under ";
        String what = analysis.contentClass() == ContentClass.SPEECH ? "the voice" : "the sound";
        return new Heard.Tip(
                "hum",
                "Hum at " + Wording.hz(analysis.hum().f0Hz()) + " is " + place + what
                        + ": look at the cable or the mains adapter.",
                over);
    }

    private static Heard.@Nullable Tip quiet(InputAnalysis analysis) {
        double lufs = analysis.integratedLufs();
        boolean programme = analysis.isSurely(ContentClass.SPEECH) || analysis.isSurely(ContentClass.MUSIC);
        return !programme || lufs >= QUIET_LUFS
                ? null
                : new Heard.Tip(
                        "quiet",
                        "The input is very quiet, " + Wording.unit(lufs, "LUFS")
                                + ": raise the gain at its source; what is raised later is raised with its noise.",
                        QUIET_LUFS - lufs);
    }

    private static Heard.@Nullable Tip noise(InputAnalysis analysis) {
        double over = analysis.noise().meanSnrDb();
        return !analysis.isSurely(ContentClass.SPEECH) || over >= NOISE_DB
                ? null
                : new Heard.Tip(
                        "noise",
                        "The voice is only " + Wording.db(over)
                                + " over its noise: go nearer to the microphone, or away from what makes the noise.",
                        NOISE_DB - over);
    }
}
