package attune.bridge.exchange;

import attune.bridge.exchange.WarmUpScene.Sound;

/**
 * The warm-up's input: a loop of some 0.6 s, at 48 kHz, of what makes stages work, computed once. Deterministic, without a
 * call of sine, which would have to be loaded and compiled first.
 */
final class WarmUpSound {
    private static final int FRAMES = 28_672;
    private static final int PERIOD_FRAMES = 320;
    private static final int VOICED_FRAMES = 12_000;
    private static final int SHARP_FRAMES = 4_000;
    private static final float LOUD = 8;

    private final float[] voice = new float[FRAMES];
    private final float[] noise = new float[FRAMES];
    private int state = 1;

    WarmUpSound() {
        float before = 0;
        for (int i = 0; i < FRAMES; i++) {
            float white = nextNoise();
            noise[i] = 0.1f * white * ((i & 2048) == 0 ? 1f : 0.05f);
            float floor = 0.004f * white + 0.004f * triangle(i, 960);
            if (i < VOICED_FRAMES) {
                voice[i] = 0.3f * triangle(i, PERIOD_FRAMES) * swell(i) + floor;
            } else if (i < VOICED_FRAMES + SHARP_FRAMES) {
                voice[i] = 0.25f * (white - before) + floor;
            } else {
                voice[i] = floor;
            }
            before = white;
        }
    }

    /** White, −1 to 1 (Marsaglia's xorshift). */
    private float nextNoise() {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return (float) (state / 2147483648.0);
    }

    private static float triangle(int frame, int period) {
        float phase = frame % period / (float) period;
        return phase < 0.5f ? 4 * phase - 1 : 3 - 4 * phase;
    }

    private static float swell(int frame) {
        return triangle(frame, VOICED_FRAMES / 2) * 0.5f + 0.5f;
    }

    /** Fills each channel with the sound's frames from {@code position} on; the second one is a little different. */
    void fill(Sound sound, long position, float[][] channels, int frames) {
        float[] source = sound == Sound.NOISE ? noise : voice;
        float gain = sound == Sound.LOUD ? LOUD : sound == Sound.SILENCE ? 0 : 1;
        int at = (int) (position % FRAMES);
        for (int c = 0; c < channels.length; c++) {
            float[] channel = channels[c];
            float share = gain * (1 - 0.2f * c);
            for (int i = 0; i < frames; i++) {
                int from = at + i < FRAMES ? at + i : at + i - FRAMES;
                channel[i] = share * source[from] + gain * c * 0.1f * noise[from];
            }
            if (sound == Sound.BROKEN) {
                channel[0] = Float.NaN;
                channel[1] = Float.POSITIVE_INFINITY;
                channel[2] = Float.MIN_VALUE;
            }
        }
    }
}
