package attune.learn.loop;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.Experience;
import attune.api.Explanation;
import attune.api.Feedback;
import attune.api.Situation;
import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.Observation;
import attune.learn.audio.CapturedClip;
import attune.learn.memory.LearningMemory;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StrategyInput;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Feedback and experiences as the server tells them: hum and noise that are taken out of a voice. */
final class LoopFixtures {
    static final double NOISE = 0.1;
    static final ParamSnapshot BEFORE = new ParamSnapshot();

    private LoopFixtures() {}

    static ParamSnapshot after(double depthDb) {
        ParamSnapshot set = new ParamSnapshot();
        set.set(ParamTable.HUM_DEPTH, depthDb);
        set.set(ParamTable.NR_ATTENUATION, 12);
        return set;
    }

    /** Sound of which nothing is known but its class, where nothing can be auditioned. */
    static Occasion occasion(Situation now, ParamSnapshot inForce, LearningMemory memory, List<String> order) {
        InputAnalysis silence = InputAnalysis.of(new CapturedClip(16_000, new float[1][16_000], 0));
        return new Occasion(
                now,
                new StrategyInput(silence, inForce, -20, 16_000, List.of(), List.of()),
                LearningBounds.SAFE,
                new Proposals(LearningBounds.SAFE, (set, plays) -> memory.allowed(now, set, plays)),
                order,
                set -> {
                    throw new AssertionError("nothing is auditioned");
                });
    }

    static Situation situation(String contentClass) {
        return new Situation(
                contentClass,
                Observation.VERSION,
                Collections.nCopies(Observation.names().size(), 0.0));
    }

    static Change change(long id, ChangeStatus status, @Nullable Double measured, @Nullable String verdict) {
        return change(id, status, "rules", "speech", 24, 0.3, measured, verdict);
    }

    static Change change(
            long id,
            ChangeStatus status,
            String strategy,
            String contentClass,
            double depthDb,
            double promised,
            @Nullable Double measured,
            @Nullable String verdict) {
        return new Change(
                id,
                "engine",
                id,
                ChangeKind.learned,
                status,
                "agent",
                strategy,
                new Explanation("−" + (int) depthDb + " dB of hum.", List.of()),
                ParamMaps.map(BEFORE),
                ParamMaps.map(after(depthDb)),
                id,
                new Evidence(promised, NOISE, 0, promised, 8, 12, "linear", Map.of()),
                measured,
                verdict,
                situation(contentClass),
                null);
    }

    static Feedback vote(long number, long change, String vote) {
        return new Feedback(
                number,
                "id" + number,
                "engine",
                number,
                "panel",
                vote,
                change,
                ParamMaps.map(BEFORE),
                ParamMaps.map(after(24)),
                situation("speech"));
    }

    static Experience experience(long at, String contentClass, String strategy, double gain, boolean measured) {
        return new Experience(
                0,
                "engine",
                at,
                situation(contentClass),
                strategy,
                ParamMaps.map(after(24)),
                gain,
                gain,
                measured,
                measured ? gain : null);
    }
}
