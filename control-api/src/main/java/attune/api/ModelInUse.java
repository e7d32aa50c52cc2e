package attune.api;

/**
 * A model that was trained on data and came with the program. {@code GET} and {@code PUT /models}; also the event "models".
 *
 * @param id stable name
 * @param label for people
 * @param use what it decides, one sentence
 * @param inUse whether it decides anything in this agent
 * @param state why it does or does not, one sentence
 * @param bytes size of its file
 * @param fingerprint CRC-32 of its file, eight hexadecimal digits
 * @param score what was measured with exactly this file, and on what
 * @param training command that makes such a file
 * @param page where it is described
 */
public record ModelInUse(
        String id,
        String label,
        String use,
        boolean inUse,
        String state,
        int bytes,
        String fingerprint,
        String score,
        String training,
        String page) {}
