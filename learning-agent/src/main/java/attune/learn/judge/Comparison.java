package attune.learn.judge;

/**
 * Measures of one output over the whole judged sound and over either half of its active time.
 *
 * @param whole over everything
 * @param firstHalf over the first half
 * @param secondHalf over the second half
 */
public record Comparison(Measures whole, Measures firstHalf, Measures secondHalf) {}
