package attune.learn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults are told from voices, and undone. Shapes are in third octaves from 100 Hz to 8 kHz. */
class ToneBalanceTest {
    private static final int TWO_KHZ = 13;

    private static double[] voice() {
        return SpeechTarget.LEVELS_DB.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] raised(int from, int to, double db) {
        double[] shape = voice();
        for (int b = from; b < to; b++) {
            shape[b] += db;
        }
        return shape;
    }

    private static ToneBalance balance(double[] shape) {
        return ToneBalance.of(shape, SpeechTarget.LEVELS_DB);
    }

    @Test
    void voice_when_single_bands_are_far_off_expect_no_correction() {
        double[] shape = voice();
        shape[2] -= 16; // no pitch there
        shape[4] -= 12;
        shape[7] += 4; // a formant
        shape[15] += 5;
        assertThat(balance(shape).correctionDb()).containsOnly(0);
    }

    @Test
    void dull_voice_when_corrected_expect_its_balance_of_before() {
        double[] shape = raised(TWO_KHZ + 1, 20, -7);
        assertThat(balance(shape).fault()).isEqualTo(ToneFinding.Fault.DULL);
        double[] correction = balance(shape).correctionDb();
        for (int b = 0; b < shape.length; b++) {
            shape[b] += correction[b];
        }
        assertThat(Math.abs(balance(shape).trebleDb())).isLessThan(0.01);
    }

    @Test
    void harsh_voice_when_corrected_expect_less_around_four_kilohertz_alone() {
        double[] correction = balance(raised(15, 18, 11)).correctionDb();
        assertThat(correction[16]).isBetween(-9.0, -7.0);
        assertThat(Arrays.copyOf(correction, TWO_KHZ)).containsOnly(0);
        assertThat(correction[19]).isZero();
    }

    @Test
    void bright_voice_when_all_above_two_kilohertz_is_louder_expect_it_not_taken_for_harsh() {
        assertThat(balance(raised(TWO_KHZ + 1, 20, 9)).fault()).isEqualTo(ToneFinding.Fault.NONE);
        assertThat(balance(raised(TWO_KHZ + 1, 20, 12)).fault()).isEqualTo(ToneFinding.Fault.BRIGHT);
    }

    @ParameterizedTest
    @CsvSource({
        "-4, 0, DULL",
        "-4, 9, DULL",
        "-3.4, 0, NONE",
        "0, 6.9, NONE",
        "0, 7.1, HARSH",
        "10, 7.1, HARSH",
        "10, 6.9, BRIGHT"
    })
    void fault_when_both_balances_are_known_expect_the_one_that_explains_them(
            double trebleDb, double edgeDb, ToneFinding.Fault expected) {
        assertThat(new ToneBalance(trebleDb, 0, edgeDb).fault()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "-6, 0, 1700, false", "-6, 0, 1900, true", "-6, 0, 15000, true", "-6, 0, 60, false",
        "0, 8, 2000, false", "0, 8, 4000, true", "0, 8, 7000, true", "0, 8, 7300, false",
        "0, 0, 4000, false"
    })
    void frequency_when_in_a_band_that_the_correction_moves_expect_it_in_the_fault(
            double trebleDb, double edgeDb, double hz, boolean inFault) {
        ToneBalance balance = new ToneBalance(trebleDb, 0, edgeDb);
        List<Double> correction = Arrays.stream(balance.correctionDb()).boxed().toList();
        ToneFinding finding = new ToneFinding(
                SpeechTarget.CENTRES_HZ, correction, correction, 0, trebleDb, 0, edgeDb, balance.fault());
        assertThat(finding.isInFault(hz)).isEqualTo(inFault);
    }

    @ParameterizedTest
    @CsvSource({"-3.4, 0", "-3.6, 3.6", "-20, 9", "9.4, 0", "9.6, -9", "20, -9"})
    void treble_when_off_expect_a_shelf_only_beyond_what_voices_have_and_nine_decibels_at_most(
            double trebleDb, double shelfDb) {
        double[] correction = new ToneBalance(trebleDb, 0, 0).correctionDb();
        assertThat(correction[19]).isEqualTo(shelfDb);
        assertThat(correction[0]).isZero();
    }
}
