package attune.learn.td3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.learn.onnx.Graph;
import attune.learn.onnx.Shape;
import attune.learn.replay.ReplayBuffer;
import attune.learn.replay.ReplayFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints and exported actors. */
class Td3FilesTest {
    private static final int OBSERVATION_VERSION = 3;

    @TempDir
    private Path folder;

    @Test
    void learner_when_it_goes_on_from_its_files_expect_what_it_would_have_done_bit_by_bit() throws Exception {
        Path checkpoint = folder.resolve("td3.bin");
        Path memory = folder.resolve("replay.bin");
        try (Td3Learner first = Td3LearnerTest.learner(1);
                Td3Learner second = Td3LearnerTest.learner(2)) {
            ReplayBuffer replay = Td3LearnerTest.targets(500, 1);
            for (int i = 0; i < 31; i++) {
                first.update(replay);
            }
            Td3Checkpoint.save(first, checkpoint);
            ReplayFile.save(replay, memory);
            ReplayBuffer opened = ReplayFile.open(replay.config(), memory).buffer();
            // priorities are kept as floats: both go on from those
            ReplayBuffer same = ReplayFile.open(replay.config(), memory).buffer();
            Td3Checkpoint.load(second, checkpoint);
            for (int i = 0; i < 31; i++) {
                first.update(same);
                second.update(opened);
            }
            assertThat(second.updates()).isEqualTo(62);
            for (String name : Td3State.names()) {
                assertThat(Td3LearnerTest.copy(second, name)).as(name).isEqualTo(Td3LearnerTest.copy(first, name));
            }
        }
    }

    @Test
    void checkpoint_when_damaged_or_of_other_networks_expect_a_sentence_and_nothing_changed() throws Exception {
        Path file = folder.resolve("td3.bin");
        try (Td3Learner learner = Td3LearnerTest.learner(1);
                Td3Learner other = new Td3Learner(learner.config().sized(16, 32, 64), 1);
                Td3Learner unnormed = new Td3Learner(Td3Config.standard(2, 1).sized(32, 32, 64), 1)) {
            Td3Checkpoint.save(learner, file);
            byte[] whole = Files.readAllBytes(file);
            float[] before = Td3LearnerTest.copy(learner, "critic");
            for (int at : new int[] {0, 4, 12, 20, 100, whole.length - 1}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= 4;
                Files.write(file, damaged);
                assertThatThrownBy(() -> Td3Checkpoint.load(learner, file))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageMatching("The checkpoint .*td3\\.bin (is|has) .*\\.");
            }
            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            assertThatThrownBy(() -> Td3Checkpoint.load(learner, file)).hasMessageContaining("is damaged");
            Files.write(file, whole);
            for (Td3Learner unlike : List.of(other, unnormed)) {
                assertThatThrownBy(() -> Td3Checkpoint.load(unlike, file))
                        .hasMessageContaining("is of other networks or observations than this program's");
            }
            assertThat(Td3LearnerTest.copy(learner, "critic")).isEqualTo(before);
        }
    }

    @Test
    void actor_when_exported_and_opened_expect_the_same_actions() throws Exception {
        Path file = folder.resolve("actor.onnx");
        try (Td3Learner learner = Td3LearnerTest.learner(1)) {
            ReplayBuffer replay = Td3LearnerTest.targets(500, 1);
            for (int i = 0; i < 20; i++) {
                learner.update(replay);
            }
            learner.exportActor(file, OBSERVATION_VERSION);
            try (Actor actor = Actor.open(file, OBSERVATION_VERSION)) {
                assertThat(actor.observations()).isEqualTo(2);
                assertThat(actor.actions()).isEqualTo(1);
                float[] expected = new float[1];
                float[] action = new float[1];
                for (float x = -200; x <= 200; x += 50) {
                    learner.act(new float[] {x, 0.3f}, expected);
                    actor.act(new float[] {x, 0.3f}, action);
                    assertThat(action[0]).isCloseTo(expected[0], within(1e-6f)).isNotZero();
                }
            }
            assertThatThrownBy(() -> Actor.open(file, OBSERVATION_VERSION + 1))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageEndingWith("is for version 3 of the observation, this program's is 4.");
        }
    }

    @Test
    void actor_when_the_file_is_no_actor_expect_a_sentence() throws IOException {
        Path file = folder.resolve("actor.onnx");
        Files.write(file, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> Actor.open(file, OBSERVATION_VERSION))
                .isInstanceOf(CheckpointException.class)
                .hasMessageEndingWith("is damaged or no ONNX model.");

        Graph graph = new Graph();
        graph.output("sum", graph.input("a", Shape.of(1, 2)).plus(1));
        Files.write(file, graph.model(Map.of()));
        assertThatThrownBy(() -> Actor.open(file, OBSERVATION_VERSION))
                .hasMessageEndingWith("is an ONNX model, but no actor of Attune.");
    }
}
