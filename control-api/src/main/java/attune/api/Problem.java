package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 problem+json.
 *
 * @param type "about:blank" or a name of ours, as "urn:attune:stale"
 * @param title name of the status
 * @param status HTTP status
 * @param detail one sentence naming the thing, the value and what is allowed
 * @param field name of the field that is wrong; null where it is none
 * @param value what it was; null where it is none
 * @param allowed what is allowed; null where that is not said in a word
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        @Nullable String value,
        @Nullable String allowed) {}
