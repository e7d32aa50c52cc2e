package attune.dsp.chain;

import attune.dsp.core.ProcessSpec;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Walks every parameter in a straight line, one step a quantum, to its target, where it lands exactly. Discrete
 * parameters jump.
 */
final class ParamSmoother {
    private final ParamSpec[] specs = new ParamSpec[ParamTable.COUNT];
    private final int[] quantaToTarget = new int[ParamTable.COUNT];
    private final int[] quantaLeft = new int[ParamTable.COUNT];
    private final double[] step = new double[ParamTable.COUNT];
    /** Share of a whole step that the next one is: less where the line began inside a quantum. */
    private final double[] share = new double[ParamTable.COUNT];

    private double firstShare = 1;
    private final ParamSnapshot target = new ParamSnapshot();
    private final ParamSnapshot current = new ParamSnapshot();
    private int moving;

    ParamSmoother() {
        for (int p = 0; p < ParamTable.COUNT; p++) {
            specs[p] = ParamTable.all().get(p).spec();
        }
    }

    /** All parameters at their defaults, at rest. */
    @ControlThread
    void prepare(ProcessSpec spec) {
        for (int p = 0; p < ParamTable.COUNT; p++) {
            double smoothingMs = specs[p].smoothingMs();
            quantaToTarget[p] = smoothingMs > 0 ? spec.quantaFor(smoothingMs / 1000) : 0;
        }
        target.setDefaults();
        snap();
    }

    /** Facts about the parameter at this dense index. */
    @AudioThread
    ParamSpec spec(int param) {
        return specs[param];
    }

    /** Values in force now. */
    @AudioThread
    ParamSnapshot current() {
        return current;
    }

    /** Value to which a parameter is going. */
    @AudioThread
    double target(int param) {
        return target.get(param);
    }

    /** Lines set from now on begin at this frame of the next quantum; those that jump don't wait for it. */
    @AudioThread
    void beginAt(int frame) {
        firstShare = 1 - (double) frame / ProcessSpec.QUANTUM_FRAMES;
    }

    /**
     * Sets where a parameter goes.
     *
     * @param leastQuanta slower than the parameter's own smoothing where that is shorter
     */
    @AudioThread
    void glide(int param, double value, int leastQuanta) {
        if (target.get(param) == value) {
            return;
        }
        target.set(param, value);
        int quanta = quantaToTarget[param];
        if (quanta > 0) {
            quanta = Math.max(quanta, leastQuanta);
        } else {
            quanta = 1;
        }
        moving += quantaLeft[param] == 0 ? 1 : 0;
        share[param] = quantaToTarget[param] > 0 ? firstShare : 1;
        quantaLeft[param] = share[param] < 1 ? quanta + 1 : quanta;
        step[param] = (target.get(param) - current.get(param)) / quanta;
    }

    /** Lands everything at once. */
    @AudioThread
    void snap() {
        current.copyFrom(target);
        for (int p = 0; p < quantaLeft.length; p++) {
            quantaLeft[p] = 0;
        }
        moving = 0;
    }

    /** Takes one step; whether anything moved. */
    @AudioThread
    boolean advance() {
        if (moving == 0) {
            return false;
        }
        for (int p = 0; p < quantaLeft.length; p++) {
            if (quantaLeft[p] == 0) {
                continue;
            }
            quantaLeft[p]--;
            boolean landed = quantaLeft[p] == 0;
            current.set(p, landed ? target.get(p) : current.get(p) + step[p] * share[p]);
            share[p] = 1;
            moving -= landed ? 1 : 0;
        }
        return true;
    }
}
