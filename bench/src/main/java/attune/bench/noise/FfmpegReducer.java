package attune.bench.noise;

import attune.bench.BenchException;
import attune.bench.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A filter of ffmpeg.
 *
 * @param name for tables
 * @param id for figures
 * @param filter as {@code -af} takes it
 * @param rateHz at which it plays
 * @param work scratch folder
 */
record FfmpegReducer(String name, String id, String filter, int rateHz, Path work) implements Reducer {
    @Override
    public double[] reduce(double[] noisy) throws IOException, BenchException {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * noisy.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double x : noisy) {
            bytes.putFloat((float) x);
        }
        Path file = Files.createTempFile(work, "noisy", ".f32");
        try {
            Files.write(file, bytes.array());
            ByteBuffer read = ByteBuffer.wrap(run(file)).order(ByteOrder.LITTLE_ENDIAN);
            double[] out = new double[read.remaining() / Float.BYTES];
            for (int i = 0; i < out.length; i++) {
                out[i] = read.getFloat();
            }
            return out;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private byte[] run(Path file) throws IOException, BenchException {
        String rate = Integer.toString(rateHz);
        List<String> command = List.of(
                "ffmpeg",
                "-v",
                "error",
                "-nostdin",
                "-f",
                "f32le",
                "-ar",
                rate,
                "-ac",
                "1",
                "-i",
                file.toString(),
                "-af",
                filter,
                "-f",
                "f32le",
                "-");
        return Program.bytes(Map.of(), command);
    }
}
