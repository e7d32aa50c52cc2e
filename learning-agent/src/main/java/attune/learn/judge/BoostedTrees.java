package attune.learn.judge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Some models of gradient-boosted regression trees whose mean is the result, in plain arrays. Immutable, so any thread may use
 * it; a result allocates nothing.
 *
 * <pre>
 *   file: magic "ATBT" | int version | UTF names of the features, parted by commas | int models
 *         each model: int trees; each tree: byte nodes, then each node: byte feature (−1: a leaf) |
 *         float threshold or value | bytes left, right (of an inner node; left where x ≤ threshold)
 *         long CRC-32 of all before
 * </pre>
 */
public final class BoostedTrees {
    /** Version of the format and of the meaning of the features. */
    public static final int VERSION = 1;

    private static final int MAGIC = 0x41544254;
    private static final int CHECK_BYTES = Long.BYTES;
    private static final int LEAF = -1;

    private final int models;
    /** Where each tree begins among the nodes. */
    private final int[] roots;

    private final byte[] features;
    private final float[] values;
    private final byte[] left;
    private final byte[] right;

    /** A node: an inner one, or a leaf with its value. */
    public sealed interface Node {
        /** Goes left where the feature is at most the threshold. */
        record Inner(int feature, float threshold, Node left, Node right) implements Node {}

        /** The end. */
        record Leaf(float value) implements Node {}
    }

    private BoostedTrees(int models, int[] roots, byte[] features, float[] values, byte[] left, byte[] right) {
        this.models = models;
        this.roots = roots;
        this.features = features;
        this.values = values;
        this.left = left;
        this.right = right;
    }

    /** Mean over the models of the sum over their trees. */
    public double value(double[] x) {
        double sum = 0;
        for (int root : roots) {
            int node = root;
            while (features[node] != LEAF) {
                node = root + (((float) x[features[node]] <= values[node] ? left : right)[node] & 0xff);
            }
            sum += values[node];
        }
        return sum / models;
    }

    /** How many trees there are in all models together. */
    public int trees() {
        return roots.length;
    }

    /**
     * A model that comes with the program.
     *
     * @param what for the sentence where it is missing
     * @param resource in the jar
     * @param names of the features that will be given, in order
     * @throws IOException when it is missing, broken, of another version or for other features, with a sentence that says so
     */
    public static BoostedTrees shipped(String what, String resource, List<String> names) throws IOException {
        try (InputStream in = BoostedTrees.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("trees of " + what + ": " + resource + " is missing");
            }
            return read(in.readAllBytes(), names);
        }
    }

    /**
     * A model from its file.
     *
     * @param names of the features that will be given, in order
     * @throws IOException when the file is broken, of another version or for other features, with a sentence that says so
     */
    public static BoostedTrees read(byte[] file, List<String> names) throws IOException {
        if (file.length < CHECK_BYTES + 2 * Integer.BYTES) {
            throw new IOException("trees of the judge: " + file.length + " bytes, which is too short for a model");
        }
        CRC32 check = new CRC32();
        check.update(file, 0, file.length - CHECK_BYTES);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
            int magic = in.readInt();
            int version = in.readInt();
            if (magic != MAGIC) {
                throw new IOException("trees of the judge: the file is no model of trees");
            }
            if (version != VERSION) {
                throw new IOException("trees of the judge: version " + version + ", this program reads " + VERSION);
            }
            DataInputStream end =
                    new DataInputStream(new ByteArrayInputStream(file, file.length - CHECK_BYTES, CHECK_BYTES));
            if (end.readLong() != check.getValue()) {
                throw new IOException("trees of the judge: the file is damaged, its checksum does not fit");
            }
            String found = in.readUTF();
            if (!found.equals(String.join(",", names))) {
                throw new IOException("trees of the judge: made for other measures than this program has");
            }
            return readTrees(in);
        }
    }

    private static BoostedTrees readTrees(DataInputStream in) throws IOException {
        int models = in.readInt();
        ByteArrayOutputStream features = new ByteArrayOutputStream();
        ByteArrayOutputStream left = new ByteArrayOutputStream();
        ByteArrayOutputStream right = new ByteArrayOutputStream();
        ArrayList<Float> values = new ArrayList<>();
        ArrayList<Integer> roots = new ArrayList<>();
        for (int m = 0; m < models; m++) {
            int trees = in.readInt();
            for (int t = 0; t < trees; t++) {
                roots.add(values.size());
                int nodes = in.readUnsignedByte();
                for (int n = 0; n < nodes; n++) {
                    int feature = in.readByte();
                    features.write(feature);
                    values.add(in.readFloat());
                    left.write(feature == LEAF ? 0 : in.readUnsignedByte());
                    right.write(feature == LEAF ? 0 : in.readUnsignedByte());
                }
            }
        }
        float[] all = new float[values.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = values.get(i);
        }
        return new BoostedTrees(
                models,
                roots.stream().mapToInt(Integer::intValue).toArray(),
                features.toByteArray(),
                all,
                left.toByteArray(),
                right.toByteArray());
    }

    /**
     * The file of some models, each a list of trees.
     *
     * @param names of the features, in order
     */
    public static byte[] write(List<List<Node>> models, List<String> names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeUTF(String.join(",", names));
        out.writeInt(models.size());
        for (List<Node> model : models) {
            out.writeInt(model.size());
            for (Node tree : model) {
                out.writeByte(count(tree));
                write(tree, 0, out);
            }
        }
        CRC32 check = new CRC32();
        check.update(bytes.toByteArray());
        out.writeLong(check.getValue());
        return bytes.toByteArray();
    }

    private static int count(Node node) {
        return node instanceof Node.Inner inner ? 1 + count(inner.left()) + count(inner.right()) : 1;
    }

    /** Writes a node and all under it, itself at place {@code at} of its tree. */
    private static void write(Node node, int at, DataOutputStream out) throws IOException {
        if (node instanceof Node.Inner inner) {
            int right = at + 1 + count(inner.left());
            out.writeByte(inner.feature());
            out.writeFloat(inner.threshold());
            out.writeByte(at + 1);
            out.writeByte(right);
            write(inner.left(), at + 1, out);
            write(inner.right(), right, out);
        } else if (node instanceof Node.Leaf leaf) {
            out.writeByte(LEAF);
            out.writeFloat(leaf.value());
        }
    }
}
