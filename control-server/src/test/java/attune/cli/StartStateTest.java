package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.control.store.PresetStore;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartStateTest {
    private static final int SETS_AT = 24;
    private static final int SET_BYTES = 4 + 12 * ParamTable.COUNT;

    @ParameterizedTest
    @CsvSource({"phone-call, 0", "gentle, 0", "noisy-room, 2"})
    void state_when_a_preset_is_to_play_first_expect_it_complete_in_its_slot_and_the_file_gone_behind(
            String id, int slot) throws Exception {
        PresetStore presets = new PresetStore(CliFixture.repository().resolve("presets"), Path.of("none"));
        Path file;
        try (StartState state = StartState.of(presets.find(id), presets)) {
            file = state.file();
            assertThat(state.slot()).isEqualTo(slot);
            assertSealed(file);
            assertThat(set(file, slot).sameAs(presets.find(id).params())).isTrue();
            assertThat(set(file, 3).sameAs(presets.find("music").params())).isTrue();
        }
        assertThat(file).doesNotExist();
    }

    private static ByteBuffer read(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void assertSealed(Path file) throws IOException {
        ByteBuffer blob = read(file);
        CRC32 crc = new CRC32();
        crc.update(blob.duplicate().position(16));
        assertThat(blob.getInt(8)).isEqualTo(blob.capacity());
        assertThat(blob.getInt(12)).isEqualTo((int) crc.getValue());
    }

    private static ParamSnapshot set(Path file, int slot) throws IOException {
        ByteBuffer blob = read(file).position(SETS_AT + slot * SET_BYTES);
        ParamSnapshot set = new ParamSnapshot();
        int count = blob.getInt();
        for (int i = 0; i < count; i++) {
            set.set(blob.getInt(), blob.getDouble());
        }
        return set;
    }
}
