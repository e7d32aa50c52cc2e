package attune.bench.peer;

import attune.bench.BenchException;
import java.io.IOException;

/** Something that plays {@link PeerSignal} and can be timed, round by round. */
interface Contestant extends AutoCloseable {
    /** For people. */
    String name();

    /** How far its output is from its input, apart from a delay, in dB: what does nothing measures nothing. NaN unknown. */
    double differenceDb();

    /** CPU time of one pass, in ns for each stereo frame. */
    double round() throws IOException, BenchException;

    @Override
    void close();
}
