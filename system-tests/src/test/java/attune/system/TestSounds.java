package attune.system;

import attune.cli.audio.AudioFiles;
import attune.cli.audio.AudioInfo;
import attune.cli.audio.SampleFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sounds made here, as files. */
final class TestSounds {
    private static final int CHANNELS = 2;

    private TestSounds() {}

    /** One sound, the same on both channels, as 32-bit float. */
    static Path write(Path file, double[] sound, int rateHz) throws IOException {
        int[] position = {0};
        AudioInfo info = new AudioInfo(file, rateHz, CHANNELS, sound.length, SampleFormat.FLOAT32, false);
        new AudioFiles(Optional.empty())
                .write(
                        (channels, frames) -> {
                            int count = Math.min(frames, sound.length - position[0]);
                            for (int i = 0; i < count; i++) {
                                for (float[] channel : channels) {
                                    channel[i] = (float) sound[position[0] + i];
                                }
                            }
                            position[0] += count;
                            return count == 0 ? -1 : count;
                        },
                        info,
                        SampleFormat.FLOAT32,
                        file);
        return file;
    }

    /** A tone whose level shows every outage: 440 Hz, stereo, 48 kHz, 32-bit float. */
    static Path sine(Path folder, int seconds) {
        Path file = folder.resolve("sine-" + seconds + ".wav");
        Command.run(
                        Map.of(),
                        Duration.ofSeconds(30),
                        List.of(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-y",
                                "-f",
                                "lavfi",
                                "-i",
                                "sine=f=440:r=48000:d=" + seconds + ",volume=0.4,aformat=channel_layouts=stereo",
                                "-c:a",
                                "pcm_f32le",
                                file.toString()))
                .expectSuccess();
        return file;
    }
}
