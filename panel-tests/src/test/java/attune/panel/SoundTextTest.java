package attune.panel;

import static org.assertj.core.api.Assertions.assertThat;

import attune.param.ChainProgram;
import attune.param.FactoryPrograms;
import attune.param.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the parameter table becomes stages, and values become words and back. */
class SoundTextTest {
    @RegisterExtension
    static final BenchPage BENCH = new BenchPage();

    private static JsonNode run(String script) throws IOException {
        String table = new String(PanelFiles.read("attune/params.json"), StandardCharsets.UTF_8);
        return BENCH.json("""
                async () => {
                  const stages = await import('/js/core/stages.js');
                  const text = await import('/js/core/param-text.js');
                  const table = %s;
                  const param = id => table.params.find(one => one.id === id);
                  return JSON.stringify(%s);
                }""".formatted(table, script));
    }

    @Test
    void chain_when_of_each_program_expect_its_stages_in_order_each_with_words_and_every_parameter_once()
            throws IOException {
        JsonNode chains = run("table.programs.map((_, i) => stages.chainOf(table, i))");
        assertThat(chains).hasSameSizeAs(FactoryPrograms.ALL);
        for (int i = 0; i < chains.size(); i++) {
            List<String> names = new ArrayList<>();
            chains.get(i).forEach(stage -> names.add(stage.get("name").asText()));
            List<String> wanted = FactoryPrograms.ALL.get(i).elements().stream()
                    .map(ChainProgram.Element::stage)
                    .filter(stage -> stage != Stage.INPUT_CLEANER)
                    .map(Stage::label)
                    .toList();
            assertThat(names).isEqualTo(wanted);
            for (JsonNode stage : chains.get(i)) {
                assertThat(stage.get("says").asText())
                        .as(stage.get("name").asText())
                        .isNotBlank();
                int banded = 0;
                for (JsonNode band : stage.get("bands")) {
                    banded += band.get("parts").size();
                }
                assertThat(banded
                                + stage.get("knobs").size()
                                + stage.get("choices").size()
                                + stage.get("switches").size())
                        .isEqualTo(stage.get("params").size());
            }
        }
        JsonNode equaliser = chains.get(0).get(4);
        assertThat(equaliser.get("bands").get(0).get("name").asText()).isEqualTo("Low shelf");
        assertThat(equaliser.get("bands").get(7).get("name").asText()).isEqualTo("High shelf");
        assertThat(equaliser.get("delta").asInt()).isEqualTo(5);
    }

    @Test
    void value_when_written_expect_figure_and_unit() throws IOException {
        assertThat(words("eq1_frequency", 80, 999.6, 1234.5, 16000)).isEqualTo("80_Hz|1000_Hz|1.23_kHz|16_kHz");
        assertThat(words("comp_release", 12.5, 180, 1500)).isEqualTo("12.5_ms|180_ms|1.5_s");
        assertThat(words("eq1_gain", -3, 0, 1.25)).isEqualTo("\u22123.0_dB|0.0_dB|+1.25_dB");
        assertThat(words("gate_threshold", -45)).isEqualTo("\u221245.0_dB");
        assertThat(words("comp1_ratio", 2)).isEqualTo("2.00:1");
        assertThat(words("hum_harmonics", 8)).isEqualTo("8");
        assertThat(words("program", 1)).isEqualTo("Speech");
        assertThat(words("gate_bypass", 1)).isEqualTo("on");
    }

    private static String words(String id, double... values) throws IOException {
        StringBuilder list = new StringBuilder();
        for (double value : values) {
            list.append(value).append(',');
        }
        return run("[" + list + "].map(value => text.wordOf(param('" + id + "'), value)).join('|')")
                .asText()
                .replace('\u202f', '_');
    }

    @Test
    void value_when_typed_expect_its_units_and_what_is_none_said() throws IOException {
        assertThat(typed("eq1_frequency", "1,5k")).isEqualTo("1500");
        assertThat(typed("eq1_frequency", " 1.5 kHz ")).isEqualTo("1500");
        assertThat(typed("eq1_frequency", "80 hz")).isEqualTo("80");
        assertThat(typed("comp_release", "0.2 s")).isEqualTo("200");
        assertThat(typed("comp1_ratio", "4:1")).isEqualTo("4");
        assertThat(typed("eq1_gain", "\u22123 dB")).isEqualTo("-3");
        assertThat(typed("eq1_gain", "+2")).isEqualTo("2");
        assertThat(typed("gate_range", "5 ms")).isEqualTo("Gate range is in dB: “5 ms” is not.");
        assertThat(typed("gate_range", "loud")).isEqualTo("Gate range: “loud” is no number.");
        assertThat(typed("eq1_q", "2 dB")).isEqualTo("Low shelf Q is without a unit: “2 dB” is not.");
    }

    private static String typed(String id, String text) throws IOException {
        JsonNode parsed = run("text.parse('" + text + "', param('" + id + "'))");
        return (parsed.has("value") ? parsed.get("value") : parsed.get("problem")).asText();
    }

    @Test
    void compressor_curve_when_asked_expect_ratio_beyond_and_a_parabola_in_the_knee() {
        Object reductions = BENCH.page().evaluate("""
                async () => {
                  const { reductionDb } = await import('/js/parts/comp-curve.js');
                  return [[-30, 0], [-12, 0], [-30.1, 12], [-24, 12], [-12, 12]].map(([level, knee]) => reductionDb(level, -24, 4, knee)).join(' ');
                }""");
        assertThat(reductions).isEqualTo("0 -9 0 -1.125 -9");
    }
}
