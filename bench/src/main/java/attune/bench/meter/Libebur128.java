package attune.bench.meter;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;

/** libebur128 (Debian package libebur128-1), called directly: the meter that most free tools use. */
final class Libebur128 implements ProgrammeMeter {
    /** What to say where it is missing. */
    static final String MISSING = "libebur128 is not installed (sudo apt-get install libebur128-1); going on without.";

    private static final String LIBRARY = "libebur128.so.1";
    /** EBUR128_MODE_I | _S | _LRA | _TRUE_PEAK, with what these include. */
    private static final int MODE = 0x3f;

    private static final boolean INSTALLED = register();

    private final Pointer state;
    private final int channels;
    private Memory frames = new Memory(Float.BYTES);
    private float[] interleaved = new float[0];

    /** Functions of ebur128.h, by JNA's direct mapping. */
    private static final class Functions {
        private Functions() {}

        static native Pointer ebur128_init(int channels, NativeLong rateHz, int mode);

        static native void ebur128_destroy(PointerByReference state);

        static native int ebur128_add_frames_float(Pointer state, Pointer samples, NativeLong frames);

        static native int ebur128_loudness_momentary(Pointer state, DoubleByReference out);

        static native int ebur128_loudness_shortterm(Pointer state, DoubleByReference out);

        static native int ebur128_loudness_global(Pointer state, DoubleByReference out);

        static native int ebur128_loudness_range(Pointer state, DoubleByReference out);

        static native int ebur128_true_peak(Pointer state, int channel, DoubleByReference out);
    }

    private interface Query {
        int ask(Pointer state, DoubleByReference out);
    }

    private static boolean register() {
        try {
            Native.register(Functions.class, LIBRARY);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** How to make them, where the library is installed. */
    static Optional<ProgrammeMeter.Factory> installed() {
        return INSTALLED ? Optional.of(Libebur128::new) : Optional.empty();
    }

    Libebur128(int rateHz, int channels) {
        this.channels = channels;
        this.state = Functions.ebur128_init(channels, new NativeLong(rateHz), MODE);
        if (state == null) {
            throw new IllegalStateException("libebur128 refuses " + channels + " channels at " + rateHz + " Hz");
        }
    }

    @Override
    public void process(float[][] planar, int count) {
        int samples = count * channels;
        if (interleaved.length < samples) {
            interleaved = new float[samples];
            frames = new Memory((long) samples * Float.BYTES);
        }
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < count; i++) {
                interleaved[i * channels + c] = planar[c][i];
            }
        }
        frames.write(0, interleaved, 0, samples);
        add(frames, count);
    }

    /** The next frames as the library wants them: interleaved floats in native memory. */
    void add(Pointer interleavedFrames, int count) {
        require(Functions.ebur128_add_frames_float(state, interleavedFrames, new NativeLong(count)));
    }

    @Override
    public double momentaryLufs() {
        return ask(Functions::ebur128_loudness_momentary);
    }

    @Override
    public double shortTermLufs() {
        return ask(Functions::ebur128_loudness_shortterm);
    }

    @Override
    public double integratedLufs() {
        return ask(Functions::ebur128_loudness_global);
    }

    @Override
    public double rangeLu() {
        return ask(Functions::ebur128_loudness_range);
    }

    @Override
    public double truePeakDbtp() {
        double largest = 0;
        for (int c = 0; c < channels; c++) {
            int channel = c;
            largest = Math.max(largest, ask((s, out) -> Functions.ebur128_true_peak(s, channel, out)));
        }
        return 20 * Math.log10(largest);
    }

    private double ask(Query query) {
        DoubleByReference out = new DoubleByReference();
        require(query.ask(state, out));
        return out.getValue();
    }

    private static void require(int status) {
        if (status != 0) {
            throw new IllegalStateException("libebur128 answers with error " + status);
        }
    }

    @Override
    public void close() {
        Functions.ebur128_destroy(new PointerByReference(state));
    }
}
