package attune.bridge.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.jna.NativeBridge;
import attune.dsp.chain.Engine;
import attune.dsp.chain.EngineMeters;
import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.param.ChainProgram;
import attune.param.FactoryPrograms;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Scale;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What has run once before an instance is ready. Independent of the compiler: what counts is that each stage did its work,
 * as its own meter tells, in each program and format.
 */
class WarmUpTest {
    /** Gain beyond which a stage's meter says that it worked, dB. */
    private static final double AT_WORK_DB = 0.2;

    private static final Recorder SEEN = new Recorder();

    @BeforeAll
    static void cover() {
        WarmUp warmUp = new WarmUp(NativeBridge.load(), SEEN);
        assertThat(warmUp.cover()).isPositive();
        warmUp.run(WarmUp.COVERING_SCENES * 64); // where a cache with profiles is expected, the training plays the rest
    }

    /** Collects from the scenes that are played in any case, not from those that a fast machine adds. */
    private static final class Recorder implements WarmUp.Watcher {
        final List<ProcessSpec> specs = new ArrayList<>();
        final Map<ProcessSpec, Set<Integer>> programs = new HashMap<>();
        final Map<ProcessSpec, Set<Stage>> atWork = new HashMap<>();
        final Map<Stage, Set<Integer>> atWorkIn = new HashMap<>();
        final Map<Integer, Set<Double>> values = new HashMap<>();
        final Map<MacroTable, Set<Double>> macroValues = new HashMap<>();
        final Set<WarmUpScene.Sound> sounds = EnumSet.noneOf(WarmUpScene.Sound.class);
        final Set<String> ways = new HashSet<>();
        private final MacroSnapshot macros = new MacroSnapshot();

        @Override
        public void played(WarmUpScene scene, ProcessSpec spec, ParamSnapshot inForce, Engine engine) {
            if (scene.number() >= WarmUp.COVERING_SCENES) {
                return;
            }
            specs.add(spec);
            int program = (int) inForce.get(ParamTable.PROGRAM);
            programs.computeIfAbsent(spec, key -> new HashSet<>()).add(program);
            for (Stage stage : workingStages(engine.meters(), inForce)) {
                atWork.computeIfAbsent(spec, key -> EnumSet.noneOf(Stage.class)).add(stage);
                atWorkIn.computeIfAbsent(stage, key -> new HashSet<>()).add(program);
            }
            for (int i = 0; i < ParamTable.COUNT; i++) {
                values.computeIfAbsent(i, key -> new HashSet<>()).add(inForce.get(i));
            }
            scene.fill(macros);
            for (MacroTable macro : MacroTable.all()) {
                macroValues.computeIfAbsent(macro, key -> new HashSet<>()).add(macros.get(macro));
            }
            sounds.add(scene.sound());
            ways.add(scene.starts() ? "start" : scene.recalls() ? "recall" : "mailbox " + scene.mailboxKind());
            ways.add("economy " + scene.economy());
            ways.add("capture " + scene.captures());
            ways.add("block " + scene.blockFrames());
        }

        private static Set<Stage> workingStages(EngineMeters meters, ParamSnapshot set) {
            Set<Stage> working = EnumSet.noneOf(Stage.class);
            note(working, Stage.GATE, meters.gateGainDb);
            note(working, Stage.DE_ESSER, meters.deEsserGainDb);
            note(working, Stage.COMPRESSOR, meters.compressorGainDb);
            note(working, Stage.LIMITER, meters.limiterGainDb);
            note(working, Stage.LEVELER, meters.levelerGainDb);
            note(working, Stage.NOISE_REDUCER, meters.noiseReductionDb);
            note(working, Stage.EQ, meters.eqGainDb);
            // No meter: its settings say it.
            note(working, Stage.EXCITER, isOn(set, ParamTable.EXCITER_BYPASS) ? set.get(ParamTable.EXCITER_AMOUNT) : 0);
            note(working, Stage.HIGH_PASS, isOn(set, ParamTable.HPF_BYPASS) ? set.get(ParamTable.HPF_CORNER) : 0);
            note(working, Stage.WIDENER, isOn(set, ParamTable.WIDENER_BYPASS) ? 1 : 0);
            note(working, Stage.HUM_REMOVER, isOn(set, ParamTable.HUM_BYPASS) ? set.get(ParamTable.HUM_DEPTH) : 0);
            return working;
        }

