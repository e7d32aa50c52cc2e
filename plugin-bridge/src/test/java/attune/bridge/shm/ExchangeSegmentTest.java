package attune.bridge.shm;

import static attune.bridge.shm.ExchangeLayout.*;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.bridge.exchange.PrivateHost;
import attune.dsp.core.ProcessSpec;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExchangeSegmentTest {
    private static ByteBuffer valid() {
        ByteBuffer memory = ByteBuffer.allocateDirect(SEGMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        new PrivateHost(memory, new ProcessSpec(48_000, 2));
        return memory;
    }

    static Stream<Arguments> wrongSegments() {
        return Stream.of(
                wrong("magic", REFUSED_MAGIC, m -> m.putInt(MAGIC_OFFSET, 0x12345678)),
                wrong("layout version", REFUSED_VERSION, m -> m.putInt(VERSION_OFFSET, VERSION + 1)),
                wrong("stated bytes", REFUSED_SIZE, m -> m.putLong(SIZE_OFFSET, SEGMENT_BYTES - 1)),
                wrong("sample rate", REFUSED_FORMAT, m -> m.putDouble(SAMPLE_RATE_OFFSET, 7_999)),
                wrong("sample rate", REFUSED_FORMAT, m -> m.putDouble(SAMPLE_RATE_OFFSET, 192_001)),
                wrong("sample rate", REFUSED_FORMAT, m -> m.putDouble(SAMPLE_RATE_OFFSET, Double.NaN)),
                wrong("channels", REFUSED_FORMAT, m -> m.putInt(CHANNELS_OFFSET, 0)),
                wrong("channels", REFUSED_FORMAT, m -> m.putInt(CHANNELS_OFFSET, 3)),
                wrong("quantum", REFUSED_FORMAT, m -> m.putInt(QUANTUM_OFFSET, 128)),
                wrong("latency", REFUSED_FORMAT, m -> m.putInt(LATENCY_OFFSET, 1)),
                wrong("parameter count", REFUSED_FORMAT, m -> m.putInt(PARAM_COUNT_OFFSET, ParamTable.COUNT + 1)),
                wrong("macro count", REFUSED_FORMAT, m -> m.putInt(MACRO_COUNT_OFFSET, -1)));
    }

    private static Arguments wrong(String name, int code, Consumer<ByteBuffer> damage) {
        return Arguments.of(name, code, damage);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongSegments")
    void check_when_wrong_field_expect_refused_by_code_and_named_in_one_sentence(
            String name, int code, Consumer<ByteBuffer> damage) {
        ByteBuffer memory = valid();
        damage.accept(memory);

        Refusal refusal = requireNonNull(ExchangeSegment.check(memory));

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.reason())
                .startsWith("Exchange segment refused: " + name + " is ")
                .contains("allowed is")
                .endsWith(".");
        assertThatThrownBy(() -> new ExchangeSegment(memory, 0)).hasMessage(refusal.reason());
    }

    @Test
    void check_when_every_rate_and_channel_count_of_the_product_expect_accepted() {
        for (double rate : new double[] {8_000, 44_100, 48_000, 96_000, 192_000}) {
            for (int channels = 1; channels <= 2; channels++) {
                ByteBuffer memory = ByteBuffer.allocateDirect(SEGMENT_BYTES);
                new PrivateHost(memory, new ProcessSpec(rate, channels));
                assertThat(ExchangeSegment.check(memory)).isNull();
            }
        }
    }

    @Test
    void check_when_other_size_of_memory_expect_refused() {
        assertThat(requireNonNull(ExchangeSegment.check(ByteBuffer.allocateDirect(64)))
                        .code())
                .isEqualTo(REFUSED_SIZE);
        assertThat(requireNonNull(ExchangeSegment.check(ByteBuffer.allocateDirect(SEGMENT_BYTES + 4096)))
                        .code())
                .isEqualTo(REFUSED_SIZE);
    }

    @Test
    void publish_refusal_when_strangers_memory_expect_stays_untouched() {
        ByteBuffer stranger = ByteBuffer.allocateDirect(SEGMENT_BYTES);
        Refusal refusal = requireNonNull(ExchangeSegment.check(stranger));

        assertThat(ExchangeSegment.publishRefusal(stranger, refusal)).isFalse();
        assertThat(stranger).isEqualTo(ByteBuffer.allocateDirect(SEGMENT_BYTES));
    }

    @Test
    void publish_refusal_when_our_magic_expect_tells_the_shim() {
        ByteBuffer memory = valid();
        memory.putInt(VERSION_OFFSET, 99);
        Refusal refusal = requireNonNull(ExchangeSegment.check(memory));

        assertThat(ExchangeSegment.publishRefusal(memory, refusal)).isTrue();
        assertThat(memory.getInt(REFUSAL_OFFSET)).isEqualTo(REFUSED_VERSION);
        assertThat(memory.getInt(STATE_OFFSET)).isEqualTo(STATE_DEAD);
    }

    @Test
    void host_name_when_control_characters_expect_replaced() {
        ByteBuffer memory = valid();
        memory.put(HOST_NAME_OFFSET, new byte[] {'a', '\n', 'b', 0, 'c'});
        assertThat(new ExchangeSegment(memory, 0).hostName()).isEqualTo("a?b");
    }

    @Test
    void read_recall_when_being_written_expect_leaves_the_destination_alone() {
        ByteBuffer memory = valid();
        memory.putInt(RECALL_LOCK_OFFSET, 3);
        RecallState recall = new RecallState();
        recall.levelerGainDb = 5;

        assertThat(new ExchangeSegment(memory, 0).readRecall(recall)).isFalse();
        assertThat(recall.levelerGainDb).isEqualTo(5);
    }

    @Test
    void read_recall_when_values_outside_their_bounds_expect_bounded() {
        ByteBuffer memory = valid();
        memory.putDouble(RECALL_SETS_OFFSET + ParamTable.LIMITER_CEILING.index() * 8, 400);
        memory.putDouble(RECALL_SETS_OFFSET + ParamTable.EQ1_GAIN.index() * 8, Double.NaN);
        memory.putDouble(RECALL_LEVELER_GAIN_OFFSET, Double.POSITIVE_INFINITY);
        memory.putInt(RECALL_LOCK_OFFSET, 2);
        RecallState recall = new RecallState();

        assertThat(new ExchangeSegment(memory, 0).readRecall(recall)).isTrue();

        assertThat(recall.set(0).get(ParamTable.LIMITER_CEILING))
                .isEqualTo(ParamTable.LIMITER_CEILING.spec().max());
        assertThat(recall.set(0).get(ParamTable.EQ1_GAIN)).isZero();
        assertThat(recall.levelerGainDb).isZero();
    }

    /** A writer that changes all values together is never seen half way. */
    @Test
    void read_recall_when_under_a_writer_expect_never_gives_a_torn_set() throws InterruptedException {
        ByteBuffer memory = valid();
        PrivateHost host = new PrivateHost(memory, new ProcessSpec(48_000, 2));
        ExchangeSegment segment = new ExchangeSegment(memory, 0);
        int rounds = 20_000;
        Thread writer = new Thread(() -> {
            ParamSnapshot params = new ParamSnapshot();
            for (int i = 0; i < rounds; i++) {
                double gainDb = i % 100 / 10.0;
                params.set(ParamTable.EQ1_GAIN, gainDb);
                params.set(ParamTable.EQ8_GAIN, gainDb);
                host.recall(params, gainDb);
            }
        });
        writer.start();
        RecallState recall = new RecallState();
        int seen = 0;
        while (writer.isAlive() || seen == 0) {
            if (segment.recallLockAcquire() != 0 && segment.readRecall(recall)) {
                seen++;
                for (int set = 0; set < PARAM_SETS; set++) {
                    assertThat(recall.set(set).get(ParamTable.EQ1_GAIN)).isEqualTo(recall.levelerGainDb);
                    assertThat(recall.set(set).get(ParamTable.EQ8_GAIN)).isEqualTo(recall.levelerGainDb);
                }
            }
        }
        writer.join();
        assertThat(segment.readRecall(recall)).isTrue();
        assertThat(recall.version).isEqualTo(2 * rounds);
    }
}
