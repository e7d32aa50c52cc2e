package attune.learn.agent;

import attune.api.TasteFailure;
import attune.api.VersionDifference;
import attune.api.VersionPair;
import java.util.List;

/** What the agent asks of the control server about versions of the sound. As {@link ServerLink}. */
public interface VersionLink {
    /** Pairs of versions that a person waits for. */
    List<VersionPair> askedVersions() throws LinkException;

    /**
     * Hands a sound over.
     *
     * @param side "a" or "b"
     */
    void handOverVersion(String pairId, String side, byte[] wav) throws LinkException;

    /** Says how both differ. */
    void versionsDiffer(String pairId, VersionDifference difference) throws LinkException;

    /** Says why there is nothing to hear. */
    void noVersions(String pairId, TasteFailure failure) throws LinkException;
}
