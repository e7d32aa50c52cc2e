/**
 * Full-reference measures of sound for corpora, where the clean signal is known: offline, in double, in plain Java. The
 * running product never needs a reference. Beside them the corpus on which it is measured whether learning helps: clean
 * recordings that are degraded here.
 *
 * <p>All take mono signals of the same sample rate, the reference first. Signals are compared sample by sample: take the
 * delay out first with {@link attune.learn.truth.Alignment}.
 */
@org.jspecify.annotations.NullMarked
package attune.learn.truth;
