package attune.learn.agent;

import attune.api.FrontPoint;
import attune.api.TasteAnswer;
import attune.api.TasteFailure;
import attune.api.TasteKnown;
import attune.api.TasteOffer;
import attune.api.TasteQuestion;
import java.util.List;

/** What the agent asks of the control server about blind pairs. As {@link ServerLink}. */
public interface TasteLink {
    /** Pairs that a person waits for. */
    List<TasteQuestion> askedPairs() throws LinkException;

    /** Answers with larger numbers, oldest first. */
    List<TasteAnswer> pairAnswersAfter(long number) throws LinkException;

    /**
     * Hands a sound over.
     *
     * @param side "a" or "b"
     */
    void handOver(String questionId, String side, byte[] wav) throws LinkException;

    /** Says what both sounds are. */
    void offer(String questionId, TasteOffer offer) throws LinkException;

    /** Says why there is no pair. */
    void noPair(String questionId, TasteFailure failure) throws LinkException;

    /** Tells which sets passed the gate lately, and which of them a wish picks. */
    void front(List<FrontPoint> points) throws LinkException;

    /** Tells how well tastes are known. */
    void taste(List<TasteKnown> known) throws LinkException;
}
