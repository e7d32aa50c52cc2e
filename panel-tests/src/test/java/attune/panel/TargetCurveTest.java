package attune.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.api.LiveFrame;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the target curve is laid in the spectrum. */
class TargetCurveTest {
    @RegisterExtension
    static final BenchPage BENCH = new BenchPage();

    /** A sound of −40 dB in every band and a target that falls by 6 dB an octave from 100 Hz to 8 kHz. */
    @Test
    void target_when_laid_through_a_sound_expect_its_shape_at_the_sounds_level_and_nothing_beyond_its_range()
            throws IOException {
        JsonNode placed = BENCH.json("""
                async () => {
                  const { placedTarget } = await import('/js/core/target.js');
                  const hz = [100, 200, 400, 800, 1600, 3200, 8000];
                  const target = { hz, levelsDb: hz.map(f => -6 * Math.log2(f / 100)) };
                  const plain = (key, value) => Number.isNaN(value) ? 'none' : value;
                  return JSON.stringify([...placedTarget(target, new Float64Array(120).fill(-40))], plain);
                }""");
        double sum = 0;
        int count = 0;
        for (int band = 0; band < LiveFrame.BANDS; band++) {
            double hz = LiveFrame.bandHz(band);
            if (hz < 100 || hz > 8_000) {
                assertThat(placed.get(band).asText()).as("%s Hz", hz).isEqualTo("none");
            } else if (hz >= 250 && hz <= 4_000) {
                sum += placed.get(band).asDouble();
                count++;
            }
        }
        assertThat(sum / count).isCloseTo(-40, within(1e-6));
        int octave = 12; // 120 bands over three decades: 12 of them are a ratio of 2.008
        double ratio = LiveFrame.bandHz(60) / LiveFrame.bandHz(60 - octave);
        assertThat(placed.get(60).asDouble() - placed.get(60 - octave).asDouble())
                .isCloseTo(-6 * Math.log(ratio) / Math.log(2), within(1e-6));
    }

    @Test
    void sound_when_averaged_expect_pauses_left_out_and_no_level_before_anything_was_heard() throws IOException {
        JsonNode levels = BENCH.json("""
                async () => {
                  const { SlowSpectrum } = await import('/js/core/target.js');
                  const slow = new SlowSpectrum();
                  const silent = new Float64Array(120).fill(NaN);
                  slow.take(silent);
                  const before = slow.levels;
                  for (let i = 0; i < 400; i++) slow.take(i % 2 ? silent : new Float64Array(120).fill(-30));
                  const heard = slow.levels[50];
                  slow.clear();
                  return JSON.stringify([before, heard, slow.levels]);
                }""");
        assertThat(levels.get(0).isNull()).isTrue();
        assertThat(levels.get(1).asDouble()).isCloseTo(-30, within(0.01));
        assertThat(levels.get(2).isNull()).isTrue();
    }
}
