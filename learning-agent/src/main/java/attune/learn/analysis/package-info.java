/** What a captured clip sounds like, from the input alone: class of content, hum, noise, tone, level. Slow and non-causal; never on the audio path. */
@org.jspecify.annotations.NullMarked
package attune.learn.analysis;
