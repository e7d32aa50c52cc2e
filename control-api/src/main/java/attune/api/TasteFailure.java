package attune.api;

/**
 * Why the agent has no pair to offer. {@code PUT /taste/questions/{id}/failure}, agent only.
 *
 * @param sentence for people
 */
public record TasteFailure(String sentence) {}
