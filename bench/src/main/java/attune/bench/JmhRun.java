package attune.bench;

import attune.jvm.JavaHome;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link EngineBenchmark} in one Java, with the allocation profiler. */
record JmhRun(JavaHome java) {
    void run(Consumer<Figure> print) throws BenchException {
        Collection<RunResult> results;
        try {
            results = new Runner(new OptionsBuilder()
                            .include(EngineBenchmark.class.getName())
                            .jvm(java.launcher().toString())
                            .addProfiler(GCProfiler.class)
                            .verbosity(VerboseMode.SILENT)
                            .output("/dev/null") // even silent it prints an empty line between the figures
                            .shouldFailOnError(true)
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new BenchException("JMH did not finish: " + e.getMessage(), e);
        }
        for (RunResult result : results) {
            print.accept(Figure.of(
                    "chain.jmh.ns_per_quantum",
                    result.getPrimaryResult().getScore(),
                    "ns",
                    java.name(),
                    "every stage on, 64 stereo frames, JMH average time"));
            print.accept(Figure.of(
                    "chain.jmh.bytes_per_quantum",
                    Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                            .getScore(),
                    "B",
                    java.name(),
                    "allocated, JMH -prof gc (0.05 B is its own share)"));
        }
    }
}
