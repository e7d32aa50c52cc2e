package attune.api;

/** Version of everything in this package; an agent of another version is refused with one sentence. */
public final class ApiVersion {
    public static final int NUMBER = 1;
    /** Prefix of every REST path. */
    public static final String REST_PREFIX = "/api/v1";
    /** Path of the one WebSocket. */
    public static final String SOCKET_PATH = "/ws";
    /** WebSocket subprotocol that carries the token: this prefix and the token. */
    public static final String SOCKET_TOKEN_PREFIX = "bearer.";
    /** WebSocket subprotocol that the server answers with. */
    public static final String SOCKET_PROTOCOL = "attune.v1";

    private ApiVersion() {}
}
