package attune.bench.meter;

/** A loudness meter of any make, fed with one programme from its start. One owner thread. */
interface ProgrammeMeter extends AutoCloseable {
    /**
     * Measures the next frames.
     *
     * @param channels planar samples, full scale ±1
     * @param frames a positive multiple of 64
     */
    void process(float[][] channels, int frames);

    /** Loudness of the last 400 ms in LUFS. */
    double momentaryLufs();

    /** Loudness of the last 3 s in LUFS. */
    double shortTermLufs();

    /** Gated loudness since the start in LUFS. */
    double integratedLufs();

    /** Loudness range since the start in LU. */
    double rangeLu();

    /** Largest true peak of all channels since the start in dBTP. */
    double truePeakDbtp();

    @Override
    void close();

    /** Makes meters of one make. */
    interface Factory {
        ProgrammeMeter open(int rateHz, int channels);
    }
}
