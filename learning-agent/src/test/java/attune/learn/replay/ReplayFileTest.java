package attune.learn.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayFileTest {
    private static final ReplayConfig CONFIG = new ReplayConfig(100, 2, 1, 0.6, 0.4, 1_000, false);
    private static final int ROWS = 32;

    @TempDir
    private Path folder;

    private Path file;
    private final Batch batch = new Batch(ROWS, 2, 1);

    @BeforeEach
    void name() {
        file = folder.resolve("replay.bin");
    }

    /** A full ring with priorities that were learned. */
    private ReplayBuffer used() {
        ReplayBuffer buffer = new ReplayBuffer(CONFIG);
        ReplayBufferTest.fill(buffer, 0, 130);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20; i++) {
            buffer.sample(batch, random);
            for (int row = 0; row < ROWS; row++) {
                batch.error().put(row, (float) random.nextDouble());
            }
            buffer.learned(batch);
        }
        return buffer;
    }

    @Test
    void memory_when_saved_and_opened_expect_the_same_draws() throws IOException {
        ReplayBuffer before = used();
        ReplayFile.save(before, file);
        ReplayFile.Opened opened = ReplayFile.open(CONFIG, file);

        assertThat(opened.sentence()).isEmpty();
        assertThat(opened.buffer().size()).isEqualTo(100);
        ReplayBufferTest.fill(before, 130, 140);
        ReplayBufferTest.fill(opened.buffer(), 130, 140);
        assertThat(draw(opened.buffer())).isEqualTo(draw(before));
        assertThat(names()).containsExactly("replay.bin");
    }

    private List<Float> draw(ReplayBuffer buffer) {
        SplittableRandom random = new SplittableRandom(9);
        buffer.sample(batch, random);
        return Stream.iterate(0, row -> row + 1)
                .limit(ROWS)
                .flatMap(row -> Stream.of(
                        batch.reward().get(row),
                        batch.next().get(2 * row),
                        Math.round(1e4f * batch.weight().get(row)) / 1e4f))
                .toList();
    }

    @Test
    void memory_when_there_is_no_file_expect_an_empty_one_without_a_word() throws IOException {
        ReplayFile.Opened opened = ReplayFile.open(CONFIG, file);

        assertThat(opened.sentence()).isEmpty();
        assertThat(opened.buffer().size()).isZero();
    }

    @Test
    void file_when_damaged_anywhere_expect_it_kept_beside_and_a_sentence() throws IOException {
        ReplayFile.save(used(), file);
        byte[] whole = Files.readAllBytes(file);
        int count = 0;
        for (int at : new int[] {0, 5, 9, 17, 30, 60, whole.length / 2, whole.length - 1}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            expectKept(++count, damaged);
        }
        for (int length : new int[] {0, 10, 40, whole.length - 1}) {
            byte[] torn = java.util.Arrays.copyOf(whole, length);
            Files.write(file, torn);
            expectKept(++count, torn);
        }
    }

    private void expectKept(int count, byte[] content) throws IOException {
        ReplayFile.Opened opened = ReplayFile.open(CONFIG, file);
        assertThat(opened.buffer().size()).isZero();
        assertThat(opened.sentence())
                .matches(
                        "The learner's memory .*replay\\.bin (is damaged|is something else|has version).*; it is kept as"
                                + " replay\\.bin\\.old-" + count + ", and the memory begins empty\\.");
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("replay.bin.old-" + count)).hasBinaryContent(content);
    }

    @Test
    void file_when_for_another_observation_or_a_smaller_memory_expect_it_kept_beside() throws IOException {
        ReplayFile.save(used(), file);
        ReplayFile.Opened other = ReplayFile.open(new ReplayConfig(100, 3, 1, 0.6, 0.4, 1_000, false), file);
        assertThat(other.sentence())
                .contains("is for observations of 2 and actions of 1 numbers, this program has 3 and 1");

        ReplayFile.save(used(), file);
        ReplayFile.Opened small = ReplayFile.open(CONFIG.with(50, 0.6), file);
        assertThat(small.sentence()).contains("holds 100 transitions, and the memory has room for 50");
        assertThat(names()).containsExactly("replay.bin.old-1", "replay.bin.old-2");

        ReplayFile.save(used(), file);
        ReplayFile.Opened large = ReplayFile.open(CONFIG.with(200, 0.6), file);
        assertThat(large.sentence()).isEmpty();
        ReplayBufferTest.fill(large.buffer(), 130, 140);
        assertThat(large.buffer().size()).isEqualTo(110);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
