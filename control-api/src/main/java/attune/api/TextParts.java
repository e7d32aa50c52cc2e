package attune.api;

import org.jspecify.annotations.Nullable;

/** Puts the text messages of a WebSocket together, which Java's client hands over in parts. One thread at a time. */
public final class TextParts {
    private final StringBuilder text = new StringBuilder();

    /**
     * Takes the next part.
     *
     * @param last whether it ends a message
     * @return the whole message where it does; null otherwise
     */
    public @Nullable String add(CharSequence part, boolean last) {
        text.append(part);
        if (!last) {
            return null;
        }
        String message = text.toString();
        text.setLength(0);
        return message;
    }
}
