package attune.learn.env;

import attune.learn.judge.Measures;

/**
 * One auditioned candidate.
 *
 * @param candidate what was rendered
 * @param score steps over dry
 * @param overIncumbent steps over the sound in force
 * @param measures of its output
 */
public record Scored(Candidate candidate, double score, double overIncumbent, Measures measures) {}
