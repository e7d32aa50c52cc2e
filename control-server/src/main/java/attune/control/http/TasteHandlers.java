package attune.control.http;

import attune.api.FrontPoint;
import attune.api.SoundWord;
import attune.api.TasteAnswerRequest;
import attune.api.TasteFailure;
import attune.api.TasteKnown;
import attune.api.TasteOffer;
import attune.control.problem.ProblemException;
import attune.control.taste.TasteService;
import attune.control.words.WordMap;
import attune.param.MacroAxis;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Blind pairs: asked for and answered by people, rendered by the agent. */
final class TasteHandlers {
    /**
     * {@code POST /engines/{id}/words}.
     *
     * @param word one that {@code GET /words} lists; null: a step of one's own
     * @param steps by axis, as words have them; null: the word's
     */
    record WordRequest(@Nullable String word, @Nullable Map<String, Double> steps) {}

    private static final double LARGEST_STEPS = 2;

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
        call.answer(with.services()
                .manual()
                .say(
                        with.engine(call),
                        word(call),
                        with.services().preferences().bounds()));
    }

    void wouldSay(Call call) {
        call.answer(with.services()
                .manual()
                .wouldSay(
                        with.engine(call),
                        word(call),
                        with.services().preferences().bounds()));
    }

    private static SoundWord word(Call call) {
        WordRequest request = call.body(WordRequest.class);
        String word = request.word();
        Map<String, Double> steps = request.steps();
        if ((word == null) == (steps == null)) {
            throw ProblemException.malformed("Either a \"word\" is said, or \"steps\" along the axes.", "word");
        }
        return steps == null ? known(String.valueOf(word)) : WordMap.own(checked(steps));
    }

    private static Map<String, Double> checked(Map<String, Double> steps) {
        Map<String, Double> moves = new LinkedHashMap<>();
        List<String> axes = Arrays.stream(MacroAxis.values()).map(MacroAxis::id).toList();
        for (Map.Entry<String, Double> step : steps.entrySet()) {
            String axis = step.getKey();
            Double size = step.getValue();
            if (!axes.contains(axis)) {
                throw ProblemException.invalid(
                        "steps",
                        axis,
                        String.join(", ", axes),
                        "There is no axis \"" + axis + "\"; there are " + String.join(", ", axes) + ".");
            }
            if (size == null || !(Math.abs(size) <= LARGEST_STEPS)) {
                throw ProblemException.invalid(
                        "steps." + axis,
                        String.valueOf(size),
                        "-2 to 2",
                        "A step along " + axis + " is -2 to 2, not " + size + ".");
            }
            if (size != 0) {
                moves.put(axis, size);
            }
        }
        if (moves.isEmpty()) {
            throw ProblemException.invalid(
                    "steps", steps.toString(), "at least one that is not 0", "No step is asked for.");
        }
        return moves;
    }

    private static SoundWord known(String word) {
        return WordMap.find(word)
                .orElseThrow(() -> ProblemException.invalid(
                        "word",
                        String.valueOf(word),
                        WordMap.all().stream().map(SoundWord::word).collect(Collectors.joining(", ")),
                        "There is no word \"" + word + "\" for a sound; GET /words lists them."));
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
