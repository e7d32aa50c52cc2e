package attune.learn.td3;

import attune.learn.file.SealedFile;
import attune.learn.file.SealedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything of a {@link Td3Learner} on the disk, so that it goes on as if nothing had been. Its replay memory is a file of its
 * own.
 *
 * <pre>
 *   0  int observations, actions, hidden1, hidden2, 1 for LayerNorm, 1 for normalised observations
 *   24 long seed, draws, steps of the critics, steps of the actor, observations seen
 *   64 double mean [observations], sum of squares [observations]
 *      float each vector of {@link Td3State#names}
 * </pre>
 */
public final class Td3Checkpoint {
    private static final String KIND = "ATTD";
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 6 * Integer.BYTES + 5 * Long.BYTES;

    private Td3Checkpoint() {}

    /** Writes a checkpoint, whole or not at all. */
    public static void save(Td3Learner learner, Path file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(bytes(learner)).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : shape(learner.config())) {
            content.putInt(number);
        }
        ObservationStatistics statistics = learner.statistics();
        Td3Learner.Counts counts = learner.counts();
        content.putLong(counts.seed())
                .putLong(counts.draws())
                .putLong(counts.criticUpdates())
                .putLong(counts.actorUpdates())
                .putLong(statistics.count());
        for (int i = 0; i < learner.config().observations(); i++) {
            content.putDouble(statistics.mean(i));
        }
        for (int i = 0; i < learner.config().observations(); i++) {
            content.putDouble(statistics.squares(i));
        }
        for (String name : Td3State.names()) {
            FloatBuffer values = learner.state().values(name);
            for (int i = 0; i < values.capacity(); i++) {
                content.putFloat(values.get(i));
            }
        }
        SealedFile.write(file, KIND, VERSION, List.of(content.flip()));
    }

    /**
     * Brings a learner to where the saved one was. Nothing of it changes where the file is refused.
     *
     * @throws CheckpointException when the file is damaged, of another version or of other networks, with a sentence
     */
    public static void load(Td3Learner learner, Path file) throws IOException, CheckpointException {
        try {
            ByteBuffer content = SealedFile.read(file, KIND, VERSION);
            check(learner, content);
            restore(learner, content);
        } catch (SealedFileException e) {
            throw new CheckpointException("The checkpoint " + file + " " + e.getMessage() + ".");
        }
    }

    private static void check(Td3Learner learner, ByteBuffer content) throws SealedFileException {
        if (content.remaining() < HEAD_BYTES) {
            throw new SealedFileException("is damaged: it ends within its head");
        }
        for (int number : shape(learner.config())) {
            if (content.getInt() != number) {
                throw new SealedFileException("is of other networks or observations than this program's");
            }
        }
        if (content.capacity() != bytes(learner)) {
            throw new SealedFileException("is damaged: its numbers contradict each other");
        }
        for (int at = HEAD_BYTES + 2 * learner.config().observations() * Double.BYTES;
                at < content.capacity();
                at += Float.BYTES) {
            if (!Float.isFinite(content.getFloat(at))) {
                throw new SealedFileException("holds a number that is not finite");
            }
        }
    }

    private static void restore(Td3Learner learner, ByteBuffer content) {
        learner.restore(
                new Td3Learner.Counts(content.getLong(), content.getLong(), content.getLong(), content.getLong()));
        long seen = content.getLong();
        learner.statistics().restore(seen, doubles(learner, content), doubles(learner, content));
        for (String name : Td3State.names()) {
            FloatBuffer values = learner.state().values(name);
            for (int i = 0; i < values.capacity(); i++) {
                values.put(i, content.getFloat());
            }
        }
    }

    private static double[] doubles(Td3Learner learner, ByteBuffer content) {
        double[] numbers = new double[learner.config().observations()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = content.getDouble();
        }
        return numbers;
    }

    private static int[] shape(Td3Config config) {
        return new int[] {
            config.observations(),
            config.actions(),
            config.hidden1(),
            config.hidden2(),
            config.layerNorm() ? 1 : 0,
            config.normalizeObservations() ? 1 : 0
        };
    }

    private static int bytes(Td3Learner learner) {
        int floats = Td3State.names().stream()
                .mapToInt(name -> learner.state().values(name).capacity())
                .sum();
        return HEAD_BYTES + 2 * learner.config().observations() * Double.BYTES + floats * Float.BYTES;
    }
}
