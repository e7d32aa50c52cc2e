package attune.api;

import java.util.Map;

/**
 * A word for a small step of the sound. {@code GET /words} lists them.
 *
 * @param word "warmer", "clearer", …: also its id
 * @param steps by axis (brightness, body, presence, dynamics, denoise, size): steps of about one just noticeable difference
 */
public record SoundWord(String word, Map<String, Double> steps) {}
