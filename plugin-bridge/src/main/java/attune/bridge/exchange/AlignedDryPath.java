package attune.bridge.exchange;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * The input, delayed by the chain's latency: what plays when the engine failed. Fed with every quantum, so that it is
 * aligned when it is needed. One engine thread.
 */
public final class AlignedDryPath {
    private final float[][] ring;
    private final int mask;
    private final int delayFrames;
    private int position;

    /** @param maxFrames most frames between {@link #feed} and the {@link #play} that belongs to it */
    @ControlThread
    public AlignedDryPath(ProcessSpec spec, int delayFrames, int maxFrames) {
        int size = Integer.highestOneBit(delayFrames + maxFrames) << 1;
        this.ring = new float[spec.channels()][size];
        this.mask = size - 1;
        this.delayFrames = delayFrames;
    }

    @AudioThread
    public void clear() {
        for (int channel = 0; channel < ring.length; channel++) {
            float[] samples = ring[channel];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = 0;
            }
        }
        position = 0;
    }

    /** Takes the input of one chunk. */
    @AudioThread
    public void feed(float[][] input, int frames) {
        for (int channel = 0; channel < ring.length; channel++) {
            float[] samples = ring[channel];
            float[] source = input[channel];
            for (int i = 0; i < frames; i++) {
                samples[(position + i) & mask] = source[i];
            }
        }
        position = (position + frames) & mask;
    }

    /**
     * Replaces {@code output} by the delayed input of the chunk fed last, at this gain and never beyond the ceiling.
     * What isn't finite becomes silence.
     *
     * @param wetFromFrame from here the chunk fades to what {@code output} held, over {@code fadeFrames}; {@code frames}
     *     = no fade
     */
    @AudioThread
    public void play(
            float[][] output, int frames, float gainLinear, float ceilingLinear, int wetFromFrame, int fadeFrames) {
        int start = position - frames - delayFrames;
        for (int channel = 0; channel < ring.length; channel++) {
            float[] samples = ring[channel];
            float[] destination = output[channel];
            for (int i = 0; i < frames; i++) {
                float dry = bounded(samples[(start + i) & mask] * gainLinear, ceilingLinear);
                float wet = i <= wetFromFrame ? 0 : Math.min(1f, (i - wetFromFrame) / (float) fadeFrames);
                destination[i] = wet == 0 ? dry : dry + (destination[i] - dry) * wet;
            }
        }
    }

    @AudioThread
    private static float bounded(float sample, float ceilingLinear) {
        if (!(Math.abs(sample) <= Float.MAX_VALUE)) {
            return 0;
        }
        return Math.max(-ceilingLinear, Math.min(ceilingLinear, sample));
    }
}
