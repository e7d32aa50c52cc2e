package attune.control.taste;

import attune.api.TasteOffer;
import attune.api.TasteQuestion;
import org.jspecify.annotations.Nullable;

/** A question that is not answered yet, with its sounds. Guarded by {@link TasteService}. */
final class OpenQuestion {
    private final PairSounds sounds = new PairSounds();
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

    PairSounds sounds() {
        return sounds;
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
        sounds.forget();
        question = new TasteQuestion(
                question.id(), question.engineId(), question.at(), TasteQuestion.Status.failed, sentence, 0, 0);
    }
}
