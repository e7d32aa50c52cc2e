package attune.learn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import attune.learn.audio.CapturedClip;
import attune.learn.truth.ContentMaterial;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.Recordings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The classifier on held-out clips; its confusion is in the log. A part of them by default, all with {@code -Dattune.long=true}. */
final class ContentClassifierTest {
    private static final double SHARE = Boolean.getBoolean("attune.long") ? 1 : 0.2;
    private static final ContentClass[] CLASSES = ContentClass.values();
    private static final int[][] CONFUSION = new int[CLASSES.length][CLASSES.length];
    private static int sureButWrong;

    @BeforeAll
    static void classify() throws IOException {
        assumeTrue(Recordings.missing().isEmpty(), Recordings.missing().orElse(""));
        for (ContentMaterial.Labelled clip : ContentMaterial.clips(MaterialSplit.HELD_OUT, SHARE)) {
            ContentClassifier.Result result =
                    ContentClassifier.classify(-20, ContentStudy.features(clip.mono()), false);
            CONFUSION[clip.label().ordinal()][result.contentClass().ordinal()]++;
            boolean wrong = clip.label() != ContentClass.SPEECH && result.contentClass() == ContentClass.SPEECH;
            sureButWrong += wrong && result.confidence() >= 0.6 ? 1 : 0;
        }
        System.out.println("held out, rows are the truth: " + List.of(CLASSES));
        for (ContentClass c : CLASSES) {
            System.out.println(c + " " + java.util.Arrays.toString(CONFUSION[c.ordinal()]));
        }
    }

    @Test
    void speech_when_clean_or_degraded_expect_it_found_and_never_taken_for_music_or_noise() {
        int[] row = CONFUSION[ContentClass.SPEECH.ordinal()];
        assertThat(row[ContentClass.SPEECH.ordinal()]).isGreaterThanOrEqualTo((int) (0.8 * total(row)));
        assertThat(row[ContentClass.MUSIC.ordinal()] + row[ContentClass.NOISE.ordinal()])
                .isLessThanOrEqualTo(total(row) / 20);
    }

    @Test
    void noise_when_steady_expect_it_never_taken_for_speech() {
        int[] row = CONFUSION[ContentClass.NOISE.ordinal()];
        assertThat(row[ContentClass.NOISE.ordinal()]).isGreaterThanOrEqualTo((int) (0.9 * total(row)));
        assertThat(row[ContentClass.SPEECH.ordinal()]).isZero();
    }

    /** Sparse percussion at the rate of syllables (a tabla) is told by its repetition, or by having no pitch. */
    @Test
    void music_expect_it_mostly_found_and_hardly_ever_taken_for_speech() {
        int[] row = CONFUSION[ContentClass.MUSIC.ordinal()];
        assertThat(row[ContentClass.MUSIC.ordinal()]).isGreaterThanOrEqualTo((int) (0.75 * total(row)));
        assertThat(row[ContentClass.SPEECH.ordinal()]).isLessThanOrEqualTo(total(row) / 20);
    }

    @Test
    void anything_but_speech_when_judged_expect_the_gate_to_be_misled_seldom() {
        int others = total(CONFUSION[ContentClass.MUSIC.ordinal()])
                + total(CONFUSION[ContentClass.MIXED.ordinal()])
                + total(CONFUSION[ContentClass.NOISE.ordinal()]);
        assertThat(sureButWrong).isLessThanOrEqualTo(Math.max(1, others / 20));
    }

    @Test
    void silence_when_nothing_sounds_expect_silence_for_sure() {
        InputAnalysis silence = InputAnalysis.of(new CapturedClip(48_000, new float[2][96_000], 0));
        assertThat(silence.contentClass()).isEqualTo(ContentClass.SILENCE);
        assertThat(silence.confidence()).isEqualTo(1);
        assertThat(silence.probabilities().values().stream().mapToDouble(p -> p).sum())
                .isEqualTo(1);
    }

    private static int total(int[] row) {
        return java.util.Arrays.stream(row).sum();
    }
}
