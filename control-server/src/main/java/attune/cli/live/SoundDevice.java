package attune.cli.live;

/**
 * Something that records or plays.
 *
 * @param name as it is chosen
 * @param description what its driver says of it
 * @param records whether it has an input
 * @param plays whether it has an output
 */
public record SoundDevice(String name, String description, boolean records, boolean plays) {}
