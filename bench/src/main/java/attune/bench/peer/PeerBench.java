package attune.bench.peer;

import attune.bench.BenchException;
import attune.bench.Figure;
import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Times every stage, in this JVM, and its peers in turns: CPU time of the thread, medians, denormals flushed on both
 * sides.
 */
public final class PeerBench {
    private static final int ROUNDS = 7;
    private static final int FFMPEG_TIMES = 3;
    private static final double WORKS_DB = -60;
    private static final String JDK = Integer.toString(Runtime.version().feature());

    private final Path library;
    private final Path host;
    private final Path work;
    private final float[][] signal = PeerSignal.make();
    private final float[][] silence = new float[2][PeerSignal.FRAMES];

    /**
     * @param library libattune.so, which sets the thread's denormal mode
     * @param host the program attune-peers
     * @param work scratch folder
     */
    public PeerBench(Path library, Path host, Path work) {
        this.library = library;
        this.host = host;
        this.work = work;
    }

    /** One sentence for each package that would bring more peers. */
    public static List<String> missing() throws IOException, BenchException {
        Set<String> sentences = new LinkedHashSet<>();
        for (Contest contest : Contests.all()) {
            for (Contest.Lv2Choice choice : contest.plugins()) {
                if (Lv2Description.of(choice.uri()).isEmpty()) {
                    sentences.add(
                            choice.debianPackage() + " is not installed, or lilv-utils is not (sudo apt-get install "
                                    + choice.debianPackage() + " lilv-utils); going on without.");
                }
            }
        }
        return List.copyOf(sentences);
    }

    /** Measures in this JVM. */
    public void run(Consumer<Figure> print) throws IOException, BenchException {
        flushDenormals();
        Path raw = work.resolve("peers.f32");
        Path longRaw = work.resolve("peers-ffmpeg.f32");
        PeerSignal.write(raw, signal, 1);
        PeerSignal.write(longRaw, signal, FFMPEG_TIMES);
        for (Contest contest : Contests.all()) {
            ProcessSpec spec = new ProcessSpec(PeerSignal.RATE_HZ, 2, contest.latencyMode());
            OwnStage own = OwnStage.of(contest.id(), contest.stage().get(), contest.params(), spec, signal);
            List<Contestant> peers = peers(contest, raw, longRaw);
            try {
                measure(own, peers, print);
            } finally {
                peers.forEach(Contestant::close);
            }
        }
        ProcessSpec spec = new ProcessSpec(PeerSignal.RATE_HZ, 2);
        measure(OwnStage.of("engine", new Engine(), Contests.everything(), spec, signal), List.of(), print);
    }

    /** For the rest of this thread's life, as in the bridge. */
    private void flushDenormals() {
        Function set = NativeLibrary.getInstance(library.toString()).getFunction("attune_set_denormals");
        set.invokeInt(new Object[] {1});
    }

    private List<Contestant> peers(Contest contest, Path raw, Path longRaw) throws IOException, BenchException {
        List<Contestant> peers = new ArrayList<>();
        for (Contest.Lv2Choice choice : contest.plugins()) {
            Optional<Lv2Description> plugin = Lv2Description.of(choice.uri());
            if (plugin.isPresent()) {
                peers.add(new Lv2Peer(
                        choice.name(),
                        host,
                        plugin.get().specification(choice.settings(), choice.blockFrames(), raw.toString()),
                        work));
            }
        }
        for (String filter : contest.filters()) {
            peers.add(new FfmpegFilter(filter, longRaw, (long) FFMPEG_TIMES * PeerSignal.FRAMES));
        }
        return peers;
    }

    private void measure(OwnStage own, List<Contestant> peers, Consumer<Figure> print)
            throws IOException, BenchException {
        for (Contestant peer : peers) {
            if (peer.differenceDb() < WORKS_DB) {
                throw new BenchException(peer.name() + " does nothing at its setting: its output is "
                        + peer.differenceDb() + " dB from its input");
            }
        }
        if (own.differenceDb() < WORKS_DB) {
            throw new BenchException("our " + own.name() + " does nothing at its setting");
        }
        double[] owns = new double[ROUNDS];
        double[] silent = new double[ROUNDS];
        double[][] theirs = new double[peers.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            owns[round] = own.round();
            for (int i = 0; i < theirs.length; i++) {
                theirs[i][round] = peers.get(i).round();
            }
            own.round();
            silent[round] = own.silentRound(silence);
        }
        String name = "chain.peers." + own.name() + ".";
        String how = "48 kHz stereo, blocks of 256, thread CPU time, denormals flushed, median of " + ROUNDS
                + " rounds in turns";
        double ns = median(owns);
        print.accept(Figure.of(name + "ns_per_frame", ns, "ns", JDK, how));
        for (int i = 0; i < theirs.length; i++) {
            print.accept(
                    Figure.against(name + "ns_per_frame", ns, "ns", peers.get(i).name(), median(theirs[i]), JDK, how));
        }
        print.accept(Figure.of(name + "core_percent", ns * PeerSignal.RATE_HZ * 1e-7, "%", JDK, how));
        print.accept(Figure.against(
                name + "silence_ns_per_frame",
                median(silent),
                "ns",
                "signal",
                ns,
                JDK,
                "silence, 1 s after the signal"));
        print.accept(Figure.of(
                name + "bytes_per_quantum",
                own.bytesPerQuantum(),
                "B",
                JDK,
                "allocated by the thread, of 7 500 quanta"));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
