package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A recalled preset sounds the same next year: every sample of six seconds, by its check value. One that changes means
 * a change of sound: a new {@link Engine#SOUND_VERSION}, and a line under "Sound changes" in CHANGELOG.
 */
class PresetSoundTest {
    private static final ProcessSpec SPEC = new ProcessSpec(48_000, 2);
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int QUANTA = 4500;

    @ParameterizedTest
    @CsvSource({
        "transparent, 7e73dfe6",
        "gentle, 83764872",
        "podcast-voice, b5263548",
        "noisy-room, d73a2e90",
        "music, 965ba4dc",
        "phone-call, 618b2a38",
        "broadcast-speech, 6d718a39",
        "live-stream, 9c822e3",
        "music-master, 45942876"
    })
    void preset_when_played_with_sound_version_1_expect_the_samples_of_the_first_release(String preset, String crc)
            throws PresetException {
        assertThat(Engine.SOUND_VERSION).isEqualTo(1);
        ParamSnapshot params = new PresetStore(Path.of("../presets"), Path.of("none"))
                .find(preset)
                .params();
        assertThat(Long.toHexString(checkValue(params))).isEqualTo(crc);
    }

    private static long checkValue(ParamSnapshot params) {
        Engine engine = new Engine();
        engine.prepare(SPEC);
        engine.recall(0, params);
        engine.start(new MacroSnapshot());
        SplittableRandom random = new SplittableRandom(20261125);
        CRC32 crc = new CRC32();
        ByteBuffer bytes = ByteBuffer.allocate(2 * QUANTUM * Float.BYTES);
        float[][] block = new float[2][QUANTUM];
        for (int q = 0; q < QUANTA; q++) {
            fill(block, q * QUANTUM, random);
            engine.process(block, QUANTUM);
            bytes.clear();
            for (float[] channel : block) {
                for (float sample : channel) {
                    bytes.putFloat(sample);
                }
            }
            crc.update(bytes.flip());
        }
        return crc.getValue();
    }

    /** A saw-like tone in bursts, 50 Hz hum, noise: made without any function that a machine may round otherwise. */
    private static void fill(float[][] block, int firstFrame, SplittableRandom random) {
        for (int i = 0; i < QUANTUM; i++) {
            int frame = firstFrame + i;
            double burst = frame % 24_000 < 14_000 ? 0.3 : 0;
            double saw = frame % 320 / 160.0 - 1;
            double triangle = Math.abs(frame % 960 / 480.0 - 1) - 0.5;
            for (int c = 0; c < 2; c++) {
                double noise = 2 * random.nextDouble() - 1;
                block[c][i] = (float) (burst * saw * (1 - 0.2 * c) + 0.02 * triangle + 0.004 * noise);
            }
        }
    }
}
