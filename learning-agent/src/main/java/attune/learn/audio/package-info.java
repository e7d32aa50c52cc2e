/** Captured sound and what turns it into what the analysis hears: mono at 16 kHz. */
@org.jspecify.annotations.NullMarked
package attune.learn.audio;