        private static boolean isOn(ParamSnapshot set, ParamTable bypass) {
            return set.get(bypass) == 0;
        }

        private static void note(Set<Stage> working, Stage stage, double gainDb) {
            if (Math.abs(gainDb) > AT_WORK_DB) {
                working.add(stage);
            }
        }
    }

    @Test
    void warm_up_when_over_expect_every_format_and_program_played() {
        assertThat(SEEN.programs.keySet().stream().map(ProcessSpec::channels)).contains(1, 2);
        assertThat(SEEN.programs.keySet().stream().map(ProcessSpec::latencyMode))
                .contains(LatencyMode.values());
        for (int program = 0; program < FactoryPrograms.ALL.size(); program++) {
            int number = program;
            long formats = SEEN.programs.values().stream()
                    .filter(played -> played.contains(number))
                    .count();
            assertThat(formats).as("formats that played program %d", program).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void warm_up_when_over_expect_every_stage_at_work_in_every_format_and_program_that_has_it() {
        for (Map.Entry<ProcessSpec, Set<Stage>> format : SEEN.atWork.entrySet()) {
            Set<Stage> expected = EnumSet.complementOf(EnumSet.of(Stage.MACRO, Stage.PROGRAM, Stage.INPUT_CLEANER));
            assertThat(format.getValue()).as("%s", format.getKey()).containsAll(expected);
        }
        for (int program = 0; program < FactoryPrograms.ALL.size(); program++) {
            for (ChainProgram.Element element : FactoryPrograms.ALL.get(program).elements()) {
                if (element.stage() != Stage.INPUT_CLEANER) {
                    assertThat(SEEN.atWorkIn.getOrDefault(element.stage(), Set.of()))
                            .as("programs in which %s worked", element.stage())
                            .contains(program);
                }
            }
        }
    }

    @Test
    void warm_up_when_over_expect_every_parameter_changed_and_every_choice_taken() {
        for (ParamTable param : ParamTable.all()) {
            int values = SEEN.values.getOrDefault(param.index(), Set.of()).size();
            boolean choices = param.spec().scale() == Scale.ENUM || param.spec().scale() == Scale.TOGGLE;
            int expected = choices ? (int) (param.spec().max() - param.spec().min()) + 1 : 5;
            assertThat(values).as("values of %s", param.id()).isGreaterThanOrEqualTo(expected);
        }
        for (MacroTable macro : MacroTable.all()) {
            boolean elsewhere =
                    macro == MacroTable.LEARN || macro == MacroTable.OPEN_PANEL || macro == MacroTable.LATENCY_MODE;
            boolean choices = macro.spec().scale() == Scale.ENUM;
            int expected = elsewhere ? 1 : choices ? (int) macro.spec().max() + 1 : 2;
            assertThat(SEEN.macroValues.getOrDefault(macro, Set.of()))
                    .as("values of %s", macro.id())
                    .hasSizeGreaterThanOrEqualTo(expected);
        }
    }

    @Test
    void warm_up_when_over_expect_every_sound_and_every_way_of_setting_played() {
        assertThat(SEEN.sounds).containsExactlyInAnyOrder(WarmUpScene.Sound.values());
        assertThat(SEEN.ways)
                .contains("start", "recall", "mailbox 0", "mailbox 1", "economy true", "economy false")
                .contains("capture true", "capture false", "block 64", "block 256", "block 1024");
    }
}
