package attune.dsp.core;

/**
 * Latency that a plugin reports, by sample rate. Known before any engine runs, so that a host is told once and for all;
 * the chain pads itself to it. The native shim has the same numbers, generated from here.
 */
public final class LatencyTable {
    /** Rows of {upper sample rate in Hz, frame length of the short-time transform}; the last row holds for all above. */
    private static final int[][] ROWS = {
        {12_000, 256}, {24_000, 512}, {50_000, 1024}, {100_000, 2048}, {192_000, 4096},
    };

    private LatencyTable() {}

    /** Frame length of the short-time transform in quality mode: about 21 ms, a power of two. */
    public static int stftFrames(double sampleRateHz) {
        for (int[] row : ROWS) {
            if (sampleRateHz <= row[0]) {
                return row[1];
            }
        }
        throw new IllegalArgumentException("sampleRateHz=" + sampleRateHz + ", allowed are 8000 to 192000");
    }

    /** Latency of the chain in quality mode, without the shim's own quantum. A multiple of the quantum. */
    public static int chainFrames(double sampleRateHz) {
        return totalFrames(sampleRateHz) - ProcessSpec.QUANTUM_FRAMES;
    }

    /** Latency that a plugin reports in quality mode: five quarters of the transform's frame (26.7 ms at 48 kHz). */
    public static int totalFrames(double sampleRateHz) {
        int frames = stftFrames(sampleRateHz);
        return frames + frames / 4;
    }

    /** Rows of {upper sample rate in Hz, total latency in frames}, ascending; for the table generator. */
    public static int[][] totalFramesRows() {
        int[][] rows = new int[ROWS.length][];
        for (int i = 0; i < ROWS.length; i++) {
            rows[i] = new int[] {ROWS[i][0], totalFrames(ROWS[i][0])};
        }
        return rows;
    }
}
