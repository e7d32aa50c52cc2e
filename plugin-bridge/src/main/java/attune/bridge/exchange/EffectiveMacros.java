package attune.bridge.exchange;

import attune.bridge.shm.OverrideState;
import attune.bridge.telemetry.MacroTouches;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSpec;
import attune.param.Scale;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Which value of each macro is in force: the host's own, or one that a person set elsewhere. Who touched it last wins: an
 * override holds until the host's own value changes, by hand or by automation. Triggers are always the host's.
 *
 * <p>A session brings overrides back together with the host's values of that time. Hosts restore those by themselves, some
 * before the first block and some after it, and that is no touch: after a recall the host may stay where it is or move to
 * the value of that time; anything else drops the override.
 *
 * <p>One engine thread; no allocation after construction.
 */
final class EffectiveMacros {
    /** Share of a macro's range by which a host's value may differ after its way through a session file. */
    private static final double SAME = 1e-4;

    private static final int COUNT = MacroTable.COUNT;

    private final MacroSnapshot host = new MacroSnapshot();
    private final MacroSnapshot effective = new MacroSnapshot();
    private final OverrideState overrides = new OverrideState();
    /** Host's values at the last recall, from which it may still move to those of the session; NaN once it has. */
    private final double[] recalledFrom = new double[COUNT];

    private final double[] tolerance = new double[COUNT];
    private final boolean[] lasting = new boolean[COUNT];
    private boolean changed;

    @ControlThread
    EffectiveMacros() {
        for (int i = 0; i < COUNT; i++) {
            ParamSpec spec = MacroTable.all().get(i).spec();
            recalledFrom[i] = Double.NaN;
            tolerance[i] = SAME * (spec.max() - spec.min());
            lasting[i] = spec.scale() != Scale.TRIGGER;
        }
    }

    /** Takes the host's own values, with every post and before {@link #recall} and {@link #touch}. */
    @AudioThread
    void host(MacroSnapshot values) {
        host.copyFrom(values);
        for (int i = 0; i < COUNT; i++) {
            if (!overrides.has(i)) {
                continue;
            }
            double now = host.get(i);
            if (isSame(i, now, overrides.hostValues[i])) {
                recalledFrom[i] = Double.NaN;
            } else if (!isSame(i, now, recalledFrom[i])) { // never so for NaN
                drop(i);
            }
        }
    }

    /** Takes what a session holds in place of all that was overridden before. */
    @AudioThread
    void recall(OverrideState session) {
        for (int i = 0; i < COUNT; i++) {
            drop(i);
            if (session.has(i) && lasting[i]) {
                put(i, session.values[i], session.hostValues[i]);
                recalledFrom[i] = host.get(i);
            }
        }
    }

    /** Takes what was touched outside the host. */
    @AudioThread
    void touch(MacroTouches touches) {
        for (int i = 0; i < COUNT; i++) {
            if (!touches.isTouched(i) || !lasting[i]) {
                continue;
            }
            drop(i);
            double value = touches.value(i);
            if (!Double.isNaN(value)) {
                put(i, value, host.get(i));
            }
        }
    }

    @AudioThread
    private void put(int macro, double value, double hostValue) {
        effective.set(macro, value); // bounded
        overrides.put(macro, effective.get(macro), hostValue);
        changed = true;
    }

    @AudioThread
    private void drop(int macro) {
        changed |= overrides.has(macro);
        overrides.remove(macro);
        recalledFrom[macro] = Double.NaN;
    }

    /** The macros in force; valid until the next call of anything here. */
    @AudioThread
    MacroSnapshot inForce() {
        for (int i = 0; i < COUNT; i++) {
            effective.set(i, overrides.has(i) ? overrides.values[i] : host.get(i));
        }
        return effective;
    }

    /** What is overridden now, for the session. */
    @AudioThread
    OverrideState overrides() {
        return overrides;
    }

    /** Whether {@link #overrides} has changed since the last call. */
    @AudioThread
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    @AudioThread
    private boolean isSame(int macro, double one, double other) {
        return Math.abs(one - other) <= tolerance[macro];
    }
}
