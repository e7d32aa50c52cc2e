package attune.bridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParamMailboxTest {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES);
    private final ParamMailbox mailbox = fresh(memory);
    private final ParamMessage message = new ParamMessage();

    private static ParamMailbox fresh(ByteBuffer memory) {
        ParamMailbox mailbox = new ParamMailbox(memory);
        mailbox.initialise();
        return mailbox;
    }

    /** Every parameter at the same place of its range, so that a mixture of two sets shows. */
    private static ParamSnapshot at(int step) {
        ParamSnapshot params = new ParamSnapshot();
        for (int i = 0; i < ParamTable.COUNT; i++) {
            ParamSpec spec = ParamTable.all().get(i).spec();
            params.set(i, spec.min() + (spec.max() - spec.min()) * step / 1000);
        }
        return params;
    }

    @Test
    void take_when_nothing_posted_expect_false() {
        assertThat(mailbox.take(message)).isFalse();
        assertThat(mailbox.takenAcquire()).isZero();
    }

    @Test
    void take_when_several_posts_expect_gives_the_newest_once() {
        for (int generation = 1; generation <= 5; generation++) {
            mailbox.post(generation, ParamMailbox.KIND_CHOSEN, 2, at(generation * 100));
        }
        assertThat(mailbox.take(message)).isTrue();
        assertThat(message.generation).isEqualTo(5);
        assertThat(message.kind).isEqualTo(ParamMailbox.KIND_CHOSEN);
        assertThat(message.slot).isEqualTo(2);
        assertThat(message.params.sameAs(at(500))).isTrue();
        assertThat(mailbox.takenAcquire()).isEqualTo(5);
        assertThat(mailbox.take(message)).isFalse();
    }

    @Test
    void post_when_by_a_successor_of_a_dead_writer_expect_taken() {
        mailbox.post(1, ParamMailbox.KIND_LEARNED, 0, at(1));
        mailbox.take(message);
        new ParamMailbox(memory).post(2, ParamMailbox.KIND_LEARNED, 0, at(2));
        new ParamMailbox(memory).post(3, ParamMailbox.KIND_LEARNED, 0, at(3));
        assertThat(mailbox.take(message)).isTrue();
        assertThat(message.generation).isEqualTo(3);
        assertThat(message.params.sameAs(at(3))).isTrue();
    }

    @Test
    void take_when_values_outside_their_bounds_expect_bounded() {
        mailbox.post(1, ParamMailbox.KIND_LEARNED, 0, at(1));
        int buffer =
                (memory.order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(EngineSegmentLayout.MAILBOX_STATE_OFFSET) & 3);
        int at = EngineSegmentLayout.mailboxBuffer(buffer) + EngineSegmentLayout.MAILBOX_VALUES;
        memory.putDouble(at + ParamTable.LIMITER_CEILING.index() * 8, 99);
        assertThat(mailbox.take(message)).isTrue();
        assertThat(message.params.get(ParamTable.LIMITER_CEILING))
                .isEqualTo(ParamTable.LIMITER_CEILING.spec().max());
    }

    @Test
    void take_when_under_a_writer_expect_never_gives_a_torn_or_an_older_set() throws InterruptedException {
        int posts = 30_000;
        Thread writer = new Thread(() -> {
            Random random = new Random(3);
            for (int generation = 1; generation <= posts; generation++) {
                mailbox.post(generation, ParamMailbox.KIND_LEARNED, generation & 3, at(generation % 1000));
                if (random.nextInt(8) == 0) {
                    Thread.onSpinWait();
                }
            }
        });
        writer.start();
        long last = 0;
        while (last < posts) {
            if (mailbox.take(message)) {
                assertThat(message.generation).isGreaterThan(last);
                assertThat(message.slot).isEqualTo((int) message.generation & 3);
                assertThat(message.params.sameAs(at((int) (message.generation % 1000))))
                        .isTrue();
                last = message.generation;
            }
        }
        writer.join();
    }
}
