package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.AbstentionRequest;
import attune.api.Explanation;
import attune.api.Situation;
import attune.learn.analysis.Observation;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why nothing is done is told, and not at every turn. */
class WhyNotTest {
    private static final Situation VOICE = situation("speech");
    private static final Situation MUSIC = situation("music");

    private final FakeServer server = new FakeServer(new float[16_000]);
    private final WhyNot whyNot = new WhyNot(server, "71-1");

    private static Situation situation(String contentClass) {
        return new Situation(
                contentClass,
                Observation.VERSION,
                Collections.nCopies(Observation.names().size(), 0.0));
    }

    private void tell(long nowMs, String reason, Situation situation) throws LinkException {
        whyNot.tell(nowMs, reason, new Explanation(reason + ".", List.of()), null, situation);
    }

    @Test
    void reasons_when_two_sounds_take_turns_expect_each_told_once_in_two_minutes() throws LinkException {
        for (long nowMs = 0; nowMs < 110_000; nowMs += 24_000) {
            tell(nowMs, "clean", VOICE);
            tell(nowMs + 12_000, "music", MUSIC);
        }
        assertThat(server.abstentions).extracting(AbstentionRequest::reason).containsExactly("clean", "music");

        tell(150_000, "clean", VOICE);
        assertThat(server.abstentions).hasSize(3);
    }

    @Test
    void reason_when_it_stays_so_expect_it_told_again_after_ten_minutes() throws LinkException {
        for (long nowMs = 0; nowMs <= 600_000; nowMs += 60_000) {
            tell(nowMs, "clean", VOICE);
        }
        assertThat(server.abstentions).hasSize(2);
    }

    @Test
    void reason_when_something_was_changed_since_expect_it_told_again() throws LinkException {
        tell(0, "clean", VOICE);
        whyNot.forget();
        tell(12_000, "clean", VOICE);
        assertThat(server.abstentions).hasSize(2);
    }
}
