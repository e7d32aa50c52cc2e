package attune.dsp.spectral;

import attune.rt.AudioThread;

/**
 * Knows the noise power of every bin from the frames that it was given, at equal distances. Order: {@link #update}, then
 * {@link #refine} for every bin once. Arrays that are given out are owned by the estimator and hold until the next frame.
 */
interface NoiseEstimator {
    /** Forgets everything. */
    @AudioThread
    void reset();

    /** Only every so manieth frame comes from now on, 1 or 2; nothing to one that is given every second one anyway. */
    @AudioThread
    default void setStride(int frames) {}

    /**
     * Learns one frame.
     *
     * @param power of every bin, positive and normal (a floor well above the denormals)
     * @param single power of one combination of the channels, see {@link Stft#single}; empty for an estimator that does not
     *     look at it
     */
    @AudioThread
    void update(float[] power, float[] single);

    /**
     * Averages the last frame into the estimate of some bins, where it holds noise alone.
     *
     * @param presence certainty that these bins hold more than noise, 0 to 1
     */
    @AudioThread
    void refine(float[] power, int from, int to, float presence);

    /**
     * Goes on from what another has learned, of the same kind and hop; its frames may be of half or twice the length,
     * with so much less or more power in a bin.
     */
    @AudioThread
    void adopt(NoiseEstimator other);

    /** Whether anything is known. */
    boolean isStarted();

    /** How far the estimate can be trusted by now, 0 to 1. */
    @AudioThread
    float trust();

    /** Noise power by bin; zero before the first frame. */
    float[] noise();

    /** One over {@link #noise}; zero before the first frame. */
    float[] inverse();

    /** Certainty that a bin holds a tone that has been held for long, 0 to 1: no noise, however steady. */
    float[] held();
}
