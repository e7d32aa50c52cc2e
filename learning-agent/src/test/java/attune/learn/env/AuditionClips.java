package attune.learn.env;

import attune.api.PresetInfo;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.MoveFilter;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StrategyInput;
import attune.learn.truth.JudgeMaterial;
import attune.learn.truth.MaterialSplit;
import attune.param.GentlePreset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Degraded voices of one side, by number: voices and faults in turn, another severity each time. */
final class AuditionClips {
    private static final double TARGET_LUFS = -16;
    private static final int MOST_VOICES = 200;

    private final MaterialSplit side;
    private final List<JudgeMaterial.Voice> voices;
    private final List<JudgeMaterial.Fault> faults;
    private final CandidateRenderer.EngineSet engines = JudgedItem.engines();

    AuditionClips(MaterialSplit side) throws IOException {
        this.side = side;
        this.voices = JudgeMaterial.voices(side, MOST_VOICES);
        this.faults = JudgeMaterial.Fault.of(side);
    }

    JudgedItem make(int number) throws IOException, InterruptedException {
        JudgeMaterial.Voice voice = voices.get(number % voices.size());
        JudgeMaterial.Fault fault = faults.get((number + number / faults.size()) % faults.size());
        double[] clean = voice.source().make();
        double[] others = fault == JudgeMaterial.Fault.BABBLE
                ? voices.get((number + 1) % voices.size()).source().make()
                : clean;
        return new JudgedItem(voice.name() + " " + fault, clean, fault.apply(clean, others, side, 30_000L + number));
    }

    CandidateRenderer renderer(JudgedItem item) {
        return item.renderer(engines);
    }

    /** The sound in force, then what would be auditioned beside it. */
    static List<Candidate> proposals(JudgedItem item) throws IOException {
        List<PresetInfo> presets = Candidates.presets().stream()
                .map(p -> new PresetInfo(p.strategy(), p.strategy(), "", true, ParamMaps.map(p.params()), 0))
                .toList();
        List<Candidate> out = new ArrayList<>(List.of(new Candidate("gentle", GentlePreset.params())));
        out.addAll(new Proposals(LearningBounds.SAFE, MoveFilter.NONE)
                .gather(
                        new StrategyInput(
                                item.analysis, GentlePreset.params(), TARGET_LUFS, 16_000, presets, List.of()),
                        Proposals.strategies(),
                        Proposals.LARGEST)
                .candidates());
        return out;
    }
}
