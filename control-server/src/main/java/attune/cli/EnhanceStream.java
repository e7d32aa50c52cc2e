package attune.cli;

import attune.cli.audio.AudioSource;
import attune.cli.audio.FrameStream;
import attune.dsp.chain.Engine;
import attune.dsp.chain.EngineMeters;
import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import java.io.IOException;
import java.util.Arrays;

/**
 * A file's sound through the engine: the same engine, quanta and start as a plugin gets, so the same samples, but with
 * the latency taken out (the first {@link Engine#latencyFrames} of output dropped, the tail flushed with silence), so
 * that the result is as long as the input and in time with it.
 */
final class EnhanceStream implements FrameStream {
    /** Quanta are grouped so that meters are sampled often enough for a mean, and calls stay few. */
    private static final int CHUNK_FRAMES = 8 * ProcessSpec.QUANTUM_FRAMES;

    private final AudioSource source;
    private final Engine engine = new Engine();
    private final float[][] chunk;
    private final float[][] input;
    private int position;
    private int limit;
    private long framesIn;
    private long framesOut;
    private int toDrop;
    private boolean ended;
    private double noiseReductionSum;
    private long chunks;
    private long notNumbers;

    EnhanceStream(AudioSource source, SoundSettings settings) {
        this.source = source;
        int channels = source.info().channels();
        this.chunk = new float[channels][CHUNK_FRAMES];
        this.input = new float[channels][CHUNK_FRAMES];
        engine.prepare(new ProcessSpec(source.info().sampleRateHz(), channels, LatencyMode.of(settings.macros())));
        for (int slot = 0; slot < Engine.SLOTS; slot++) {
            engine.recall(slot, settings.params());
        }
        engine.start(settings.macros());
        this.toDrop = engine.latencyFrames();
    }

    /** Frames handed out so far. */
    long framesOut() {
        return framesOut;
    }

    /** Frames taken from the file so far. */
    long framesIn() {
        return framesIn;
    }

    /** Samples taken from the file that are NaN or infinite; the engine plays them as silence. */
    long notNumbers() {
        return notNumbers;
    }

    /** Delay of the engine alone, taken out of what {@link #read} hands out. */
    int latencyFrames() {
        return engine.latencyFrames();
    }

    EngineMeters meters() {
        return engine.meters();
    }

    /** Mean of the noise reduction over all sound so far, dB, not positive. */
    double meanNoiseReductionDb() {
        return chunks == 0 ? 0 : noiseReductionSum / chunks;
    }

    @Override
    public int read(float[][] channels, int frames) throws IOException {
        while (position == limit) {
            if (ended && framesOut == framesIn) {
                return -1;
            }
            processNextChunk();
        }
        int count = Math.min(frames, limit - position);
        for (int channel = 0; channel < channels.length; channel++) {
            System.arraycopy(chunk[channel], position, channels[channel], 0, count);
        }
        position += count;
        framesOut += count;
        return count;
    }

    private void processNextChunk() throws IOException {
        int filled = fill();
        framesIn += filled;
        for (float[] channel : chunk) {
            Arrays.fill(channel, filled, CHUNK_FRAMES, 0f);
        }
        engine.process(chunk, CHUNK_FRAMES);
        noiseReductionSum += engine.meters().noiseReductionDb;
        chunks++;
        int dropped = Math.min(toDrop, CHUNK_FRAMES);
        toDrop -= dropped;
        position = dropped;
        limit = CHUNK_FRAMES;
        if (ended) {
            limit = (int) Math.min(limit, position + (framesIn - framesOut));
        }
    }

    /** Whole chunks until the end of the file, so that how a reader cuts does not matter. */
    private int fill() throws IOException {
        int filled = 0;
        while (!ended && filled < CHUNK_FRAMES) {
            int count = source.read(input, CHUNK_FRAMES - filled);
            if (count < 0) {
                ended = true;
            } else {
                for (int channel = 0; channel < chunk.length; channel++) {
                    System.arraycopy(input[channel], 0, chunk[channel], filled, count);
                    countNotNumbers(input[channel], count);
                }
                filled += count;
            }
        }
        return filled;
    }

    private void countNotNumbers(float[] samples, int count) {
        for (int i = 0; i < count; i++) {
            notNumbers += Float.isFinite(samples[i]) ? 0 : 1;
        }
    }
}
