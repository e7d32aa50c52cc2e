package attune.bridge.telemetry;

import static attune.bridge.telemetry.EngineSegmentLayout.FRAME_BYTES;
import static attune.bridge.telemetry.EngineSegmentLayout.FRAME_COUNT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricRingTest {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES);
    private final MetricRing ring = new MetricRing(memory);

    /** Every field different, whatever fields there are. */
    private static MetricFrame filled(int seed) throws IllegalAccessException {
        MetricFrame frame = new MetricFrame();
        int value = seed;
        for (Field field : MetricFrame.class.getFields()) {
            value++;
            if (field.getType() == long.class) {
                field.setLong(frame, 1_000_000_007L * value);
            } else if (field.getType() == int.class) {
                field.setInt(frame, value);
            } else if (field.getType() == double.class) {
                field.setDouble(frame, value + 0.25);
            } else if (field.getType() == double[].class) {
                double[] settings = (double[]) field.get(frame);
                for (int i = 0; i < settings.length; i++) {
                    settings[i] = value * 100 + i + 0.5;
                }
            } else if (field.getType() == short[].class) {
                short[] counts = (short[]) field.get(frame);
                for (int i = 0; i < counts.length; i++) {
                    counts[i] = (short) (value * 1000 + i);
                }
            } else {
                float[] bands = (float[]) field.get(frame);
                for (int i = 0; i < bands.length; i++) {
                    bands[i] = value * 100 + i;
                }
            }
        }
        return frame;
    }

    private static List<String> values(MetricFrame frame) throws IllegalAccessException {
        List<String> values = new ArrayList<>();
        for (Field field : MetricFrame.class.getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                Object value = field.get(frame);
                String text = value instanceof float[] bands
                        ? Arrays.toString(bands)
                        : value instanceof double[] settings
                                ? Arrays.toString(settings)
                                : value instanceof short[] counts ? Arrays.toString(counts) : String.valueOf(value);
                values.add(field.getName() + "=" + text);
            }
        }
        return values;
    }

    @Test
    void publish_when_every_field_expect_arrives_unchanged() throws IllegalAccessException {
        MetricFrame sent = filled(1);
        ring.publish(sent);
        MetricFrame got = new MetricFrame();
        assertThat(new MetricReader(memory).next(got)).isTrue();
        assertThat(values(got)).isEqualTo(values(sent));
    }

    @Test
    void layout_when_frame_is_written_expect_it_fits_its_place() {
        assertThat(new MetricFrame().writeTo(ByteBuffer.allocate(4096), 8)).isLessThanOrEqualTo(FRAME_BYTES);
    }

    @Test
    void next_when_nothing_published_expect_false() {
        assertThat(new MetricReader(memory).next(new MetricFrame())).isFalse();
        assertThat(new MetricReader(memory).newest(new MetricFrame())).isFalse();
    }

    @Test
    void next_when_slow_reader_expect_sees_how_many_it_lost_and_goes_on_with_the_oldest() {
        MetricReader reader = new MetricReader(memory);
        MetricFrame frame = new MetricFrame();
        for (int i = 0; i < FRAME_COUNT + 10; i++) {
            frame.blocks = i;
            ring.publish(frame);
        }
        MetricFrame got = new MetricFrame();
        assertThat(reader.next(got)).isTrue();
        assertThat(got.number).isEqualTo(reader.lostFrames()).isBetween(10L, 11L);
        assertThat(got.blocks).isEqualTo((int) got.number);
        long last = got.number;
        while (reader.next(got)) {
            assertThat(got.number).isEqualTo(++last);
        }
        assertThat(last).isEqualTo(FRAME_COUNT + 9);
    }

    @Test
    void newest_when_many_published_expect_skips_without_counting_loss() {
        MetricReader reader = new MetricReader(memory);
        for (int i = 0; i < 7; i++) {
            ring.publish(new MetricFrame());
        }
        MetricFrame got = new MetricFrame();
        assertThat(reader.newest(got)).isTrue();
        assertThat(got.number).isEqualTo(6);
        assertThat(reader.lostFrames()).isZero();
        assertThat(reader.next(got)).isFalse();
    }

    @Test
    void next_when_under_a_fast_writer_expect_never_gives_a_torn_frame() throws InterruptedException {
        int frames = 200_000;
        Thread writer = new Thread(() -> {
            MetricFrame frame = new MetricFrame();
            for (int i = 0; i < frames; i++) {
                frame.timeNs = i;
                frame.mailboxGeneration = i;
                frame.outputSpectrumDb[119] = i;
                ring.publish(frame);
            }
        });
        MetricReader reader = new MetricReader(memory);
        MetricFrame got = new MetricFrame();
        writer.start();
        long last = -1;
        long read = 0;
        while (last < frames - 1) {
            if (reader.next(got)) {
                assertThat(got.number).isGreaterThan(last);
                last = got.number;
                read++;
                assertThat(got.timeNs).isEqualTo(last);
                assertThat(got.mailboxGeneration).isEqualTo(last);
                assertThat(got.outputSpectrumDb[119]).isEqualTo((float) last);
            }
        }
        writer.join();
        assertThat(read + reader.lostFrames()).isEqualTo(frames);
    }
}
