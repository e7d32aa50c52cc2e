package attune.bridge.exchange;

import static attune.bridge.shm.ExchangeLayout.*;
import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.ProcessSpec;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shim that has lost its mind writes anything into what is its own: the engine answers, and its sound stays finite. */
class ExchangeFuzzTest {
    private static final ProcessSpec STEREO = new ProcessSpec(48_000, 2);
    private static final int ROUNDS = 1_500;

    private final LoopRig rig = new LoopRig(STEREO);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void turn_when_slots_recalls_and_events_are_nonsense_expect_every_post_answered_and_finite_sound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] output = new float[2][SLOT_FRAMES];
        ParamSnapshot effective = new ParamSnapshot();
        for (int round = 0; round < ROUNDS; round++) {
            int frames = 64 * (1 + random.nextInt(8));
            int next = rig.host.post(input(random, frames), 0, frames, random.nextInt(8), Long.MAX_VALUE);
            for (int i = random.nextInt(12); i > 0; i--) {
                scribble(random, next & (SLOTS - 1));
            }
            rig.loop.turn(0);
            assertThat(rig.host.isAnswered(next)).as("round %d", round).isTrue();
            rig.host.read(next, output, 0, frames);
            for (float[] channel : output) {
                for (int i = 0; i < frames; i++) {
                    assertThat(Float.isFinite(channel[i]))
                            .as("round %d, frame %d", round, i)
                            .isTrue();
                }
            }
            rig.engine.effective(effective);
            for (ParamTable param : ParamTable.all()) {
                assertThat(param.spec().allows(effective.get(param)))
                        .as("round %d, %s is %s", round, param.id(), effective.get(param))
                        .isTrue();
            }
        }
        assertThat(rig.segment.engineCounter(ENGINE_FAULTS_OFFSET))
                .as("exceptions inside the engine")
                .isZero();
        assertThat(rig.segment.engineCounter(PROCESSED_QUANTA_OFFSET)).isPositive();
    }

    private static float[][] input(SplittableRandom random, int frames) {
        float[][] input = new float[2][frames];
        for (float[] channel : input) {
            for (int i = 0; i < frames; i++) {
                channel[i] = random.nextInt(50) == 0
                        ? Float.intBitsToFloat(random.nextInt())
                        : (float) random.nextDouble(-0.5, 0.5);
            }
        }
        return input;
    }

    /** One word of the slot's header, of its events, or of the recall area, whose lock stays even. */
    private void scribble(SplittableRandom random, int slot) {
        int header = slotHeader(slot);
        switch (random.nextInt(5)) {
            case 0 -> rig.memory.putInt(header + SLOT_FRAMES_FIELD, odd(random));
            case 1 ->
                rig.memory.putDouble(header + SLOT_MACROS + 8 * random.nextInt(MACRO_CAPACITY), oddDouble(random));
            case 2 -> scribbleEvents(random, slot, header);
            case 3 -> {
                int words = (RECALL_END - RECALL_EXACT_OFFSET) / Integer.BYTES;
                rig.memory.putInt(RECALL_EXACT_OFFSET + Integer.BYTES * random.nextInt(words), odd(random));
                rig.memory.putInt(RECALL_LOCK_OFFSET, rig.memory.getInt(RECALL_LOCK_OFFSET) + 2);
            }
            default -> {
                int doubles = (RECALL_OVERRIDE_VALUES_OFFSET - RECALL_SETS_OFFSET) / Double.BYTES;
                int at = RECALL_SETS_OFFSET + Double.BYTES * random.nextInt(doubles);
                rig.memory.putDouble(at, oddDouble(random));
                rig.memory.putInt(RECALL_LOCK_OFFSET, rig.memory.getInt(RECALL_LOCK_OFFSET) + 2);
            }
        }
    }

    private void scribbleEvents(SplittableRandom random, int slot, int header) {
        int count = random.nextInt(4) == 0 ? odd(random) : random.nextInt(20);
        rig.memory.putInt(header + SLOT_EVENT_COUNT, count);
        for (int k = 0; k < Math.min(Math.max(count, 0), EVENT_CAPACITY); k++) {
            int frame = random.nextInt(3) == 0 ? odd(random) : random.nextInt(512);
            rig.memory.putInt(event(slot, k) + EVENT_FRAME, frame);
            rig.memory.putInt(event(slot, k) + EVENT_MACRO, random.nextInt(4) == 0 ? odd(random) : random.nextInt(16));
            rig.memory.putDouble(event(slot, k) + EVENT_VALUE, oddDouble(random));
        }
    }

    private static int odd(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> Integer.MIN_VALUE;
            case 1 -> Integer.MAX_VALUE;
            case 2 -> -1;
            case 3 -> 0x7fc0_0000;
            case 4 -> random.nextInt(4_096);
            default -> random.nextInt();
        };
    }

    private static double oddDouble(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> 1e300;
            case 3 -> Double.MIN_VALUE;
            case 4 -> random.nextDouble(-200, 200);
            default -> random.nextDouble();
        };
    }
}
