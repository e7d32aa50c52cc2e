package attune.learn.explain;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.NoiseFinding;
import attune.learn.analysis.SteadyFloor;
import attune.learn.analysis.ToneFinding;
import attune.learn.strategy.MusicNoise;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stage's move in words: number, place, measured reason. Levels before and after are those that were rendered.
 *
 * @param analysis of the input
 * @param before set in force
 * @param after set that is explained
 * @param targetLufs the person's Target
 * @param lufsBefore loudness of the sound in force
 * @param lufsAfter loudness of the explained sound
 */
record Moves(
        InputAnalysis analysis,
        ParamSnapshot before,
        ParamSnapshot after,
        double targetLufs,
        double lufsBefore,
        double lufsAfter) {
    private static final int FIRST_EQ = ParamTable.EQ1_FREQUENCY.index();
    private static final int EQ_BANDS = 8;
    private static final int PER_BAND = 3;
    private static final double HEARD_DB = 0.5;
    private static final List<ParamTable> COMPRESSOR_RATIOS =
            List.of(ParamTable.COMP1_RATIO, ParamTable.COMP2_RATIO, ParamTable.COMP3_RATIO, ParamTable.COMP4_RATIO);

    /** Text of a move, without its effect. */
    record Text(
            String headline,
            String place,
            String reason,
            @Nullable Double frequencyHz,
            @Nullable Double gainDb,
            @Nullable Double q) {
        Text(String headline, String place, String reason) {
            this(headline, place, reason, null, null, null);
        }
    }

    /** What this stage does differently, and why. */
    Text text(Stage stage) {
        return switch (stage) {
            case HIGH_PASS -> highPass();
            case NOISE_REDUCER -> noise();
            case EQ -> equaliser();
            case LEVELER -> level();
            case LIMITER -> limiter();
            case HUM_REMOVER -> hum();
            case GATE -> gate();
            case DE_ESSER -> deEsser();
            case COMPRESSOR -> compressor();
            case EXCITER -> exciter();
            case WIDENER -> widener();
            case INPUT_CLEANER, PROGRAM, MACRO ->
                throw new IllegalArgumentException("stage=" + stage + " has nothing to learn");
        };
    }

    private Text hum() {
        double depth = after.get(ParamTable.HUM_DEPTH) - before.get(ParamTable.HUM_DEPTH);
        double f0 = analysis.hum().f0Hz();
        String reason = analysis.hum().present()
                ? "Hum stood " + Wording.db(strongestHarmonicDb()) + " out of the sound around it."
                : "No hum was found.";
        if (depth == 0) {
            return new Text(Wording.hz(after.get(ParamTable.HUM_FREQUENCY)), "where hum is taken out", reason);
        }
        String place = depth > 0
                ? "at " + Wording.hz(f0) + " and its harmonics up to the "
                        + ordinal((int) after.get(ParamTable.HUM_HARMONICS))
                : "less hum reduction";
        return new Text(Wording.gainDb(-depth), place, reason, depth > 0 ? f0 : null, depth > 0 ? -depth : null, null);
    }

    private double strongestHarmonicDb() {
        return analysis.hum().prominencesDb().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private Text highPass() {
        double from = before.get(ParamTable.HPF_CORNER);
        double to = after.get(ParamTable.HPF_CORNER);
        String place = to > from
                ? "where rumble is cut, up from " + Wording.hz(from)
                : "where rumble is cut, down from " + Wording.hz(from);
        return new Text(Wording.hz(to), place, lowNoiseReason(), to, null, null);
    }

    private String lowNoiseReason() {
        NoiseFinding noise = analysis.noise();
        double low = noise.snrDb().isEmpty() ? noise.meanSnrDb() : noise.snrDb().get(0);
        return overNoise(low, "Below " + Wording.hz(NoiseFinding.BAND_EDGES_HZ.get(0)) + " the sound");
    }

    private Text noise() {
        double more = after.get(ParamTable.NR_ATTENUATION) - before.get(ParamTable.NR_ATTENUATION);
        if (analysis.contentClass() == ContentClass.MUSIC && more < 0) {
            String what = after.get(ParamTable.NR_ATTENUATION) == 0 ? "Noise reduction off" : "Less noise reduction";
            String why = MusicNoise.hasFloorForMusic(before)
                    ? "Judge and policy do not both think it worth it here; it was set to "
                    : "It takes quiet notes for noise; it was set to ";
            return new Text(what, "for music", why + Wording.db(before.get(ParamTable.NR_ATTENUATION)) + ".");
        }
        if (analysis.contentClass() == ContentClass.MUSIC && more > 0) {
            double quietest = SteadyFloor.of(analysis).quietestDb();
            String reason = "Its quietest moments lie " + Wording.db(quietest) + " over what stays.";
            return new Text(Wording.gainDb(-more), "of steady noise under the music", reason);
        }
        String place = more > 0 ? "of noise between the words" : "less noise reduction";
        return new Text(Wording.gainDb(-more), place, overNoise(analysis.noise().meanSnrDb(), "The voice"));
    }

    private static String overNoise(double snrDb, String what) {
        return snrDb >= 0
                ? what + " lay only " + Wording.db(snrDb) + " over its noise."
                : what + " lay " + Wording.db(-snrDb) + " under its noise.";
    }

    private Text equaliser() {
        int strongest = 0;
        int moved = 0;
        for (int band = 0; band < EQ_BANDS; band++) {
            moved += Math.abs(gainChange(band)) >= HEARD_DB ? 1 : 0;
            strongest = Math.abs(gainChange(band)) > Math.abs(gainChange(strongest)) ? band : strongest;
        }
        double hz = after.get(FIRST_EQ + strongest * PER_BAND);
        double gain = gainChange(strongest);
        String others =
                moved > 2 ? " and at " + (moved - 1) + " more places" : moved == 2 ? " and at one more place" : "";
        return new Text(
                Wording.gainDb(gain),
                "at " + Wording.hz(hz) + others,
                toneReason(hz, gain),
                hz,
                gain,
                after.get(FIRST_EQ + strongest * PER_BAND + 2));
    }

    private double gainChange(int band) {
        int gain = FIRST_EQ + band * PER_BAND + 1;
        return after.get(gain) - before.get(gain);
    }

    private String toneReason(double hz, double gainDb) {
        ToneFinding tone = analysis.tone();
        if (tone.centresHz().isEmpty()) {
            return "The tone of this sound was not measured.";
        }
        if (tone.isInFault(hz) && gainDb * tone.faultDb() < 0) {
            String off = Wording.db(Math.abs(tone.faultDb()));
            return tone.fault() == ToneFinding.Fault.HARSH
                    ? "Around 4\u202FkHz the voice stood out " + off + " more than voices do in the mean."
                    : "Above 2\u202FkHz the voice lay " + off + (tone.faultDb() < 0 ? " under" : " over")
                            + " the target curve.";
        }
        int band = tone.bandOf(hz);
        double deviation = tone.deviationDb().get(band);
        return "The voice was " + Wording.db(Math.abs(deviation)) + (deviation < 0 ? " under" : " over")
                + " the target curve at " + Wording.hz(tone.centresHz().get(band)) + ".";
    }

    private Text level() {
        double distance = lufsBefore - targetLufs;
        String was = Wording.unit(Math.abs(distance), "LU") + (distance < 0 ? " under" : " over");
        String reason = "The sound was " + was + " your Target of " + Wording.unit(targetLufs, "LUFS") + ", after it "
                + Wording.unit(Math.abs(lufsAfter - targetLufs), "LU") + " away.";
        double louder = lufsAfter - lufsBefore;
        if (Math.abs(louder) < HEARD_DB || !Double.isFinite(louder)) {
            double from = before.get(ParamTable.LEVELER_RANGE);
            double to = after.get(ParamTable.LEVELER_RANGE);
            return new Text(Wording.db(to), "range of the leveler, before it " + Wording.db(from), reason);
        }
        return new Text(Wording.change(louder, "LU"), "in level", reason);
    }

    private Text gate() {
        double more = difference(ParamTable.GATE_RANGE);
        String place = more > 0 ? "in pauses" : "less gating";
        return new Text(Wording.gainDb(-more), place, overNoise(analysis.noise().meanSnrDb(), "The voice"));
    }

    private Text deEsser() {
        double more = difference(ParamTable.DEESS_DEPTH);
        double hz = after.get(ParamTable.DEESS_FREQUENCY);
        String place = more > 0 ? "on sharp s above " + Wording.hz(hz) : "less de-essing";
        String reason = "The sharpness of its s measured " + Wording.db(analysis.sibilanceDb()) + ".";
        return new Text(Wording.gainDb(-more), place, reason);
    }

    private Text compressor() {
        double strongest = 1;
        double was = 1;
        for (ParamTable ratio : COMPRESSOR_RATIOS) {
            strongest = Math.max(strongest, after.get(ratio));
            was = Math.max(was, before.get(ratio));
        }
        String place = strongest == 1
                ? "no compression, before it up to " + Wording.ratio(was)
                : "compression in four bands, before it up to " + Wording.ratio(was);
        String reason = "Its level varied by " + Wording.db(analysis.levelVariationDb()) + ".";
        return new Text(Wording.ratio(strongest), place, reason);
    }

    private Text exciter() {
        double hz = after.get(ParamTable.EXCITER_FREQUENCY);
        return new Text(
                Math.round(after.get(ParamTable.EXCITER_AMOUNT)) + "\u202F%",
                "of harmonics above " + Wording.hz(hz) + ", before it "
                        + Math.round(before.get(ParamTable.EXCITER_AMOUNT)) + "\u202F%",
                toneReason(hz, difference(ParamTable.EXCITER_AMOUNT)));
    }

    private Text widener() {
        return new Text(
                Math.round(after.get(ParamTable.WIDENER_WIDTH)) + "\u202F%",
                "stereo width, before it " + Math.round(before.get(ParamTable.WIDENER_WIDTH)) + "\u202F%",
                "It belongs to this set.");
    }

    private double difference(ParamTable param) {
        return after.get(param) - before.get(param);
    }

    private Text limiter() {
        double from = before.get(ParamTable.LIMITER_RELEASE);
        double to = after.get(ParamTable.LIMITER_RELEASE);
        return new Text(
                Math.round(to) + "\u202Fms",
                "release of the limiter, before it " + Math.round(from) + "\u202Fms",
                "True peak of the input was " + Wording.unit(analysis.truePeakDbtp(), "dBTP") + ".");
    }

    private static String ordinal(int n) {
        boolean teen = n % 100 >= 11 && n % 100 <= 13;
        String ending = teen || n % 10 == 0 || n % 10 > 3 ? "th" : n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : "rd";
        return n + ending;
    }
}
