package attune.dsp.core;

import attune.rt.AudioThread;

/**
 * A value that walks to its target in equal steps and lands on it exactly. The step is whatever the caller calls one: a
 * quantum, a frame.
 */
public final class SmoothedValue {
    private double current;
    private double target;
    private double step;
    private int stepsLeft;

    public SmoothedValue(double value) {
        snap(value);
    }

    /** Takes this value at once. */
    @AudioThread
    public void snap(double value) {
        current = value;
        target = value;
        step = 0;
        stepsLeft = 0;
    }

    /** Walks from the current value to {@code value} in {@code steps} steps; 0 or fewer snaps. */
    @AudioThread
    public void glide(double value, int steps) {
        if (value == target) {
            return;
        }
        if (steps <= 0) {
            snap(value);
            return;
        }
        target = value;
        stepsLeft = steps;
        step = (value - current) / steps;
    }

    /** Takes one step and returns the new value. */
    @AudioThread
    public double next() {
        if (stepsLeft > 0) {
            stepsLeft--;
            current = stepsLeft == 0 ? target : current + step;
        }
        return current;
    }

    @AudioThread
    public double current() {
        return current;
    }

    @AudioThread
    public double target() {
        return target;
    }

    @AudioThread
    public boolean isMoving() {
        return stepsLeft > 0;
    }
}
