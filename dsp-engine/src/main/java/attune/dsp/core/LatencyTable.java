package attune.dsp.core;

/**
 * Latency that a plugin reports, by sample rate and mode, and what each stage may have of it. Known before any engine
 * runs, so that a host is told once and for all; the chain pads itself to it, whatever its program. The native shim has
 * the same numbers, generated from here.
 *
 * <pre>
 *   total = quantum (the shim's re-blocking) + chain
 *   chain ≥ noise reducer + limiter + compressor + exciter        the rest of the stages have none
 *
 *   48 kHz      noise reducer   limiter   compressor   exciter   chain   total
 *   quality         960           128         64          16      1216    1280   26.7 ms
 *   live            192            64         32          16       320     384    8.0 ms
 * </pre>
 */
public final class LatencyTable {
    /**
     * Frames that the shim's pipeline adds in the safe latency mode, at every rate: so much may an engine be late before
     * anybody waits for it. The chain is that of {@link LatencyMode#QUALITY} and knows nothing of it.
     */
    public static final int PIPELINE_FRAMES = 1024;

    /** Frames that the exciter's oversampling takes, at every rate. */
    public static final int EXCITER_FRAMES = 16;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    /** Rows of {upper sample rate in Hz, frame length of the short-time transform}; the last row holds for all above. */
    private static final int[][] ROWS = {
        {12_000, 256}, {24_000, 512}, {50_000, 1024}, {100_000, 2048}, {192_000, 4096},
    };

    private LatencyTable() {}

    /** Frame length of the short-time transform: about 21 ms, a power of two. */
    public static int stftFrames(double sampleRateHz) {
        for (int[] row : ROWS) {
            if (sampleRateHz <= row[0]) {
                return row[1];
            }
        }
        throw new IllegalArgumentException("sampleRateHz=" + sampleRateHz + ", allowed are 8000 to 192000");
    }

    /** Length of the frames that the noise reducer looks at: 21 ms or, where time is short, 11 ms. */
    public static int analysisFrames(double sampleRateHz, LatencyMode mode) {
        return stftFrames(sampleRateHz) / (mode == LatencyMode.QUALITY ? 1 : 2);
    }

    /** Part of a transform's frame, its newest, from which output is made: all of it, or a quarter. */
    public static int synthesisFrames(double sampleRateHz, LatencyMode mode) {
        int frames = stftFrames(sampleRateHz);
        return mode == LatencyMode.QUALITY ? frames : Math.max(2 * QUANTUM, frames / 4);
    }

    /** Look-ahead of the limiter: 2.7 ms or 1.3 ms at 48 kHz. */
    public static int limiterFrames(double sampleRateHz, LatencyMode mode) {
        int frames = stftFrames(sampleRateHz);
        return mode == LatencyMode.QUALITY ? frames / 8 : Math.max(32, frames / 16);
    }

    /** Look-ahead of the compressor: 1.3 ms or 0.7 ms at 48 kHz. */
    public static int compressorFrames(double sampleRateHz, LatencyMode mode) {
        return stftFrames(sampleRateHz) / (mode == LatencyMode.QUALITY ? 16 : 32);
    }

    /** Latency of the chain, without the shim's own quantum. A multiple of the quantum. */
    public static int chainFrames(double sampleRateHz, LatencyMode mode) {
        return totalFrames(sampleRateHz, mode) - QUANTUM;
    }

    /** Latency that a plugin reports: 26.7 ms or 8 ms at 48 kHz. */
    public static int totalFrames(double sampleRateHz, LatencyMode mode) {
        if (mode == LatencyMode.QUALITY) {
            int frames = stftFrames(sampleRateHz);
            return frames + frames / 4;
        }
        int stages = synthesisFrames(sampleRateHz, mode)
                - QUANTUM
                + limiterFrames(sampleRateHz, mode)
                + compressorFrames(sampleRateHz, mode)
                + EXCITER_FRAMES;
        return (stages + QUANTUM - 1) / QUANTUM * QUANTUM + QUANTUM;
    }

    /** Rows of {upper sample rate in Hz, total latency in frames}, ascending; for the table generator. */
    public static int[][] totalFramesRows(LatencyMode mode) {
        int[][] rows = new int[ROWS.length][];
        for (int i = 0; i < ROWS.length; i++) {
            rows[i] = new int[] {ROWS[i][0], totalFrames(ROWS[i][0], mode)};
        }
        return rows;
    }
}
