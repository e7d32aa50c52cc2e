package attune.learn.match;

import attune.learn.audio.CapturedClip;
import attune.param.ChainProgram;
import attune.param.FactoryPrograms;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Settings with which a recording comes nearest to a reference: first the tone, then the dynamics, then the width, each
 * on the recording as the settings so far leave it, and kept only where rendering shows that it comes nearer. Takes
 * about ten renders of the recording. One use each; one owner thread.
 */
public final class ReferenceMatch {
    /** Less is no figure to show. */
    private static final double SHOWN_DB = 0.05;

    private static final double LOWEST_HZ = 30;
    /** Expected renders: one for before, one after each part, five for the dynamics. */
    private static final int DYNAMICS_RENDERS = 5;

    /** Told how far it is. */
    public interface Progress {
        /** Seconds of sound that were rendered, and in all. */
        void at(double doneSeconds, double totalSeconds);
    }

    private final CapturedClip recording;
    private final MatchReference reference;
    private final ParamSnapshot start;
    private final MatchOptions options;
    private final Progress progress;
    private final MatchRenderer renderer;
    private final double[] cornersHz;
    private int renders;

    private ReferenceMatch(
            CapturedClip recording,
            MatchReference reference,
            ParamSnapshot start,
            MatchOptions options,
            Progress progress) {
        this.recording = recording;
        this.reference = reference;
        this.start = start;
        this.options = options;
        this.progress = progress;
        this.renderer = new MatchRenderer(recording);
        this.cornersHz = new double[] {
            start.get(ParamTable.COMP_SPLIT1), start.get(ParamTable.COMP_SPLIT2), start.get(ParamTable.COMP_SPLIT3)
        };
    }

    /**
     * Finds the settings.
     *
     * @param recording what is to sound otherwise; its rate is the engine's
     * @param start set that is changed only in the stages of the parts asked for
     * @throws MatchException when recording or reference holds less than 3 s of sound
     */
    public static MatchResult match(
            CapturedClip recording,
            MatchReference reference,
            ParamSnapshot start,
            MatchOptions options,
            Progress progress)
            throws MatchException {
        return new ReferenceMatch(recording, reference, start, options, progress).match();
    }

    private MatchResult match() throws MatchException {
        SoundMeasure input = SoundMeasure.of("The recording", recording, cornersHz);
        CapturedClip clip = reference.clip();
        SoundMeasure wanted = clip == null ? null : SoundMeasure.of("The reference", clip, cornersHz);
        List<PartMatch> parts = parts(input, wanted, clip == null ? recording.sampleRateHz() : clip.sampleRateHz());
        SoundMeasure before = render(start);
        ParamSnapshot set = new ParamSnapshot(start);
        for (PartMatch part : parts) {
            neutralise(set, part.part().stage());
        }
        List<@Nullable String> leftAlone = new ArrayList<>();
        SoundMeasure now = render(set);
        for (PartMatch part : parts) {
            ParamSnapshot changed = new ParamSnapshot(set);
            String why = programHas(part.part()) ? part.apply(changed, now) : leavesOut(part.part());
            SoundMeasure after = why == null ? render(changed) : now;
            if (why == null) {
                why = notWorthIt(part, part.distanceDb(now), part.distanceDb(after));
            }
            if (why == null) {
                set = changed;
                now = after;
            } else {
                restore(set, part.part().stage());
                now = render(set);
            }
            leftAlone.add(why);
        }
        return result(set, parts, before, now, leftAlone);
    }

    /** Null where the stage brings the sound far enough nearer. */
    private static @Nullable String notWorthIt(PartMatch part, double beforeDb, double afterDb) {
        double nearerDb = beforeDb - afterDb;
        if (nearerDb >= part.leastImprovementDb(beforeDb)) {
            return null;
        }
        return nearerDb >= SHOWN_DB
                ? String.format(
                        Locale.ROOT,
                        "What was tried comes only %.1f dB nearer to the reference, too little to be worth it.",
                        nearerDb)
                : "No setting that was tried comes nearer to the reference.";
    }

    private List<PartMatch> parts(SoundMeasure input, @Nullable SoundMeasure wanted, double wantedRateHz) {
        List<PartMatch> parts = new ArrayList<>();
        for (MatchPart part : MatchPart.values()) {
            if (options.parts().contains(part)) {
                parts.add(
                        switch (part) {
                            case TONE ->
                                new ToneMatch(
                                        recording.sampleRateHz(), lowestHz(), reference, wanted, wantedRateHz, options);
                            case DYNAMICS -> new DynamicsMatch(wanted, input, options, this::render);
                            case WIDTH -> new WidthMatch(wanted, options);
                        });
            }
        }
        return parts;
    }

    private static MatchResult result(
            ParamSnapshot set,
            List<PartMatch> parts,
            SoundMeasure before,
            SoundMeasure after,
            List<@Nullable String> leftAlone) {
        List<MatchResult.Part> results = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            PartMatch part = parts.get(i);
            results.add(new MatchResult.Part(
                    part.part(), part.distanceDb(before), part.distanceDb(after), leftAlone.get(i)));
        }
        return new MatchResult(set, results);
    }

    /** What the high-pass takes is gone on purpose. */
    private double lowestHz() {
        double cornerHz = start.get(ParamTable.HPF_CORNER);
        boolean works = cornerHz > ParamTable.HPF_CORNER.spec().neutral()
                && start.get(ParamTable.HPF_BYPASS) == 0
                && program().has(Stage.HIGH_PASS);
        return works ? Math.max(LOWEST_HZ, 2 * cornerHz) : LOWEST_HZ;
    }

    private ChainProgram program() {
        return FactoryPrograms.ALL.get((int) start.get(ParamTable.PROGRAM));
    }

    private boolean programHas(MatchPart part) {
        return program().has(part.stage());
    }

    private String leavesOut(MatchPart part) {
        return "The chain program " + program().label() + " has no stage '"
                + part.stage().label() + "'.";
    }

    /** A stage that does nothing, and is not bypassed. */
    private static void neutralise(ParamSnapshot set, Stage stage) {
        for (ParamTable param : ParamTable.all()) {
            ParamSpec spec = param.spec();
            boolean bypass = param.id().endsWith("_bypass");
            if (spec.stage() == stage && (spec.followsAmount() || bypass)) {
                set.set(param, bypass ? 0 : spec.neutral());
            }
        }
    }

    private void restore(ParamSnapshot set, Stage stage) {
        for (ParamTable param : ParamTable.all()) {
            if (param.spec().stage() == stage) {
                set.set(param, start.get(param));
            }
        }
    }

    private SoundMeasure render(ParamSnapshot params) throws MatchException {
        CapturedClip out = renderer.render(params);
        renders++;
        int expected =
                2 + options.parts().size() + (options.parts().contains(MatchPart.DYNAMICS) ? DYNAMICS_RENDERS : 0);
        progress.at(renders * recording.seconds(), Math.max(renders, expected) * recording.seconds());
        return SoundMeasure.of("What comes out of the engine", out, cornersHz);
    }
}
