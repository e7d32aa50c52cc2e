package attune.bench.noise;

import attune.bench.BenchException;
import java.io.IOException;

/** A noise reducer, mono, usable by several threads at once. */
interface Reducer {
    /** The rate at which it is fed. */
    int rateHz();

    /** For tables. */
    String name();

    /** For figures: lower case and underscores. */
    String id();

    /**
     * What it makes of a recording, its delay not yet taken out.
     *
     * @return at least as long as the input less some frames
     */
    double[] reduce(double[] noisy) throws IOException, BenchException;
}
