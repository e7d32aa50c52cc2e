package attune.learn.agent;

import attune.api.ModelInUse;
import attune.learn.judge.MusicJudge;
import attune.learn.judge.TreeJudge;
import attune.learn.policy.MusicPolicy;
import attune.learn.policy.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/** The trained models that came with the program: what each decides, whether it does, and what it was measured to be worth. */
final class ModelCards {
    private static final String MAVEN =
            "mvn -pl learning-agent -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest=";

    /**
     * What is written about one file.
     *
     * @param measured fingerprint of the file with which {@code score} was measured: another file has no score yet
     */
    record Card(
            String id,
            String label,
            String use,
            String resource,
            String measured,
            String score,
            String training,
            String page) {}

    static final List<Card> CARDS = List.of(
            new Card(
                    "judge-trees",
                    "Judge of voices",
                    "Says how much better one setting makes a voice than another; the linear judge has a veto.",
                    TreeJudge.SPEECH,
                    "90b3cda6",
                    "On 68 held-out items of 40 clips it ranks as the truth does by .91 [.87, .94] (the linear judge .85);"
                            + " what passes is worse than no change in 1.5\u202F% of them (8.8\u202F%).",
                    MAVEN + "JudgeTraining \"-Dattune.judge.train=CORPUS.csv FILE\"",
                    "docs/judge.md"),
            new Card(
                    "policy",
                    "Policy for voices",
                    "Proposes one setting from what the input is like; judge and gate decide.",
                    Policy.SPEECH,
                    "36c78226",
                    "Alone worth 0.79 [0.39, 1.21] steps on 52 held-out degraded items (rules 0.70), with harm to 15 of all 68;"
                            + " beside the rules 0.01 [0.00, 0.03] on 25 others, which is why it is off at first.",
                    MAVEN + "JudgeTraining \"-Dattune.policy.train=CORPUS.csv FILE\"",
                    "docs/learning.md"),
            new Card(
                    "music-judge",
                    "Judge of noise in music",
                    "Says what noise reduction is worth by what it does to music, in the Music program; the policy must agree.",
                    MusicJudge.TREES,
                    "b0517ca5",
                    "On 80 held-out pieces it ranks as the truth does by .80 [.74, .86]; alone it would harm two of them, one badly.",
                    MAVEN + "JudgeTraining \"-Dattune.music.train=CORPUS.csv FILE POLICY\"",
                    "docs/judge.md"),
            new Card(
                    "music-policy",
                    "Policy for noise in music",
                    "Foresees from the input what noise reduction is worth; only what its judge agrees on is done.",
                    MusicPolicy.TREES,
                    "13ef6a87",
                    "With the judge worth 0.17 [0.05, 0.33] steps on 40 noisy held-out pieces; none of 80 harmed, all 30 clean"
                            + " ones left alone.",
                    MAVEN + "JudgeTraining \"-Dattune.music.train=CORPUS.csv JUDGE FILE\"",
                    "docs/judge.md"),
            new Card(
                    "content-classifier",
                    "Kind of sound",
                    "Tells voice, music, both and noise apart, which decides who judges.",
                    "/attune/learn/analysis/content-classifier.csv",
                    "eb5b4f89",
                    "119 of 132 held-out clips are named right (voices 49 of 54, music 31 of 36).",
                    "learning-agent/src/test/reference/train_content_classifier.py",
                    "docs/judge.md"),
            new Card(
                    "taste-prior",
                    "What people differ in",
                    "Where the model of your taste begins before you have said anything.",
                    "/attune/learn/preference/population-prior.json",
                    "eca00714",
                    "With it 83\u202F% of fresh pairs are guessed right after ten answers, without it 74\u202F%: simulated listeners"
                            + " only, no people yet.",
                    MAVEN + "PreferenceStudy -Dattune.preference=prior",
                    "docs/learning.md"));

    private ModelCards() {}

    /**
     * All of them, as this agent uses them.
     *
     * @param voiceJudge name of the judge that judges voices
     */
    static List<ModelInUse> of(String voiceJudge) {
        List<ModelInUse> models = new ArrayList<>();
        for (Card card : CARDS) {
            models.add(model(card, state(card.id(), voiceJudge)));
        }
        return models;
    }

    /** Why it decides nothing; nothing where it does. */
    private static String state(String id, String voiceJudge) {
        if (id.equals("judge-trees") && !TreeJudge.isNameOfTrees(voiceJudge)) {
            return "The linear judge judges alone: so set, or the file is broken; the agent's log says which.";
        }
        try {
            if (id.equals("policy")) {
                Policy.shipped();
            } else if (id.startsWith("music-")) {
                MusicJudge.shipped(); // both or neither
                MusicPolicy.shipped();
            }
            return "";
        } catch (IOException e) {
            return e.getMessage() + ".";
        }
    }

    private static ModelInUse model(Card card, String away) {
        byte[] file = file(card.resource());
        CRC32 check = new CRC32();
        check.update(file);
        String fingerprint = String.format(Locale.ROOT, "%08x", check.getValue());
        String score = fingerprint.equals(card.measured()) ? card.score() : "Not measured yet with this file.";
        return new ModelInUse(
                card.id(),
                card.label(),
                card.use(),
                away.isEmpty(),
                away,
                file.length,
                fingerprint,
                score,
                card.training(),
                card.page());
    }

    /** Bytes of a file in the jar; none where it is missing. */
    private static byte[] file(String resource) {
        try (InputStream in = ModelCards.class.getResourceAsStream(resource)) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
