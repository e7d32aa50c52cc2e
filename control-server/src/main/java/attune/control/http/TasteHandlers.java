package attune.control.http;

import attune.api.FrontPoint;
import attune.api.SoundWord;
import attune.api.TasteAnswerRequest;
import attune.api.TasteFailure;
import attune.api.TasteKnown;
import attune.api.TasteOffer;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.taste.TasteService;
import attune.control.words.WordMap;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.stream.Collectors;

/** Blind pairs: asked for and answered by people, rendered by the agent. */
final class TasteHandlers {
    /** {@code POST /engines/{id}/words}. */
    record WordRequest(String word) {}

    private static final int LARGEST_PAGE = 1000;

    private final Handlers with;
    private final TasteService taste;

    TasteHandlers(Handlers with) {
        this.with = with;
        this.taste = with.services().taste();
    }

    void ask(Call call) {
        call.nothing();
        call.answer(201, taste.ask(with.engine(call), with.system().agent() != null));
    }

    void asked(Call call) {
        call.answer(taste.asked());
    }

    void question(Call call) {
        call.answer(taste.question(call.path("id")));
    }

    void sound(Call call) {
        byte[] wav = taste.sound(call.path("id"), call.path("side"));
        call.context().contentType("audio/wav").result(wav);
    }

    void putSound(Call call) {
        taste.put(call.path("id"), call.path("side"), call.bytes(TasteService.LARGEST_SOUND));
        call.context().status(204);
    }

    void offer(Call call) {
        call.answer(taste.offer(call.path("id"), call.body(TasteOffer.class)));
    }

    void fail(Call call) {
        call.answer(taste.fail(call.path("id"), call.body(TasteFailure.class).sentence()));
    }

    void answer(Call call) {
        call.answer(201, taste.answer(call.path("id"), call.body(TasteAnswerRequest.class)));
    }

    void answers(Call call) {
        long after = call.query("after", 0, 0, Long.MAX_VALUE);
        with.privacy().reads().read("taste-answers", call.who(), null);
        call.answerJson(taste.answersJson(after, (int) call.query("limit", LARGEST_PAGE, 1, LARGEST_PAGE)));
    }

    void words(Call call) {
        call.answer(WordMap.all());
    }

    void say(Call call) {
        EngineSession session = with.engine(call);
        String word = call.body(WordRequest.class).word();
        SoundWord known = WordMap.find(word)
                .orElseThrow(() -> ProblemException.invalid(
                        "word",
                        String.valueOf(word),
                        WordMap.all().stream().map(SoundWord::word).collect(Collectors.joining(", ")),
                        "There is no word \"" + word + "\" for a sound; GET /words lists them."));
        call.answer(with.services()
                .manual()
                .say(session, known, with.services().preferences().bounds()));
    }

    void known(Call call) {
        call.answer(taste.known());
    }

    void front(Call call) {
        call.answer(taste.front());
    }

    void setFront(Call call) {
        taste.setFront(call.body(new TypeReference<List<FrontPoint>>() {}));
        call.context().status(204);
    }

    void setKnown(Call call) {
        taste.setKnown(call.body(new TypeReference<List<TasteKnown>>() {}));
        call.context().status(204);
    }
}
