package attune.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.api.AuditEntry;
import attune.api.LiveFrame;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.filter.HighPassFilter;
import attune.dsp.filter.ParametricEq;
import attune.learn.strategy.Proposals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What exists in Java and in the browser says the same on both sides. */
class ParityTest {
    private static final int RATE_HZ = 48_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final BenchPage BENCH = new BenchPage();

    @Test
    void frame_when_encoded_in_java_expect_the_browser_to_read_the_same() throws IOException {
        LiveFrame frame = someFrame(new SplittableRandom(41));
        byte[] bytes = new byte[LiveFrame.BYTES];
        frame.encode().get(bytes);

        JsonNode read = JSON.readTree(
                (String) BENCH.page().evaluate("""
                        async base64 => {
                          const { decodeFrame } = await import('/js/core/frame.js');
                          const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
                          const plain = (key, value) => ArrayBuffer.isView(value) ? [...value] : Number.isNaN(value) ? 'none' : value;
                          return JSON.stringify(decodeFrame(bytes.buffer), plain);
                        }""", Base64.getEncoder().encodeToString(bytes)));

        assertThat(read.get("sequence").asLong()).isEqualTo(frame.sequence);
        assertThat(read.get("timeMs").asDouble()).isEqualTo(frame.timeMs);
        assertThat(read.get("audibleFrame").asLong()).isEqualTo(frame.audibleFrame);
        assertThat(read.get("generation").asLong()).isEqualTo(frame.generation);
        assertThat(read.get("slot").asInt()).isEqualTo(frame.slot);
        assertThat(read.get("amountPercent").asDouble()).isEqualTo(frame.amountPercent);
        assertThat(read.get("lateBlocks").asInt()).isEqualTo(frame.lateBlocks);
        assertThat(read.get("roundTripP99Us").asLong()).isEqualTo(frame.roundTripP99Us);
        assertLevel(read.get("matchGainDb"), frame.matchGainDb);
        List<String> flags = List.of("bypass", "delta", "frozen", "learning", "rangeStable", "onAir", "economy");
        for (int bit = 0; bit < flags.size(); bit++) {
            assertThat(read.get(flags.get(bit)).asBoolean())
                    .as(flags.get(bit))
                    .isEqualTo((frame.flags & 1 << bit) != 0);
        }
        assertSide(read.get("in"), frame.in);
        assertSide(read.get("out"), frame.out);
        for (int stage = 0; stage < LiveFrame.STAGES; stage++) {
            assertLevel(read.get("stageGainsDb").get(stage), frame.stageGainsDb[stage]);
        }
        for (int band = 0; band < LiveFrame.BANDS; band++) {
            assertLevel(read.get("spectrumInDb").get(band), frame.spectrumInDb[band]);
            assertLevel(read.get("spectrumOutDb").get(band), frame.spectrumOutDb[band]);
        }
    }

    @Test
    void band_when_asked_for_its_centre_expect_both_sides_equal() {
        double last = ((Number) BENCH.page().evaluate("async () => (await import('/js/core/frame.js')).bandHz(77)"))
                .doubleValue();

        assertThat(last).isCloseTo(LiveFrame.bandHz(77), within(1e-9));
    }

    @Test
    void frame_when_of_another_length_expect_one_sentence() {
        Object message = BENCH.page().evaluate("""
                        async () => {
                          const { decodeFrame } = await import('/js/core/frame.js');
                          try { decodeFrame(new ArrayBuffer(3)); return ''; } catch (error) { return error.message; }
                        }""");

        assertThat(message).isEqualTo("frame of 3 bytes, allowed are 568 that begin with \"ATL1\"");
    }

