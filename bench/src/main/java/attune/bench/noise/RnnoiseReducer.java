package attune.bench.noise;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * RNNoise (J.-M. Valin, "A hybrid DSP/deep learning approach to real-time full-band speech enhancement", MMSP 2018), from
 * the library inside the Python package pyrnnoise, which is fetched into the scratch folder and called directly.
 */
final class RnnoiseReducer implements Reducer {
    /** What to say where it can't be had. */
    static final String MISSING = "RNNoise can't be had (python3 -m pip install pyrnnoise failed); going on without.";

    private static final String PACKAGE = "pyrnnoise==0.4.5";
    private static final Path LIBRARY = Path.of("pyrnnoise", "librnnoise.so");
    /** It knows no other. */
    private static final int RATE_HZ = 48_000;

    private static final long PATIENCE_SECONDS = 120;
    /** RNNoise takes floats of the range of 16-bit samples. */
    private static final float SCALE = 32_768;
    /** Frames of silence behind the input, so that its delay can be taken out. */
    private static final int TAIL_FRAMES = 3;

    private final Functions functions;

    /** Functions of rnnoise.h. */
    interface Functions extends Library {
        /** New state, with the built-in model for null. */
        Pointer rnnoise_create(@Nullable Pointer model);

        /** Frees a state. */
        void rnnoise_destroy(Pointer state);

        /** Frames that {@link #rnnoise_process_frame} takes, at 48 kHz. */
        int rnnoise_get_frame_size();

        /** Denoises one frame; {@code out} and {@code in} may be the same. */
        float rnnoise_process_frame(Pointer state, Pointer out, Pointer in);
    }

    private RnnoiseReducer(Functions functions) {
        this.functions = functions;
    }

    /**
     * Fetches it where it is not there yet.
     *
     * @param work scratch folder
     */
    static Optional<Reducer> fetch(Path work) throws IOException {
        Path folder = work.resolve("rnnoise");
        Path library = folder.resolve(LIBRARY);
        if (!Files.exists(library) && !install(folder)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RnnoiseReducer(Native.load(library.toString(), Functions.class)));
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    private static boolean install(Path folder) throws IOException {
        List<String> command = List.of(
                "python3", "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder.toString(), PACKAGE);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        && process.exitValue() == 0
                        && Files.exists(folder.resolve(LIBRARY));
            } finally {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching " + PACKAGE, e);
        } catch (IOException e) {
            return false; // no python3
        }
    }

    @Override
    public int rateHz() {
        return RATE_HZ;
    }

    @Override
    public String name() {
        return "RNNoise";
    }

    @Override
    public String id() {
        return "rnnoise";
    }

    @Override
    public double[] reduce(double[] noisy) {
        int size = functions.rnnoise_get_frame_size();
        int frames = noisy.length / size + TAIL_FRAMES;
        double[] out = new double[frames * size];
        float[] frame = new float[size];
        Pointer state = functions.rnnoise_create(null);
        try (Memory memory = new Memory((long) size * Float.BYTES)) {
            for (int from = 0; from < out.length; from += size) {
                for (int i = 0; i < size; i++) {
                    frame[i] = from + i < noisy.length ? SCALE * (float) noisy[from + i] : 0;
                }
                memory.write(0, frame, 0, size);
                functions.rnnoise_process_frame(state, memory, memory);
                memory.read(0, frame, 0, size);
                for (int i = 0; i < size; i++) {
                    out[from + i] = frame[i] / SCALE;
                }
            }
        } finally {
            functions.rnnoise_destroy(state);
        }
        return out;
    }
}
