package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A set that is recalled while sound plays is at no moment of the next 3 s more than 3 LU louder than what played on. */
class RecallLoudnessTest {
    private static final ProcessSpec SPEC = new ProcessSpec(48_000, 2);
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int A_SECOND = 750;
    private static final int RECALLED = 8 * A_SECOND;
    /** Momentary loudness counts 400 ms, of a sound that differs from what played. */
    private static final double MOST_LU = 3.2;

    private static ParamSnapshot preset(String id) throws PresetException {
        return new PresetStore(Path.of("../presets"), Path.of("none")).find(id).params();
    }

    /** What a leveler had lowered, and a compressor, and what is louder by its settings. */
    @ParameterizedTest
    @CsvSource({
        "podcast-voice, transparent, 0.7",
        "live-stream, music-master, 0.7",
        "music, transparent, 0.7",
        "noisy-room, phone-call, 0.02",
    })
    void preset_when_recalled_while_another_plays_expect_at_most_3_lu_more_within_3_s(
            String from, String to, double level) throws PresetException {
        assertThat(rise(preset(from), preset(to), level, 3)).isLessThan(MOST_LU);
    }

    @Test
    void set_when_12_db_louder_expect_3_lu_in_3_s_and_all_of_it_in_the_end() {
        ParamSnapshot quiet = new ParamSnapshot();
        ParamSnapshot loud = new ParamSnapshot();
        for (ParamTable gain : new ParamTable[] {
            ParamTable.COMP1_GAIN, ParamTable.COMP2_GAIN, ParamTable.COMP3_GAIN, ParamTable.COMP4_GAIN
        }) {
            loud.set(gain, 12);
        }

        assertThat(rise(quiet, loud, 0.02, 3)).isBetween(0.2, MOST_LU);
        assertThat(rise(quiet, loud, 0.02, 60)).isBetween(11.5, 12.5);
    }

    /** Most that the recalled set was louder at any time than the other one that plays on, in LU. */
    private static double rise(ParamSnapshot from, ParamSnapshot to, double level, int seconds) {
        Engine engine = started(from);
        Engine other = started(from);
        SplittableRandom random = new SplittableRandom(7);
        float[][] block = new float[2][QUANTUM];
        float[][] same = new float[2][QUANTUM];
        double worst = 0;
        for (int q = 0; q < RECALLED + seconds * A_SECOND; q++) {
            if (q == RECALLED) {
                engine.recall(0, to);
            }
            fill(block, q * QUANTUM, level, random);
            for (int c = 0; c < 2; c++) {
                System.arraycopy(block[c], 0, same[c], 0, QUANTUM);
            }
            engine.process(block, QUANTUM);
            other.process(same, QUANTUM);
            if (q > RECALLED && other.meters().outputMomentaryLufs > -50) {
                worst = Math.max(worst, engine.meters().outputMomentaryLufs - other.meters().outputMomentaryLufs);
            }
        }
        return worst;
    }

    private static Engine started(ParamSnapshot params) {
        Engine engine = new Engine();
        engine.prepare(SPEC);
        engine.recall(0, params);
        engine.start(new MacroSnapshot());
        return engine;
    }

    /** A saw in bursts, as syllables are, over noise. */
    private static void fill(float[][] block, int firstFrame, double level, SplittableRandom random) {
        for (int i = 0; i < QUANTUM; i++) {
            int frame = firstFrame + i;
            double burst = frame % 24_000 < 18_000 ? level : 0;
            double saw = frame % 320 / 160.0 - 1;
            for (int c = 0; c < 2; c++) {
                block[c][i] = (float) (burst * saw * 0.7 + (burst * 0.2 + 0.003) * (2 * random.nextDouble() - 1));
            }
        }
    }
}
