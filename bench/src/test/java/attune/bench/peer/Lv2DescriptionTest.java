package attune.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.bench.BenchException;
import attune.bench.peer.Lv2Description.PortDescription;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Lv2DescriptionTest {
    private static final Lv2Description GATE = new Lv2Description(
            "urn:gate",
            "/lv2/gate.so",
            "/lv2/",
            List.of(
                    new PortDescription("in_l", "audio_in", 0),
                    new PortDescription("events", "atom_in", 0),
                    new PortDescription("threshold", "control", 0.1),
                    new PortDescription("range", "control", 0.5),
                    new PortDescription("out_l", "audio_out", 0)));

    @Test
    void specification_when_a_control_is_set_expect_it_in_its_place_and_the_others_at_their_defaults()
            throws BenchException {
        assertThat(GATE.specification(Map.of("threshold", 0.03), 256, "signal.f32"))
                .containsEntry("ports", List.of("audio_in", "atom_in", 0.03, 0.5, "audio_out"))
                .containsEntry("binary", "/lv2/gate.so")
                .containsEntry("block_frames", 256);
    }

    @Test
    void specification_when_a_control_does_not_exist_expect_it_named() {
        assertThatThrownBy(() -> GATE.specification(Map.of("treshold", 0.03), 256, "signal.f32"))
                .isInstanceOf(BenchException.class)
                .hasMessage("urn:gate has no control treshold");
    }

    @Test
    void plugin_when_not_installed_expect_none() throws Exception {
        assertThat(Lv2Description.of("urn:attune:no-such-plugin")).isEmpty();
    }
}
