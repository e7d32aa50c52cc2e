package attune.api;

/**
 * A plugin instance that was here, in one session of its host; so that what stands in the timeline can be named after the
 * instance is gone. {@code GET /instances} lists those that came last, newest first.
 *
 * @param engineId as {@link EngineInfo#id}
 * @param hostName program that hosted the plugin
 * @param name what a person calls it now; the host's name, with the instance's number where there were several, where nobody
 *     gave it one
 * @param since when it was seen first
 */
public record InstanceInfo(String engineId, String hostName, String name, long since) {}
