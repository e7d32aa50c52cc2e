package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.telemetry.MetricFrame;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
    @Test
    void summary_when_frames_were_taken_expect_pause_level_peaks_and_host_counters() throws IOException {
        MetricFrame frame = new MetricFrame();
        RunSummary summary = new RunSummary(frame);
        for (int i = 0; i < 100; i++) {
            frame.inputMomentaryLufs = i < 10 ? -60 : -20;
            frame.outputMomentaryLufs = i < 10 ? -70 : -16;
            frame.inputTruePeakDbtp = i == 50 ? -3 : -12;
            frame.outputTruePeakDbtp = -6;
            frame.limiterGainDb = i == 70 ? -2 : 0;
            frame.noiseReductionDb = -4;
            frame.outputIntegratedLufs = -16;
            frame.inputIntegratedLufs = Double.NEGATIVE_INFINITY;
            summary.take();
        }

        Map<String, Object> map = summary.toMap(
                "demo scene",
                "gentle",
                new ObjectMapper().readTree("{\"seconds\":5.004,\"late_blocks\":2,\"call_us\":{\"p50\":99}}"));

        assertThat(map.get("inputNoiseFloorLufs")).isEqualTo(-60.0);
        assertThat(map.get("outputNoiseFloorLufs")).isEqualTo(-70.0);
        assertThat(map.get("inputTruePeakDbtp")).isEqualTo(-3.0);
        assertThat(map.get("limiterMaxReductionDb")).isEqualTo(-2.0);
        assertThat(map.get("meanNoiseReductionDb")).isEqualTo(-4.0);
        assertThat(map.get("inputIntegratedLufs")).isNull();
        assertThat(map.get("lateBlocks")).isEqualTo(2L);
        StringWriter text = new StringWriter();
        RunSummary.print(map, new PrintWriter(text, true));
        assertThat(text.toString()).contains("2 late", "\u221216.0", "demo scene");
    }

    @Test
    void line_when_levels_are_unknown_expect_a_dash_and_short_enough_for_a_terminal() {
        MetricFrame frame = new MetricFrame();
        frame.inputShortTermLufs = Double.NEGATIVE_INFINITY;
        frame.outputShortTermLufs = -16.04;

        assertThat(RunSummary.line(frame, "")).contains("–", "\u221216.0").hasSizeLessThan(80);
        assertThat(RunSummary.line(frame, "heard speech")).endsWith("  heard speech");
    }
}
