package attune.learn.policy;

import attune.learn.analysis.InputAnalysis;
import attune.learn.file.SealedFile;
import attune.learn.file.SealedFileException;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Proposes a set for a voice from what its input is like: a linear map of {@link PolicyFeatures} to {@link PolicyKnobs} and beside it
 * a hidden layer of tanh units, trained on the sets that were best by the truth (docs/learning.md). Only a proposal: judge and gate
 * decide. Immutable, so any thread may use it.
 *
 * <pre>
 *   file ({@link SealedFile}, kind "ATPO"): int bytes of names | names of features and parameters, UTF-8
 *         int hidden units h; then floats, f features, k parameters:
 *         mean f | spread f | bias k | linear k × f | hidden bias h | hidden h × f | output k × h
 * </pre>
 */
public final class Policy {
    /** Version of the format and of the meaning of what goes in and out. */
    public static final int VERSION = 1;
    /** Where the jar holds the policy for voices. */
    public static final String SPEECH = "/attune/learn/policy/speech-policy.bin";

    private static final String KIND = "ATPO";

    private final PolicyWeights weights;

    /** A policy with these weights, which are not to be changed any more. */
    public Policy(PolicyWeights weights) {
        this.weights = weights;
    }

    /**
     * The policy that comes with the program.
     *
     * @throws IOException when its file is missing, broken or of another version, with a sentence that says so
     */
    public static Policy shipped() throws IOException {
        try (InputStream in = Policy.class.getResourceAsStream(SPEECH)) {
            if (in == null) {
                throw new IOException("The trained policy " + SPEECH + " is missing");
            }
            return read(in.readAllBytes());
        }
    }

    /**
     * A policy from its file.
     *
     * @throws IOException when the file is broken, of another version or for other features or parameters, with a sentence that says
     *     so
     */
    public static Policy read(byte[] file) throws IOException {
        try {
            ByteBuffer in = SealedFile.content(ByteBuffer.wrap(file), KIND, VERSION);
            byte[] names = new byte[in.getInt()];
            in.get(names);
            if (!new String(names, StandardCharsets.UTF_8).equals(names())) {
                throw new IOException("The trained policy was made for other values than this program has");
            }
            int units = in.getInt();
            int features = PolicyFeatures.COUNT;
            int knobs = PolicyKnobs.PARAMS.size();
            return new Policy(new PolicyWeights(
                    row(in, features),
                    row(in, features),
                    row(in, knobs),
                    rows(in, knobs, features),
                    row(in, units),
                    rows(in, units, features),
                    rows(in, knobs, units)));
        } catch (SealedFileException e) {
            throw new IOException("The trained policy " + e.getMessage(), e);
        }
    }

    /** The file of a policy: what {@link SealedFile} seals. */
    public static byte[] write(PolicyWeights weights) {
        byte[] names = names().getBytes(StandardCharsets.UTF_8);
        int floats = PolicyFeatures.COUNT * (2 + PolicyKnobs.PARAMS.size() + weights.hiddenBias().length)
                + PolicyKnobs.PARAMS.size() * (1 + weights.hiddenBias().length)
                + weights.hiddenBias().length;
        ByteBuffer out = ByteBuffer.allocate(2 * Integer.BYTES + names.length + Float.BYTES * floats)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(names.length).put(names).putInt(weights.hiddenBias().length);
        put(out, weights.mean(), weights.spread(), weights.bias());
        put(out, weights.linear());
        put(out, weights.hiddenBias());
        put(out, weights.hidden());
        put(out, weights.output());
        return SealedFile.sealed(KIND, VERSION, out.flip());
    }

    private static String names() {
        return String.join(",", PolicyFeatures.names()) + ";"
                + PolicyKnobs.PARAMS.stream().map(ParamTable::id).collect(Collectors.joining(","));
    }

    private static void put(ByteBuffer out, double[]... rows) {
        for (double[] row : rows) {
            for (double value : row) {
                out.putFloat((float) value);
            }
        }
    }

    private static double[] row(ByteBuffer in, int count) {
        double[] out = new double[count];
        Arrays.setAll(out, i -> in.getFloat());
        return out;
    }

    private static double[][] rows(ByteBuffer in, int rows, int count) {
        double[][] out = new double[rows][];
        Arrays.setAll(out, i -> row(in, count));
        return out;
    }

    /**
     * A set for this input.
     *
     * @param base what all that the policy does not move is taken from; not changed
     */
    public ParamSnapshot propose(InputAnalysis analysis, ParamSnapshot base) {
        return PolicyKnobs.set(places(PolicyFeatures.of(analysis)), base, analysis.hum());
    }

    /** Places in the order of {@link PolicyKnobs#PARAMS}, about 0 to 1. */
    public double[] places(double[] features) {
        double[] z = weights.standardised(features);
        double[] units = new double[weights.hiddenBias().length];
        for (int h = 0; h < units.length; h++) {
            units[h] = StrictMath.tanh(weights.hiddenBias()[h] + dot(weights.hidden()[h], z));
        }
        double[] out = weights.bias().clone();
        for (int k = 0; k < out.length; k++) {
            out[k] += dot(weights.linear()[k], z) + dot(weights.output()[k], units);
        }
        return out;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
