package attune.cli;

import attune.cli.audio.AudioInfo;
import attune.cli.audio.AudioSource;
import attune.control.store.MeasuredLoudness;
import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LoudnessMeter;
import attune.dsp.meter.TruePeakMeter;
import java.io.IOException;
import java.util.Arrays;

/** Plays a file to the engine's meters, whole and once. */
final class FileLoudness {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int CHUNK_FRAMES = 64 * QUANTUM;

    private final LoudnessMeter loudness = new LoudnessMeter();
    private final TruePeakMeter truePeak = new TruePeakMeter();
    private final AudioSource source;
    private final float[][] chunk;
    private final float[][] input;
    private long frames;
    private long replaced;

    /** Told how far it is. */
    interface Progress {
        void at(double doneSeconds);
    }

    FileLoudness(AudioSource source) {
        this.source = source;
        AudioInfo info = source.info();
        ProcessSpec spec = new ProcessSpec(info.sampleRateHz(), info.channels());
        chunk = new float[info.channels()][CHUNK_FRAMES];
        input = new float[info.channels()][CHUNK_FRAMES];
        loudness.prepare(spec);
        truePeak.prepare(spec);
    }

    /** Samples that are no numbers count as silence: {@link #replacedSamples}. */
    MeasuredLoudness measure(Progress progress) throws IOException {
        double rate = source.info().sampleRateHz();
        for (int filled = fill(); filled > 0; filled = fill()) {
            // Less than a quantum of silence behind the end, which no window that counts reaches.
            int whole = (filled + QUANTUM - 1) / QUANTUM * QUANTUM;
            for (float[] channel : chunk) {
                Arrays.fill(channel, filled, whole, 0);
            }
            loudness.process(chunk, whole);
            truePeak.process(chunk, whole);
            frames += filled;
            progress.at(frames / rate);
        }
        double integrated = loudness.integratedLufs();
        double shortTerm = loudness.maximumShortTermLufs();
        boolean ranges = Double.isFinite(integrated) && Double.isFinite(shortTerm);
        return new MeasuredLoudness(
                frames / rate,
                integrated,
                loudness.maximumMomentaryLufs(),
                shortTerm,
                ranges ? loudness.loudnessRangeLu() : Double.NaN,
                truePeak.maximumDbtp());
    }

    long replacedSamples() {
        return replaced;
    }

    /** A whole chunk, but at the end. */
    private int fill() throws IOException {
        int filled = 0;
        while (filled < CHUNK_FRAMES) {
            int count = source.read(input, CHUNK_FRAMES - filled);
            if (count < 0) {
                break;
            }
            for (int c = 0; c < chunk.length; c++) {
                for (int i = 0; i < count; i++) {
                    float sample = input[c][i];
                    boolean number = Float.isFinite(sample);
                    chunk[c][filled + i] = number ? sample : 0;
                    replaced += number ? 0 : 1;
                }
            }
            filled += count;
        }
        return filled;
    }
}
