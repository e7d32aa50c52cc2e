package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * Something that a person should know of; {@code GET /alerts}, event "alert". One for each kind and plugin instance: it
 * counts up while it goes on and ends by itself.
 *
 * @param id rising number
 * @param engineId plugin instance that it is about; null where it is about none
 * @param sentence what is wrong, with its numbers
 * @param remedy command or step that mends it; empty where nothing needs to be done
 * @param since when it was raised
 * @param last when it happened last
 * @param count how often since it was raised: late blocks, endings, changes
 * @param active whether it still holds
 * @param dismissed whether a person has seen it and wants to hear no more of it
 */
public record Alert(
        long id,
        AlertKind kind,
        AlertLevel level,
        @Nullable String engineId,
        String sentence,
        String remedy,
        long since,
        long last,
        long count,
        boolean active,
        boolean dismissed) {}
