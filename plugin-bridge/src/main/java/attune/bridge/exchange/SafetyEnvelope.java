package attune.bridge.exchange;

import attune.dsp.core.ProcessSpec;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Last guard before the sound: whatever a learner asks for, each parameter stays inside its learnable bounds, moves no
 * faster than its step a second, and what no learner may touch keeps its value. Holds even when the process that sent the
 * set is broken. One engine thread; no allocation after construction.
 */
public final class SafetyEnvelope {
    private static final int COUNT = ParamTable.COUNT;

    private final double[] safeMin = new double[COUNT];
    private final double[] safeMax = new double[COUNT];
    private final double[] stepPerSecond = new double[COUNT];
    private final double[] target = new double[COUNT];
    private final ParamSnapshot current = new ParamSnapshot();
    private final double sampleRateHz;
    private boolean moving;

    @ControlThread
    public SafetyEnvelope(ProcessSpec spec) {
        this.sampleRateHz = spec.sampleRateHz();
        for (int i = 0; i < COUNT; i++) {
            ParamSpec param = ParamTable.all().get(i).spec();
            boolean learnable = param.learnable();
            safeMin[i] = learnable ? param.safeMin() : Double.NaN;
            safeMax[i] = learnable ? param.safeMax() : Double.NaN;
            stepPerSecond[i] = learnable ? stepPerSecond(param) : 0;
        }
    }

    /** Discrete values have nothing in between: they jump. */
    private static double stepPerSecond(ParamSpec param) {
        return param.scale().isDiscrete() ? Double.POSITIVE_INFINITY : param.maxStepPerSecond();
    }

    /** Drops what was asked for and continues from {@code playing}: after a recall or a change of slot. */
    @AudioThread
    public void settle(ParamSnapshot playing) {
        current.copyFrom(playing);
        moving = false;
    }

    /**
     * Takes a learner's wish.
     *
     * @param playing what the slot plays now
     */
    @AudioThread
    public void request(ParamSnapshot playing, ParamSnapshot wish) {
        current.copyFrom(playing);
        moving = false;
        for (int i = 0; i < COUNT; i++) {
            double now = current.get(i);
            target[i] = stepPerSecond[i] > 0 ? bounded(i, wish.get(i)) : now;
            moving |= target[i] != now;
        }
    }

    /** Whether {@link #advance} still has to move something. */
    @AudioThread
    public boolean isMoving() {
        return moving;
    }

    /**
     * Moves everything towards what was asked for, as far as {@code frames} of sound allow.
     *
     * @return what may play now; valid until the next call
     */
    @AudioThread
    public ParamSnapshot advance(int frames) {
        double seconds = frames / sampleRateHz;
        boolean left = false;
        for (int i = 0; i < COUNT; i++) {
            double now = current.get(i);
            double step = stepPerSecond[i] * seconds;
            double next = Math.max(now - step, Math.min(now + step, target[i]));
            current.set(i, next);
            left |= next != target[i];
        }
        moving = left;
        return current;
    }

    @AudioThread
    private double bounded(int index, double wish) {
        return Math.max(safeMin[index], Math.min(safeMax[index], wish));
    }
}
