package attune.bench;

import attune.jvm.JavaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** How fast ffmpeg renders through the plugin: wall time of the whole program, start of the engine included and without. */
record OfflineBench(BenchEnvironment environment) {
    private static final int LONG_SECONDS = 200;
    private static final int SHORT_SECONDS = 2;

    void run(Consumer<Figure> print) throws IOException, BenchException {
        Path bundles = bundle();
        for (JavaHome java : environment.javas()) {
            Map<String, String> variables =
                    new HashMap<>(new HostRun(environment, environment.bridgeRuntime(java)).variables());
            variables.put("LV2_PATH", bundles + ":/usr/lib/lv2");
            render(variables, SHORT_SECONDS);
            double start = render(variables, SHORT_SECONDS);
            double whole = render(variables, LONG_SECONDS);
            print.accept(Figure.of(
                    "chain.offline_x_realtime",
                    (LONG_SECONDS - SHORT_SECONDS) / (whole - start),
                    "×",
                    java.name(),
                    "ffmpeg -af lv2, 48 kHz stereo speech-like noise, slot A, without the start"));
            print.accept(Figure.of(
                    "chain.offline_x_realtime_with_start",
                    LONG_SECONDS / whole,
                    "×",
                    java.name(),
                    "the same, " + LONG_SECONDS + " s, start of ffmpeg and engine included"));
        }
    }

    private double render(Map<String, String> variables, int seconds) throws IOException, BenchException {
        long before = System.nanoTime();
        Program.output(
                variables,
                List.of(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-nostdin",
                        "-f",
                        "lavfi",
                        "-i",
                        "anoisesrc=r=48000:c=pink:a=0.1:seed=5:d=" + seconds
                                + ",tremolo=f=4:d=0.9,aformat=channel_layouts=stereo",
                        "-af",
                        "lv2=p=urn\\\\:attune\\\\:stereo",
                        "-f",
                        "null",
                        "-"));
        return (System.nanoTime() - before) * 1e-9;
    }

    /** The plugin's LV2 bundle, laid out in the scratch folder; gives the folder for LV2_PATH. */
    Path bundle() throws IOException {
        Path bundles = environment.work().resolve("lv2");
        Path bundle = bundles.resolve("attune.lv2");
        Files.createDirectories(bundle);
        try (Stream<Path> turtles = Files.list(environment.home().resolve("lv2"))) {
            for (Path turtle : turtles.toList()) {
                Files.copy(turtle, bundle.resolve(turtle.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.copy(environment.library(), bundle.resolve("libattune.so"), StandardCopyOption.REPLACE_EXISTING);
        return bundles;
    }
}
