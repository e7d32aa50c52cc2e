package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.api.Heard;
import attune.learn.analysis.HumLevel;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.truth.SpeechCorpus;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is told about a source, on recorded voices with known faults. */
class SourceTipsTest {
    private static final int RATE_HZ = 16_000;
    private static float[] voice;

    @BeforeAll
    static void read() throws Exception {
        SpeechCorpus.assumeInstalled();
        voice = Arrays.copyOf(Material.voice(Material.ONE), 8 * RATE_HZ);
    }

    private static CapturedClip clip(float[] x) {
        return new CapturedClip(RATE_HZ, new float[][] {x}, 0);
    }

    private static float[] scaled(float[] x, double gain, double limit) {
        float[] out = new float[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.max(-limit, Math.min(limit, gain * x[i]));
        }
        return out;
    }

    private static SourceTips looked(float[] x, int looks) {
        SourceTips tips = new SourceTips();
        look(tips, x, looks);
        return tips;
    }

    private static void look(SourceTips tips, float[] x, int looks) {
        tips.hear(clip(x));
        for (int i = 0; i < looks; i++) {
            tips.look(InputAnalysis.of(clip(x)));
        }
    }

    private static List<String> kinds(SourceTips tips) {
        return tips.told().stream().map(Heard.Tip::kind).toList();
    }

    @Test
    void tips_when_the_voice_is_as_it_should_be_expect_none() {
        assertThat(looked(voice, 4).told()).isEmpty();
        assertThat(looked(new float[8 * RATE_HZ], 4).told()).as("silence").isEmpty();
    }

    @Test
    void hum_when_louder_or_fainter_expect_its_distance_to_the_voice_within_two_db() {
        double atFirst = HumLevel.overWantedDb(InputAnalysis.of(clip(Material.hum(voice))));
        assertThat(atFirst).isCloseTo(constructed(1), within(2.0));

        float[] half = scaled(Material.hum(scaled(voice, 2, 9)), 0.5, 9);
        assertThat(HumLevel.overWantedDb(InputAnalysis.of(clip(half)))).isCloseTo(atFirst - 6, within(1.0));
        assertThat(HumLevel.overWantedDb(InputAnalysis.of(clip(voice)))).isNaN();
    }

    /** Hum of {@link Material#hum} over the mean power of the louder half of the voice's frames of 32 ms. */
    private static double constructed(double gain) {
        double hum = 0;
        for (int k = 1; k <= 12; k++) {
            hum += Math.pow(0.02 / Math.pow(k, 0.7), 2) / 2;
        }
        int frame = RATE_HZ / 31;
        double[] power = new double[voice.length / frame];
        for (int i = 0; i < power.length * frame; i++) {
            power[i / frame] += gain * voice[i] * voice[i] / frame;
        }
        double loudest = Arrays.stream(power).max().orElseThrow();
        double mean =
                Arrays.stream(power).filter(p -> p > loudest / 316).average().orElseThrow();
        return 10 * Math.log10(hum / mean);
    }

    @Test
    void hum_when_clearly_there_expect_told_with_its_number_after_three_looks_and_gone_after_three_without() {
        SourceTips tips = looked(Material.hum(voice), 2);
        assertThat(tips.told()).isEmpty();
        look(tips, Material.hum(voice), 1);
        assertThat(kinds(tips)).containsExactly("hum");
        assertThat(tips.told().get(0).sentence())
                .startsWith("Hum at 50\u202FHz is only 1")
                .contains("dB under the voice", "cable");

        look(tips, voice, 2);
        assertThat(kinds(tips)).containsExactly("hum");
        look(tips, voice, 1);
        assertThat(tips.told()).isEmpty();
    }

    @Test
    void hum_when_clearly_louder_expect_told_anew_and_as_it_was_where_it_hardly_changed() {
        SourceTips tips = looked(Material.hum(voice), 3);
        Heard.Tip first = tips.told().get(0);

        look(tips, Material.hum(scaled(voice, 0.9, 9)), 1);
        assertThat(tips.told()).startsWith(first);

        look(tips, Material.hum(scaled(voice, 0.5, 9)), 1);
        assertThat(tips.told().get(0).severityDb()).isCloseTo(first.severityDb() + 6, within(1.0));
    }

    @Test
    void hum_when_20_db_under_the_voice_or_more_expect_no_tip() {
        float[] faint = scaled(Material.hum(scaled(voice, 6, 9)), 1.0 / 6, 9);

        assertThat(looked(faint, 4).told()).isEmpty();
    }

    @Test
    void input_when_cut_off_quiet_or_noisy_expect_what_to_do_with_its_number() {
        SourceTips cut = looked(scaled(voice, 8, 0.9), 3);
        assertThat(cut.told().get(0).kind()).isEqualTo("clipping");
        assertThat(cut.told().get(0).sentence())
                .containsPattern("cut off [0-9]+ times")
                .contains("lower the gain");

        SourceTips quiet = looked(scaled(voice, 0.05, 9), 3);
        assertThat(kinds(quiet)).containsExactly("quiet");
        assertThat(quiet.told().get(0).sentence()).contains("\u202FLUFS: raise the gain");

        SourceTips noisy = looked(Material.fan(voice, 0.04, 3), 3);
        assertThat(kinds(noisy)).containsExactly("noise");
        assertThat(noisy.told().get(0).sentence()).contains("over its noise: go nearer");
        assertThat(looked(Material.fan(voice, 0.02, 3), 3).told())
                .as("noise that is mended well")
                .isEmpty();
    }
}
