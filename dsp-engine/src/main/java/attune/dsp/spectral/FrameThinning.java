package attune.dsp.spectral;

import attune.rt.AudioThread;

/**
 * Weights with which every frame counts while every second one is left out for the sake of cost. Frames a quarter of
 * their length apart under Hann windows add up to one either way: all of them at weight 1, or every second one at weight
 * 2. The way from one to the other leads over {@link #RAMP_FRAMES} frames, in which even frames grow and odd ones fade;
 * the sum stays within 0.3 dB of one, even where the way turns back.
 */
final class FrameThinning {
    /** Frames from all to every second one. */
    static final int RAMP_FRAMES = 16;

    private boolean wanted;
    private boolean odd;
    private int step;

    /** Forgets which frame was the last, and is at once as wanted. */
    @AudioThread
    void reset() {
        odd = true;
        step = wanted ? RAMP_FRAMES : 0;
    }

    /** Whether every second frame is to be left out. */
    @AudioThread
    void want(boolean thin) {
        wanted = thin;
    }

    /** Weight of the next frame, 0 to 2; nothing at 0. */
    @AudioThread
    float next() {
        odd = !odd;
        // a frame that was left out says nothing about the level: from rest the ramp begins with one that counts
        if (!odd || step < RAMP_FRAMES) {
            step = wanted ? Math.min(RAMP_FRAMES, step + 1) : Math.max(0, step - 1);
        }
        float share = step * (1f / RAMP_FRAMES);
        return odd ? 1 - share : 1 + share;
    }

    /** Whether the last frame is one of those that are left out where any are. */
    boolean isOdd() {
        return odd;
    }

    /** Whether frames are left out. */
    boolean isThin() {
        return step == RAMP_FRAMES;
    }
}
