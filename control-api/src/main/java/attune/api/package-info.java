/**
 * What crosses between control server, learning agent, command line and panel: the bodies of the REST interface, the
 * messages of the WebSocket, the binary live frame. One place for all sides; records only, no behaviour but their own
 * coding. Sees nothing but the JDK.
 *
 * <p>JSON names are the component names. Times are milliseconds since 1970. Parameter sets are maps from permanent id to
 * plain value in the parameter's unit. A field that may be absent is marked nullable.
 */
@org.jspecify.annotations.NullMarked
package attune.api;
