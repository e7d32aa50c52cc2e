package attune.dsp.chain;

import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.AllocatedBytes;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineAllocationTest {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    @ParameterizedTest
    @CsvSource({"48000, 2", "48000, 1", "192000, 2"})
    void engine_when_warm_expect_no_byte_in_ten_thousand_quanta(double rate, int channels) {
        ProcessSpec spec = new ProcessSpec(rate, channels);
        Engine engine = new Engine();
        engine.prepare(spec);
        engine.recall(0, TestSets.busy());
        engine.start(new MacroSnapshot());
        Play play = new Play(spec);
        play.quanta(engine, 10_000);
        long allocated = AllocatedBytes.steady(() -> play.quanta(engine, 10_000));
        assertThat(allocated).isEqualTo(0);
    }

    /** Plays with everything that a host and a learner can do. */
    private static final class Play {
        private final float[][] noise;
        private final float[][] block;
        private final ParamSnapshot params = new ParamSnapshot();
        private final ParamSnapshot[] sets = new ParamSnapshot[8];
        private final MacroSnapshot macros = new MacroSnapshot();

        Play(ProcessSpec spec) {
            noise = Signals.noise(1, spec.channels(), 128 * QUANTUM, 0.7);
            block = new float[spec.channels()][QUANTUM];
            RandomGenerator random = Signals.random(2);
            for (int i = 0; i < sets.length; i++) {
                sets[i] = TestSets.busy();
                if (i > 2) {
                    TestSets.scatter(sets[i], random);
                }
            }
        }

        void quanta(Engine engine, int count) {
            for (int q = 0; q < count; q++) {
                if (q % 97 == 0) {
                    engine.push(sets[q / 97 % sets.length]);
                }
                if (q % 61 == 0) {
                    turnMacros(engine, q / 61);
                }
                if (q % 1999 == 0) {
                    engine.recall(q % 4, sets[q % sets.length]);
                    engine.effective(params);
                }
                if (q % 4999 == 4998) {
                    engine.rememberLevelerGainDb(engine.levelerGainDb());
                    engine.start(macros);
                }
                for (int c = 0; c < block.length; c++) {
                    System.arraycopy(noise[c], q % 128 * QUANTUM, block[c], 0, QUANTUM);
                    block[c][q % 64] = q % 200 == 0 ? Float.NaN : block[c][q % 64];
                }
                engine.process(block, QUANTUM);
                if (q % 50 == 0) {
                    engine.markMetersRead();
                }
            }
        }

        private void turnMacros(Engine engine, int step) {
            macros.set(MacroTable.BYPASS, step % 2);
            macros.set(MacroTable.DELTA, step / 2 % 2);
            macros.set(MacroTable.AMOUNT, step * 7 % 150);
            macros.set(MacroTable.SLOT, step / 3 % 4);
            macros.set(MacroTable.LIKE, step % 2);
            macros.set(MacroTable.RESET_TO_SAFE, step % 40 == 0 ? 1 : 0);
            macros.set(MacroTable.OUTPUT_TRIM, step % 12 - 6);
            macros.set(MacroTable.TARGET, -20 + step % 8);
            engine.setMacros(macros);
        }
    }
}
