package attune.api;

import java.util.List;

/**
 * What may be kept and what is: {@code GET /privacy}.
 *
 * @param consents by purpose
 * @param stored what there is now, on the disk
 * @param erasePhrase what {@code POST /privacy/erase} wants to be told
 */
public record PrivacyState(List<Consent> consents, List<StoredPart> stored, String erasePhrase) {
    public PrivacyState {
        consents = List.copyOf(consents);
        stored = List.copyOf(stored);
    }
}
