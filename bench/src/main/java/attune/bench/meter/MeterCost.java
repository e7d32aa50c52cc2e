package attune.bench.meter;

import attune.bench.BenchException;
import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LoudnessMeter;
import attune.dsp.meter.TruePeakMeter;
import com.sun.jna.Memory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * CPU time of a frame: momentary, short-term, integrated loudness, range and true peak together. Meters take turns, the
 * median of all rounds counts.
 */
final class MeterCost {
    static final int ROUNDS = 7;
    private static final int BATCH_FRAMES = 4 * ProcessSpec.QUANTUM_FRAMES;
    private static final int READS_PER_SECOND = 20;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Clip clip;
    private final FfmpegMeter ffmpeg;

    /** Nanoseconds of CPU time for one frame; empty where the meter is not installed. */
    record Result(double attune, OptionalDouble libebur128, double ffmpeg) {}

    MeterCost(Clip clip, FfmpegMeter ffmpeg) {
        this.clip = clip;
        this.ffmpeg = ffmpeg;
    }

    Result measure() throws IOException, BenchException {
        boolean peer = Libebur128.installed().isPresent();
        double[] attune = new double[ROUNDS];
        double[] library = new double[ROUNDS];
        double[] filter = new double[ROUNDS];
        attuneRound();
        for (int round = 0; round < ROUNDS; round++) {
            attune[round] = attuneRound();
            library[round] = peer ? libraryRound() : Double.NaN;
            double whole = ffmpeg.cpuSeconds(clip, "ebur128=peak=true:framelog=verbose");
            filter[round] = (whole - ffmpeg.cpuSeconds(clip, "anull")) * 1e9 / clip.frames();
        }
        return new Result(
                median(attune), peer ? OptionalDouble.of(median(library)) : OptionalDouble.empty(), median(filter));
    }

    /** As the engine uses them: batches of four quanta, peaks read 20 times a second. */
    private double attuneRound() {
        float[][] batch = new float[clip.channels().length][BATCH_FRAMES];
        LoudnessMeter loudness = new LoudnessMeter();
        TruePeakMeter truePeak = new TruePeakMeter();
        ProcessSpec spec = new ProcessSpec(clip.rateHz(), batch.length);
        loudness.prepare(spec);
        truePeak.prepare(spec);
        int readFrames = clip.rateHz() / READS_PER_SECOND / BATCH_FRAMES * BATCH_FRAMES;
        long before = threads.getCurrentThreadCpuTime();
        for (int at = 0; at + BATCH_FRAMES <= clip.frames(); at += BATCH_FRAMES) {
            for (int c = 0; c < batch.length; c++) {
                System.arraycopy(clip.channels()[c], at, batch[c], 0, BATCH_FRAMES);
            }
            loudness.process(batch, BATCH_FRAMES);
            truePeak.process(batch, BATCH_FRAMES);
            if (at % readFrames == 0) {
                truePeak.markRead();
            }
        }
        return (threads.getCurrentThreadCpuTime() - before) / (double) clip.frames();
    }

    /** One call for a tenth of a second, so that the way through JNA counts for nothing. */
    private double libraryRound() {
        int channels = clip.channels().length;
        int chunk = clip.rateHz() / 10;
        float[] interleaved = new float[chunk * channels];
        long cpu = 0;
        try (Libebur128 meter = new Libebur128(clip.rateHz(), channels);
                Memory memory = new Memory((long) interleaved.length * Float.BYTES)) {
            for (int at = 0; at + chunk <= clip.frames(); at += chunk) {
                for (int i = 0; i < chunk; i++) {
                    for (int c = 0; c < channels; c++) {
                        interleaved[i * channels + c] = clip.channels()[c][at + i];
                    }
                }
                memory.write(0, interleaved, 0, interleaved.length);
                long before = threads.getCurrentThreadCpuTime();
                meter.add(memory, chunk);
                cpu += threads.getCurrentThreadCpuTime() - before;
            }
            long before = threads.getCurrentThreadCpuTime();
            meter.integratedLufs();
            meter.rangeLu();
            cpu += threads.getCurrentThreadCpuTime() - before;
        }
        return cpu / (double) clip.frames();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
