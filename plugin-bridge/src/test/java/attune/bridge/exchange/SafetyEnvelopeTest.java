package attune.bridge.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.ProcessSpec;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafetyEnvelopeTest {
    private static final ProcessSpec SPEC = new ProcessSpec(48_000, 2);

    private static ParamSnapshot random(long seed) {
        Random random = new Random(seed);
        ParamSnapshot params = new ParamSnapshot();
        for (int i = 0; i < ParamTable.COUNT; i++) {
            ParamSpec spec = ParamTable.all().get(i).spec();
            params.set(i, spec.min() + random.nextDouble() * (spec.max() - spec.min()));
        }
        return params;
    }

    @Test
    void advance_when_any_wish_expect_stays_inside_bounds_and_steps() {
        for (int seed = 0; seed < 50; seed++) {
            SafetyEnvelope envelope = new SafetyEnvelope(SPEC);
            ParamSnapshot before = new ParamSnapshot();
            envelope.request(before, random(seed));
            int frames = 512;
            for (int step = 0; step < 20_000 && envelope.isMoving(); step++) {
                ParamSnapshot after = envelope.advance(frames);
                for (ParamTable param : ParamTable.all()) {
                    double moved = Math.abs(after.get(param) - before.get(param));
                    ParamSpec spec = param.spec();
                    double perSecond = spec.learnable() ? spec.maxStepPerSecond() : 0;
                    double allowed =
                            spec.scale().isDiscrete() ? spec.safeMax() - spec.safeMin() : perSecond * frames / 48_000.0;
                    assertThat(moved).as(param.id()).isLessThanOrEqualTo(allowed * (1 + 1e-9) + 1e-9);
                }
                before.copyFrom(after);
            }
            assertThat(envelope.isMoving()).isFalse();
            for (ParamTable param : ParamTable.all()) {
                ParamSpec spec = param.spec();
                if (spec.learnable()) {
                    assertThat(before.get(param)).as(param.id()).isBetween(spec.safeMin(), spec.safeMax());
                } else {
                    assertThat(before.get(param)).as(param.id()).isEqualTo(spec.defaultValue());
                }
            }
        }
    }

    @Test
    void request_when_what_plays_already_expect_moves_nothing() {
        SafetyEnvelope envelope = new SafetyEnvelope(SPEC);
        ParamSnapshot playing = new ParamSnapshot();
        envelope.request(playing, new ParamSnapshot());
        ParamSnapshot after = envelope.advance(512);
        for (ParamTable param : ParamTable.all()) {
            ParamSpec spec = param.spec();
            if (!spec.learnable() || (spec.defaultValue() >= spec.safeMin() && spec.defaultValue() <= spec.safeMax())) {
                assertThat(after.get(param)).as(param.id()).isEqualTo(playing.get(param));
            }
        }
    }

    @Test
    void settle_when_in_the_middle_of_a_move_expect_ends_it() {
        SafetyEnvelope envelope = new SafetyEnvelope(SPEC);
        envelope.request(new ParamSnapshot(), random(1));
        envelope.advance(64);
        envelope.settle(new ParamSnapshot());
        assertThat(envelope.isMoving()).isFalse();
    }
}
