package attune.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** Interleaved float samples of a file, and what tests ask of them. */
final class Samples {
    private final float[] interleaved;
    private final int channels;

    private Samples(float[] interleaved, int channels) {
        this.interleaved = interleaved;
        this.channels = channels;
    }

    /** Reads any file as float, without resampling (ffmpeg). */
    static Samples read(Path file, int channels) throws IOException {
        Path raw = Files.createTempFile("attune", ".f32");
        try {
            Command.run(
                            Map.of(),
                            Duration.ofMinutes(2),
                            List.of(
                                    "ffmpeg",
                                    "-v",
                                    "error",
                                    "-y",
                                    "-i",
                                    file.toString(),
                                    "-f",
                                    "f32le",
                                    "-c:a",
                                    "pcm_f32le",
                                    raw.toString()))
                    .expectSuccess();
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(raw)).order(ByteOrder.LITTLE_ENDIAN);
            float[] samples = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(samples);
            return new Samples(samples, channels);
        } finally {
            Files.deleteIfExists(raw);
        }
    }

    /** Without the frames before this one. */
    Samples from(int frame) {
        return new Samples(Arrays.copyOfRange(interleaved, frame * channels, interleaved.length), channels);
    }

    int frames() {
        return interleaved.length / channels;
    }

    /** Samples by channel. */
    double[][] planar() {
        double[][] out = new double[channels][frames()];
        for (int i = 0; i < interleaved.length; i++) {
            out[i % channels][i / channels] = interleaved[i];
        }
        return out;
    }

    /** Fails unless {@code delayed} is this sound, later by {@code latencyFrames}, bit for bit, wherever both exist. */
    void assertDelayedBy(int latencyFrames, Samples delayed, String who) {
        int overlap = Math.min(frames(), delayed.frames() - latencyFrames);
        Assertions.assertThat(overlap).as("%s gave frames to compare", who).isGreaterThan(frames() / 2);
        for (int i = 0; i < overlap * channels; i++) {
            float expected = interleaved[i];
            float actual = delayed.interleaved[i + latencyFrames * channels];
            if (Float.floatToRawIntBits(expected + 0f) != Float.floatToRawIntBits(actual + 0f)) {
                Assertions.fail(
                        "%s differs at frame %d, channel %d: expected %s, got %s",
                        who, i / channels, i % channels, expected, actual);
            }
        }
    }

    /** First frame at which {@code delayed} isn't this sound, later by {@code latencyFrames}; -1 where it always is. */
    int firstDifferenceFromDelayedBy(int latencyFrames, Samples delayed) {
        int overlap = Math.min(frames(), delayed.frames() - latencyFrames);
        for (int i = 0; i < overlap * channels; i++) {
            if (interleaved[i] != delayed.interleaved[i + latencyFrames * channels]) {
                return i / channels;
            }
        }
        return -1;
    }

    /** Root mean square of the difference over that of this sound, in dB; −∞ when equal. */
    double differenceDb(Samples other) {
        double difference = 0;
        double reference = 0;
        for (int i = 0; i < Math.min(interleaved.length, other.interleaved.length); i++) {
            double d = interleaved[i] - other.interleaved[i];
            difference += d * d;
            reference += interleaved[i] * (double) interleaved[i];
        }
        return 10 * Math.log10(difference / reference);
    }

    /** Largest step between neighbouring samples of one channel. */
    double largestStep() {
        double largest = 0;
        for (int i = channels; i < interleaved.length; i++) {
            largest = Math.max(largest, Math.abs(interleaved[i] - interleaved[i - channels]));
        }
        return largest;
    }

    /** Largest magnitude. */
    double largestAmplitude() {
        return largestAmplitudeFrom(0);
    }

    /** Largest magnitude from a frame on; 0 past the end. */
    double largestAmplitudeFrom(int frame) {
        double largest = 0;
        for (int i = frame * channels; i < interleaved.length; i++) {
            largest = Math.max(largest, Math.abs(interleaved[i]));
        }
        return largest;
    }

    /** Level of each window of {@code windowFrames} from {@code fromFrame} on, dB relative to full scale. */
    double[] levelsDb(int fromFrame, int windowFrames) {
        int windows = (frames() - fromFrame) / windowFrames;
        double[] levels = new double[windows];
        for (int w = 0; w < windows; w++) {
            double sum = 0;
            int start = (fromFrame + w * windowFrames) * channels;
            for (int i = start; i < start + windowFrames * channels; i++) {
                sum += interleaved[i] * (double) interleaved[i];
            }
            levels[w] = 10 * Math.log10(sum / (windowFrames * channels) + 1e-20);
        }
        return levels;
    }
}