    @Test
    void tone_curve_when_drawn_expect_what_the_filters_do_within_a_tenth_of_a_db() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        double[] frequencies = {40, 90, 160, 310, 700, 1500, 3200, 6800, 11_000, 15_000};
        for (int round = 0; round < 5; round++) {
            ParamSnapshot params = someTone(random);

            double[] measured = response(params, frequencies);
            JsonNode drawn = drawn(BENCH.page(), params, frequencies);

            for (int i = 0; i < frequencies.length; i++) {
                assertThat(drawn.get(i).asDouble())
                        .as("%s Hz in round %s", frequencies[i], round)
                        .isCloseTo(measured[i], within(0.1));
            }
        }
    }

    @Test
    void strategies_when_named_in_the_panel_expect_words_for_each_and_for_nothing_else() throws IOException {
        JsonNode words = JSON.readTree((String) BENCH.page()
                .evaluate("async () => JSON.stringify((await import('/js/core/changes.js')).STRATEGY_WORDS)"));

        assertThat(words.properties().stream().map(Map.Entry::getKey).toList())
                .containsExactlyInAnyOrderElementsOf(Proposals.names());
        assertThat(words.properties().stream().map(word -> word.getValue().asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void audit_log_when_named_in_the_panel_expect_words_for_each_event_and_actor_and_for_nothing_else()
            throws IOException {
        JsonNode words = JSON.readTree((String) BENCH.page().evaluate("""
                        async () => {
                          const { EVENT_WORDS, WHO_WORDS } = await import('/js/core/audit.js');
                          return JSON.stringify([Object.keys(EVENT_WORDS), Object.keys(WHO_WORDS)]);
                        }"""));

        assertThat(words.get(0)).extracting(JsonNode::asText).containsExactlyInAnyOrderElementsOf(AuditEntry.EVENTS);
        assertThat(words.get(1)).extracting(JsonNode::asText).containsExactlyInAnyOrderElementsOf(AuditEntry.WHO);
    }

    private static LiveFrame someFrame(SplittableRandom random) {
        LiveFrame frame = new LiveFrame();
        frame.sequence = 123_456;
        frame.timeMs = 1_764_000_000_123.0;
        frame.audibleFrame = 5L << 33;
        frame.generation = 77;
        frame.slot = 2;
        frame.flags = LiveFrame.FLAG_DELTA | LiveFrame.FLAG_FROZEN | LiveFrame.FLAG_ON_AIR | LiveFrame.FLAG_ECONOMY;
        frame.amountPercent = 87.5;
        frame.matchGainDb = -6.25;
        frame.lateBlocks = 65_000;
        frame.roundTripP99Us = 3_000_000_000L;
        for (int i = 0; i < 6; i++) {
            frame.in[i] = random.nextDouble(-70, 0);
            frame.out[i] = random.nextDouble(-70, 0);
        }
        frame.in[2] = Double.NaN;
        for (int i = 0; i < LiveFrame.STAGES; i++) {
            frame.stageGainsDb[i] = random.nextDouble(-20, 20);
        }
        for (int i = 0; i < LiveFrame.BANDS; i++) {
            frame.spectrumInDb[i] = (float) random.nextDouble(-120, 0);
            frame.spectrumOutDb[i] = (float) random.nextDouble(-120, 0);
        }
        frame.spectrumOutDb[3] = Float.NEGATIVE_INFINITY;
        return frame;
    }

    private static void assertSide(JsonNode side, double[] levels) {
        assertLevel(side.get("momentary"), levels[0]);
        assertLevel(side.get("shortTerm"), levels[1]);
        assertLevel(side.get("integrated"), levels[2]);
        assertLevel(side.get("range"), levels[3]);
        assertLevel(side.get("peaks").get(0), levels[4]);
        assertLevel(side.get("peaks").get(1), levels[5]);
    }

    private static void assertLevel(JsonNode read, double level) {
        if (Double.isFinite(level)) {
            assertThat(read.asDouble()).isCloseTo(level, within(0.0051));
        } else {
            assertThat(read.isNumber())
                    .as("a level where there is none: " + read)
                    .isFalse();
        }
    }

    private static ParamSnapshot someTone(SplittableRandom random) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.HPF_CORNER, random.nextDouble(11, 120));
        params.set(ParamTable.HPF_SLOPE, random.nextInt(2));
        for (int band = 1; band <= ParametricEq.BANDS; band++) {
            int at = ParamTable.EQ1_FREQUENCY.index() + 3 * (band - 1);
            params.set(ParamTable.all().get(at), 60 * Math.pow(200, random.nextDouble()));
            params.set(ParamTable.all().get(at + 1), random.nextDouble(-9, 9));
            params.set(ParamTable.all().get(at + 2), random.nextDouble(0.5, 4));
        }
        return params;
    }

    /** Level in dB at each frequency: the transform of what the real filters make of an impulse. */
    private static double[] response(ParamSnapshot params, double[] frequencies) {
        float[][] impulse = new float[1][2 * RATE_HZ];
        impulse[0][0] = 1;
        for (Processor filter : List.of(new HighPassFilter(), new ParametricEq())) {
            filter.prepare(new ProcessSpec(RATE_HZ, 1));
            filter.update(params);
            filter.process(impulse, impulse[0].length);
        }
        double[] levels = new double[frequencies.length];
        for (int f = 0; f < frequencies.length; f++) {
            double real = 0;
            double imaginary = 0;
            for (int i = 0; i < impulse[0].length; i++) {
                double phase = 2 * Math.PI * frequencies[f] * i / RATE_HZ;
                real += impulse[0][i] * Math.cos(phase);
                imaginary -= impulse[0][i] * Math.sin(phase);
            }
            levels[f] = 10 * Math.log10(real * real + imaginary * imaginary);
        }
        return levels;
    }

    private static JsonNode drawn(Page page, ParamSnapshot params, double[] frequencies) throws IOException {
        Map<String, Double> values = new HashMap<>();
        ParamTable.all().forEach(param -> values.put(param.id(), params.get(param)));
        return JSON.readTree((String)
                page.evaluate("""
                async text => {
                  const { toneCurve } = await import('/js/core/curve.js');
                  const { values, frequencies } = JSON.parse(text);
                  return JSON.stringify(toneCurve(values, 48000, frequencies));
                }""", JSON.writeValueAsString(Map.of("values", values, "frequencies", frequencies))));
    }
}
