package attune.cli.demo;

import attune.cli.audio.AudioFiles;
import attune.cli.audio.AudioInfo;
import attune.cli.audio.SampleFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/**
 * Forty seconds that give every stage of the chain something to do: a voice that comes near and goes away, music in
 * between, a fan all the time, mains hum. 48 kHz, stereo, float; the same samples at every run with the same espeak-ng.
 */
public final class DemoScene {
    /** Raised when the scene changes, so that a cached one is made again. */
    public static final int VERSION = 1;

    public static final double SAMPLE_RATE_HZ = 48_000;
    public static final int SECONDS = 40;
    static final double HUM_HZ = 50;

    private static final long SEED = 20_261_121;
    private static final double FAN_DB = -46;
    private static final double HUM_DB = -50;
    private static final int PAUSE_FRAMES = (int) (0.6 * SAMPLE_RATE_HZ);

    /** What is said, not before when, and how loud (peak). */
    private record Line(double seconds, double gain, String text) {}

    private static final Line[] LINES = {
        new Line(2.0, 0.32, "Good evening, and welcome to the workshop."),
        new Line(5.4, 0.32, "You are hearing a voice in a room with a fan, and a mains hum that nobody asked for."),
        new Line(17.0, 0.10, "Now I have stepped away from the microphone, so my voice is much quieter than before."),
        new Line(23.0, 0.65, "And now I am close again, and rather loud!"),
        new Line(31.0, 0.28, "Small sounds get lost first: pit, tap, cat, thin, fish, six."),
        new Line(36.5, 0.28, "Thank you for listening."),
    };

    private static final double[] MUSIC_UP_FROM = {11.5, 26.5};
    private static final double[] MUSIC_UP_TO = {16.0, 30.0};

    private DemoScene() {}

    /**
     * Makes the scene.
     *
     * @param espeak the espeak-ng program; without it there is no voice in the scene
     * @param out WAV file to write
     */
    public static void write(Optional<Path> espeak, Path out) throws IOException {
        float[][] scene = render(espeak);
        int[] position = {0};
        AudioInfo info = new AudioInfo(out, SAMPLE_RATE_HZ, 2, scene[0].length, SampleFormat.FLOAT32, false);
        new AudioFiles(Optional.empty())
                .write(
                        (channels, frames) -> {
                            int count = Math.min(frames, scene[0].length - position[0]);
                            for (int channel = 0; channel < 2; channel++) {
                                System.arraycopy(scene[channel], position[0], channels[channel], 0, count);
                            }
                            position[0] += count;
                            return count == 0 ? -1 : count;
                        },
                        info,
                        SampleFormat.FLOAT32,
                        out);
    }

    /** The samples, two channels of {@link #SECONDS}. */
    static float[][] render(Optional<Path> espeak) throws IOException {
        float[][] scene = new float[2][(int) (SECONDS * SAMPLE_RATE_HZ)];
        Music.add(scene, MUSIC_UP_FROM, MUSIC_UP_TO, new Random(SEED));
        if (espeak.isPresent()) {
            addVoice(scene, new Voice(espeak.get()));
        }
        RoomNoise.addFan(scene, FAN_DB, new Random(SEED + 1));
        RoomNoise.addHum(scene, HUM_DB);
        return scene;
    }

    private static void addVoice(float[][] scene, Voice voice) throws IOException {
        int earliest = 0;
        for (Line line : LINES) {
            float[] sentence = voice.speak(line.text());
            int start = Math.max(earliest, (int) (line.seconds() * SAMPLE_RATE_HZ));
            Voice.add(scene, sentence, start, line.gain());
            earliest = start + sentence.length + PAUSE_FRAMES;
        }
    }
}
