package attune.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import attune.control.problem.ProblemException;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    @Test
    void writes_when_one_scope_floods_expect_that_one_held_up_and_a_person_not() {
        RateLimit rate = new RateLimit();
        ProblemException refused = null;
        int taken = 0;
        while (refused == null) {
            refused = catchThrowableOfType(ProblemException.class, () -> rate.take(Scope.AGENT));
            taken++;
        }
        assertThat(taken).isGreaterThan((int) RateLimit.AT_ONCE);
        assertThat(refused.problem().status()).isEqualTo(429);
        for (int i = 0; i < RateLimit.AT_ONCE; i++) {
            rate.take(Scope.OPERATE);
        }
    }
}
