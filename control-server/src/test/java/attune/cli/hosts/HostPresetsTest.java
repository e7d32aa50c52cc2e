package attune.cli.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import attune.control.store.FactorySlots;
import attune.control.store.PresetStore;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.PluginIds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the files for hosts hold. That hosts can use them is a system test. */
class HostPresetsTest {
    private static final Path FOLDER = Path.of("../presets").toAbsolutePath().normalize();
    private static final int SETS_OFFSET = 24;

    private PresetStore store;
    private List<HostPreset> presets;

    @BeforeEach
    void read() throws Exception {
        store = new PresetStore(FOLDER, FOLDER);
        presets = HostPreset.all(FOLDER);
    }

    @Test
    void states_when_decoded_expect_the_preset_in_slot_a_and_the_factory_ones_behind() throws Exception {
        assertThat(presets).extracting(HostPreset::id).containsExactlyElementsOf(store.ids());
        for (HostPreset preset : presets) {
            List<String> slots = List.of(
                    preset.id(), FactorySlots.PRESETS.get(1), FactorySlots.PRESETS.get(2), FactorySlots.PRESETS.get(3));
            assertThat(StateBlob.isWhole(preset.state())).isTrue();
            ByteBuffer blob = ByteBuffer.wrap(preset.state())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(SETS_OFFSET);
            for (String slot : slots) {
                ParamSnapshot expected = store.find(slot).params();
                assertThat(blob.getInt()).isEqualTo(ParamTable.COUNT);
                for (int index = 0; index < ParamTable.COUNT; index++) {
                    assertThat(blob.getInt()).isEqualTo(index);
                    assertThat(blob.getDouble())
                            .as("%s in %s", slot, preset.id())
                            .isEqualTo(expected.get(index));
                }
            }
            assertThat(blob.hasRemaining()).isFalse();
        }
    }

    @Test
    void lv2_bundle_when_written_expect_each_preset_for_both_plugins_with_its_state() {
        Map<String, String> files = Lv2Presets.files(presets);

        assertThat(files).hasSize(presets.size() + 1);
        Pattern state = Pattern.compile("<urn:attune:state#blob> \"([^\"]*)\"\\^\\^xsd:base64Binary");
        for (HostPreset preset : presets) {
            String file = files.get(preset.id() + ".ttl");
            assertThat(files.get("manifest.ttl")).contains("rdfs:seeAlso <" + preset.id() + ".ttl>");
            for (String plugin : List.of(PluginIds.LV2_URI_STEREO, PluginIds.LV2_URI_MONO)) {
                assertThat(file).contains("lv2:appliesTo <" + plugin + ">", "lv2:symbol \"slot\"");
            }
            Matcher found = state.matcher(file);
            assertThat(found.results().map(result -> result.group(1)))
                    .hasSize(2)
                    .allSatisfy(
                            text -> assertThat(Base64.getDecoder().decode(text)).isEqualTo(preset.state()));
        }
    }

    @Test
    void vst_preset_when_written_expect_the_documented_layout() {
        for (HostPreset preset : presets) {
            byte[] bytes = VstPreset.encode(preset);
            ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(text(bytes, 0, 4)).isEqualTo("VST3");
            assertThat(file.getInt(4)).isEqualTo(1);
            assertThat(text(bytes, 8, 32)).isEqualTo(PluginIds.VST3_PROCESSOR_CLASS);
            int list = (int) file.getLong(40);
            assertThat(text(bytes, list, 4)).isEqualTo("List");
            assertThat(file.getInt(list + 4)).isEqualTo(2);
            assertThat(bytes).hasSize(list + 8 + 2 * 20);
            assertThat(text(bytes, list + 8, 4)).isEqualTo("Comp");
            assertThat(chunk(bytes, list + 12)).isEqualTo(preset.state());
            assertThat(text(bytes, list + 28, 4)).isEqualTo("Info");
            assertThat(new String(chunk(bytes, list + 32), StandardCharsets.UTF_8))
                    .startsWith("<?xml")
                    .contains("value=\"" + preset.label() + "\"");
        }
    }

    @Test
    void vst_preset_when_cut_off_or_changed_expect_it_not_taken_for_whole() {
        byte[] whole = VstPreset.encode(presets.get(0));
        assertThat(VstPreset.isWhole(whole)).isTrue();
        for (int length = 0; length < whole.length; length += 61) {
            assertThat(VstPreset.isWhole(Arrays.copyOf(whole, length))).isFalse();
        }
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        assertThat(VstPreset.isWhole(damaged)).isFalse();
        byte[] farList = whole.clone();
        ByteBuffer.wrap(farList).order(ByteOrder.LITTLE_ENDIAN).putLong(40, Long.MAX_VALUE);
        assertThat(VstPreset.isWhole(farList)).isFalse();
        ByteBuffer list = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
        list.putLong((int) list.getLong(40) + 12, Long.MAX_VALUE);
        assertThat(VstPreset.isWhole(list.array())).isFalse();
    }

    private static byte[] chunk(byte[] bytes, int entry) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int from = (int) file.getLong(entry);
        return Arrays.copyOfRange(bytes, from, from + (int) file.getLong(entry + 8));
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.US_ASCII);
    }
}
