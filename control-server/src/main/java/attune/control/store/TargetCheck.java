package attune.control.store;

import attune.api.LoudnessBasis;
import attune.api.LoudnessTarget;
import attune.control.words.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A programme held against a target.
 *
 * @param target what it was held against
 * @param outcome whether it would be taken as it is
 * @param gainDb what the platform changes when it plays it; null where that is not known
 * @param reasons what is wrong, or can't be told, one phrase each; empty where all is well
 */
public record TargetCheck(
        LoudnessTarget target, Outcome outcome, @Nullable Double gainDb, List<String> reasons) {
    /** Meters agree within this; nobody is failed for it. */
    private static final double READING_LU = 0.05;

    /** Whether a programme meets a target. */
    public enum Outcome {
        pass,
        fail,
        /** What can be measured passes, but not all can be. */
        open
    }

    public TargetCheck {
        reasons = List.copyOf(reasons);
    }

    /** Holds what was measured against a target. */
    public static TargetCheck of(LoudnessTarget target, MeasuredLoudness measured) {
        List<String> wrong = new ArrayList<>();
        List<String> open = new ArrayList<>();
        if (Double.isFinite(measured.integratedLufs())) {
            checkLoudness(target, measured, wrong, open);
        } else {
            wrong.add("there is no sound above −70 LUFS");
        }
        checkTruePeak(target, measured, wrong);
        checkShortTerm(target, measured, wrong);
        checkRange(target, measured, wrong, open);
        Outcome outcome = !wrong.isEmpty() ? Outcome.fail : open.isEmpty() ? Outcome.pass : Outcome.open;
        wrong.addAll(open);
        return new TargetCheck(target, outcome, gainDb(target, measured), wrong);
    }

    private static void checkLoudness(
            LoudnessTarget target, MeasuredLoudness measured, List<String> wrong, List<String> open) {
        Double tolerance = target.toleranceLu();
        if (target.loudnessOf() == LoudnessBasis.dialogue) {
            open.add("loudness is wanted of dialogue alone, which is not measured here");
            return;
        }
        double off = measured.integratedLufs() - target.integratedLufs();
        if (tolerance != null && Math.abs(off) > tolerance + READING_LU) {
            wrong.add(Numbers.plain(Math.abs(off), 1) + " LU too " + (off > 0 ? "loud" : "quiet"));
        }
    }

    private static void checkTruePeak(LoudnessTarget target, MeasuredLoudness measured, List<String> wrong) {
        Double ifLouder = target.maxTruePeakIfLouderDbtp();
        boolean louder = measured.integratedLufs() > target.integratedLufs() + READING_LU;
        Double most = louder && ifLouder != null ? ifLouder : target.maxTruePeakDbtp();
        if (most != null && measured.truePeakDbtp() > most + READING_LU) {
            wrong.add("true peak " + Numbers.plain(measured.truePeakDbtp(), 1) + " dBTP, at most "
                    + Numbers.plain(most, 1) + (most.equals(ifLouder) ? " for sound as loud" : ""));
        }
    }

    private static void checkShortTerm(LoudnessTarget target, MeasuredLoudness measured, List<String> wrong) {
        Double most = target.maxShortTermLufs();
        if (most != null && measured.maximumShortTermLufs() > most + READING_LU) {
            wrong.add("short-term loudness up to " + Numbers.plain(measured.maximumShortTermLufs(), 1)
                    + " LUFS, at most " + Numbers.plain(most, 1));
        }
    }

    private static void checkRange(
            LoudnessTarget target, MeasuredLoudness measured, List<String> wrong, List<String> open) {
        Double most = target.maxRangeLu();
        if (most == null) {
            return;
        }
        if (!measured.rangeStable()) {
            open.add("loudness range is not stable under 60 s");
        } else if (measured.rangeLu() > most + READING_LU) {
            wrong.add("loudness range " + Numbers.plain(measured.rangeLu(), 1) + " LU, at most "
                    + Numbers.plain(most, 1));
        }
    }

    private static @Nullable Double gainDb(LoudnessTarget target, MeasuredLoudness measured) {
        double wanted = target.integratedLufs() - measured.integratedLufs();
        if (!Double.isFinite(wanted)) {
            return 0.0;
        }
        return switch (target.normalization()) {
            case none -> 0.0;
            case down -> Math.min(0, wanted);
            case both -> wanted < 0 ? wanted : Math.min(wanted, headroomDb(target, measured));
            case unpublished -> wanted <= 0 ? (Double) wanted : null;
        };
    }

    private static double headroomDb(LoudnessTarget target, MeasuredLoudness measured) {
        Double ceiling = target.raisedToDbtp();
        return ceiling == null ? Double.POSITIVE_INFINITY : Math.max(0, ceiling - measured.truePeakDbtp());
    }

    /** What happens to the sound there, as a phrase: "played 5.0 dB quieter". */
    public String prediction() {
        Double gain = gainDb;
        if (gain == null) {
            return "quieter than its level; whether it is raised is not published";
        }
        if (Math.abs(gain) < READING_LU) {
            return "played as it is";
        }
        return "played " + Numbers.plain(Math.abs(gain), 1) + " dB " + (gain < 0 ? "quieter" : "louder");
    }
}
