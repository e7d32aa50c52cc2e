package attune.control.stream;

import org.jspecify.annotations.Nullable;

/** Tells whoever listens; never waits. Any thread. */
public interface Events {
    /**
     * Tells everybody who wants to know.
     *
     * @param type as in {@link attune.api.SocketMessage}
     * @param engineId that it is about; null where it is about none
     * @param data of the type's class
     */
    void tell(String type, @Nullable String engineId, @Nullable Object data);
}
