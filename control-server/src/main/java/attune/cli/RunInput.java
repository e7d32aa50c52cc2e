package attune.cli;

import attune.cli.audio.AudioFiles;
import attune.cli.audio.AudioSource;
import attune.cli.audio.Ffmpeg;
import attune.cli.audio.SampleFormat;
import attune.cli.demo.DemoScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the host of a run plays.
 *
 * @param name for people
 * @param wav file that the host can read
 * @param channels 1 or 2
 * @param seconds length
 * @param temporary whether to remove it afterwards
 */
record RunInput(String name, Path wav, int channels, double seconds, boolean temporary) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        if (temporary) {
            Files.deleteIfExists(wav);
        }
    }

    /**
     * The file as the host can read it, or the demo scene.
     *
     * @param file what to play; null: the demo scene
     */
    static RunInput of(@Nullable Path file, Places places, Terminal terminal) throws IOException {
        if (file == null) {
            return new RunInput("demo scene", demoScene(places, terminal), 2, DemoScene.SECONDS, false);
        }
        try (AudioSource source = new AudioFiles(Ffmpeg.find(places.path())).open(file)) {
            int channels = source.info().channels();
            // Read by the host itself; anything else is decoded first.
            if (AudioFiles.ending(file).equals("wav") && source.info().sampleFormat() != SampleFormat.FLOAT64) {
                return new RunInput(
                        file.toString(), file, channels, source.info().seconds(), false);
            }
            Files.createDirectories(places.cacheHome());
            Path wav =
                    places.cacheHome().resolve("run-" + ProcessHandle.current().pid() + ".wav");
            try (NewFile decoded = NewFile.of(wav)) {
                long frames = new AudioFiles(Optional.empty())
                        .write(source, source.info(), SampleFormat.FLOAT32, decoded.temporary());
                decoded.commit();
                return new RunInput(
                        file.toString(), wav, channels, frames / source.info().sampleRateHz(), true);
            }
        }
    }

    private static Path demoScene(Places places, Terminal terminal) throws IOException {
        Optional<Path> espeak = Ffmpeg.program(places.path(), "espeak-ng");
        if (espeak.isEmpty()) {
            terminal.err()
                    .println(
                            "attune: espeak-ng is not installed (sudo apt-get install espeak-ng), so the demo scene has"
                                    + " music and noise but no voice.");
        }
        Path scene = places.cacheHome()
                .resolve("demo-" + DemoScene.VERSION + (espeak.isPresent() ? "" : "-without-voice") + ".wav");
        if (!Files.isRegularFile(scene)) {
            terminal.err().println("attune: making the demo scene, once; it takes some seconds …");
            terminal.flush();
            Files.createDirectories(places.cacheHome());
            try (NewFile fresh = NewFile.of(scene)) {
                DemoScene.write(espeak, fresh.temporary());
                fresh.commit();
            }
        }
        return scene;
    }
}
