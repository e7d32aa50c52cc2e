/** One WebSocket: topics, live frames, gain history, health; nothing is computed that nobody looks at. */
@org.jspecify.annotations.NullMarked
package attune.control.stream;
