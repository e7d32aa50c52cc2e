package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.cli.audio.SampleFormat;
import attune.cli.audio.TestSounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProveCommandTest {
    private static final int RATE_HZ = 16_000;

    @TempDir
    Path folder;

    private CliFixture cli;
    private Path corpus;

    @BeforeEach
    void place() throws IOException {
        cli = new CliFixture(folder);
        corpus = Files.createDirectory(folder.resolve("recordings"));
    }

    @Test
    void corpus_when_of_own_recordings_expect_each_clean_and_degraded_and_a_picture() throws IOException {
        Random random = new Random(3);
        float[][] sound = new float[1][6 * RATE_HZ];
        for (int i = 0; i < sound[0].length; i++) {
            sound[0][i] = (float) (0.1 * Math.sin(0.03 * i) + 0.01 * random.nextGaussian());
        }
        TestSounds.write(corpus.resolve("a.wav"), sound, RATE_HZ, SampleFormat.FLOAT32);
        TestSounds.write(corpus.resolve("silent.wav"), new float[1][6 * RATE_HZ], RATE_HZ, SampleFormat.FLOAT32);
        Files.writeString(corpus.resolve("notes.txt"), "no sound");
        Path picture = folder.resolve("curve.svg");

        CliFixture.Result result = cli.run(
                "prove",
                "--corpus",
                corpus,
                "--iterations",
                "1",
                "--without",
                "hum,rules+bandit",
                "--with",
                "policy",
                "--details",
                "--plot",
                picture);

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .containsPattern("worth of hum .* lost without it")
                .containsPattern("worth of with policy .* gained")
                .contains("worth of bandit+rules")
                .contains("2 clips of " + corpus + ", 1 of them degraded; 1 decision each.")
                .contains("a.wav, clean")
                .contains("a.wav, degraded")
                .contains("Too few clips for a verdict");
        assertThat(result.err()).contains("left out: " + corpus.resolve("silent.wav") + " is silent");
        assertThat(picture).content().startsWith("<svg").contains("polyline");
    }

    @Test
    void options_when_wrong_expect_one_sentence_and_nothing_written() throws IOException {
        Path there = Files.writeString(folder.resolve("there.svg"), "mine");

        assertThat(cli.run("prove", "--iterations", "0").err())
                .contains("--iterations=0 is not allowed; it goes from 1 to 50.");
        assertThat(cli.run("prove", "--without", "polisy").err())
                .contains("--without=polisy is nothing that it knows; it knows ")
                .contains("policy");
        assertThat(cli.run("prove", "--with", "hum").err())
                .contains("--with=hum is nothing that it knows; it knows factory-presets, policy.");
        assertThat(cli.run("prove", "--corpus", corpus, "--more").err())
                .contains("--more has no meaning beside --corpus.");
        assertThat(cli.run("prove", "--corpus", corpus, "--material", "both").err())
                .contains("--material has no meaning beside --corpus.");
        assertThat(cli.run("prove", "--material", "development", "--more").err())
                .contains("--more has no meaning with --material development: all of its clips are played.");
        assertThat(cli.run("prove", "--material", "mine").err())
                .contains("--material")
                .contains("heldout, development, both");
        assertThat(cli.run("prove", "--corpus", folder.resolve("nowhere")).err())
                .contains("nowhere is no folder");
        assertThat(cli.run("prove", "--corpus", corpus).err()).contains("holds no sound file of at least 5 s");
        assertThat(cli.run("prove", "--corpus", corpus, "--plot", there).err()).contains("exists already");
        assertThat(there).content().isEqualTo("mine");
    }
}
