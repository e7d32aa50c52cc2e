package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * Which of two sounds is liked better. {@code POST /taste/questions/{id}/answer}, once.
 *
 * @param choice "a", "b" or "none": no difference
 * @param degree how much better; null: clearly, and with no difference
 */
public record TasteAnswerRequest(TasteAnswer.Choice choice, TasteAnswer.@Nullable Degree degree) {}
