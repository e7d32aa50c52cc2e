package attune.control.taste;

import attune.api.TasteOffer;
import attune.api.TasteQuestion;
import org.jspecify.annotations.Nullable;

/** A question that is not answered yet, with its sounds. Guarded by {@link TasteService}. */
final class OpenQuestion {
    private static final int SIDES = 2;

    private final byte[] @Nullable [] sounds = new byte[SIDES][];
    private TasteQuestion question;
    private @Nullable TasteOffer offer;

    OpenQuestion(TasteQuestion question) {
        this.question = question;
    }

    TasteQuestion question() {
        return question;
    }

    /** Since when it has been as it is now. */
    long at() {
        return question.at();
    }

    @Nullable
    TasteOffer offer() {
        return offer;
    }

    /** Bytes of a WAV file; null until it was handed over. */
    byte @Nullable [] sound(int side) {
        return sounds[side];
    }

    void put(int side, byte[] wav) {
        sounds[side] = wav;
    }

    boolean isComplete() {
        return sounds[0] != null && sounds[1] != null;
    }

    void ready(TasteOffer newOffer) {
        offer = newOffer;
        question = new TasteQuestion(
                question.id(),
                question.engineId(),
                question.at(),
                TasteQuestion.Status.ready,
                null,
                newOffer.seconds(),
                newOffer.levelDifferenceLu());
    }

    void fail(String sentence) {
        sounds[0] = null;
        sounds[1] = null;
        question = new TasteQuestion(
                question.id(), question.engineId(), question.at(), TasteQuestion.Status.failed, sentence, 0, 0);
    }
}
