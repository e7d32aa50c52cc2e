package attune.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How well a person's taste is known for one class of content. {@code GET} and {@code PUT /taste} have one for each class that
 * somebody said anything about; also the event "taste".
 *
 * @param contentClass "speech", "music", …
 * @param opinions everything that counts: votes, stars, hands on the controls and pairs
 * @param pairs answered pairs
 * @param known share of fresh pairs whose truly preferred sound is named, by the model's own doubt, 0.5 to 1
 * @param from lower end of the interval that holds 90 % of that
 * @param to upper end
 * @param repeats pairs that were asked twice
 * @param consistency share of those that were answered alike; null where none was asked twice
 * @param ceiling largest share of answers that anybody could foresee of one who repeats himself so; null likewise
 * @param leanings by axis (brightness, body, presence, dynamics, denoise, size): what one step more is liked, −1 to 1, the
 *     doubt taken off
 */
public record TasteKnown(
        String contentClass,
        int opinions,
        int pairs,
        double known,
        double from,
        double to,
        int repeats,
        @Nullable Double consistency,
        @Nullable Double ceiling,
        Map<String, Double> leanings) {}
