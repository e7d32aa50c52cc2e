package attune.bench.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import attune.bench.meter.EbuCase.Reading;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EbuCasesTest {
    @Test
    void meters_when_given_the_test_signals_expect_every_reading_within_tolerance() {
        for (EbuCase test : EbuCases.all()) {
            assertPass(test, AttuneMeter::new, 44_100);
        }
    }

    /** The recommendation lets meters do with fewer points there; ours pass nevertheless. */
    @ParameterizedTest
    @ValueSource(ints = {96_000, 192_000})
    void true_peak_when_rate_is_high_expect_every_reading_within_tolerance(int rateHz) {
        EbuCases.all().stream()
                .filter(test -> test.quantity().equals("true peak"))
                .forEach(test -> assertPass(test, AttuneMeter::new, rateHz));
    }

    /** That the signals are what the document means: another meter, known to pass, reads the same of them. */
    @Test
    void signals_when_given_to_libebur128_expect_every_reading_within_tolerance() {
        assumeTrue(Libebur128.installed().isPresent(), Libebur128.MISSING);
        EbuCases.all().stream()
                .filter(test -> !test.quantity().contains("max"))
                .forEach(test -> assertPass(test, Libebur128::new, 48_000));
    }

    private static void assertPass(EbuCase test, ProgrammeMeter.Factory meters, int rateHz) {
        Reading worst = test.worst(meters, rateHz);
        assertThat(test.allows(worst)).as("%s, %s", test, worst).isTrue();
    }

    @Test
    void cases_when_listed_expect_all_synthetic_ones_of_both_documents() {
        assertThat(EbuCases.all().stream().collect(Collectors.groupingBy(EbuCase::document, Collectors.counting())))
                .containsEntry(3341, 5L + 6 + 9)
                .containsEntry(3342, 4L);
    }

    /** The table would say NO. */
    @Test
    void reading_when_outside_the_tolerance_expect_it_refused() {
        EbuCase peak = EbuCases.all().stream()
                .filter(test -> test.number() == 15)
                .findFirst()
                .orElseThrow();
        assertThat(peak.allows(new Reading(-6, -5.79))).isFalse();
        assertThat(peak.allows(new Reading(-6, -5.81))).isTrue();
        assertThat(peak.allows(new Reading(-6, -6.39))).isTrue();
        assertThat(peak.allows(new Reading(-6, -6.41))).isFalse();
    }
}
