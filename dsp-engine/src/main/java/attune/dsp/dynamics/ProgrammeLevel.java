package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.dsp.meter.KWeighting;
import attune.rt.AudioThread;

/**
 * Running loudness of the programme itself, leaving out pauses and background: what a leveler steers by. Fed with
 * K-weighted mean squares of 50 ms steps.
 *
 * <p>A step belongs to the programme when its momentary loudness (400 ms) is above −60 LUFS and less than 10 LU under the
 * level known so far. Quieter steps count only when they stand 8 LU above the floor of the last 4 s (steady sound so far
 * down is background) and go on for 2 s: a quiet section. Before any level is known, steady sound under −43 LUFS is taken
 * for background too. The level is a mean of energies over all programme so far, then over the last 10 s, 2 s
 * where the last seconds differ by more than 4 LU, and 0.5 s when sound has been 10 LU louder for 0.6 s (a shorter
 * bang counts little).
 */
final class ProgrammeLevel {
    static final double STEP_SECONDS = 0.05;

    private static final double ABSOLUTE_GATE_LUFS = -60;
    private static final double STEADY_GATE_LUFS = -43;
    private static final double RELATIVE_GATE_LU = 10;
    private static final double ABOVE_FLOOR_LU = 8;
    private static final double QUIET_SECTION_SECONDS = 2;
    private static final double LOUD_LU = 10;
    private static final double LOUD_SECONDS = 0.6;
    private static final double BANG_RATIO = 4;
    private static final double CHANGED_LU = 4;
    private static final double LONG_SECONDS = 10;
    private static final double CHANGED_SECONDS = 2;
    private static final double LOUD_MEAN_SECONDS = 0.5;
    private static final int WINDOW_STEPS = 8;
    private static final int FLOOR_STEPS = 4;
    private static final int FLOOR_HISTORY = 80;
    private static final double SILENCE = 1e-12;
    private static final double DB_PER_OCTAVE_OF_POWER = 3.010299956639812;

    private final double[] window = new double[WINDOW_STEPS];
    private final double[] floorHistory = new double[FLOOR_HISTORY];
    private long steps;
    private double energy;
    private double recentEnergy;
    private double programmeSeconds;
    private double memorySeconds;
    private double quietSeconds;
    private double loudSeconds;
    private double momentaryLufs;
    private boolean active;

    /** Forgets everything. */
    @AudioThread
    void reset() {
        for (int i = 0; i < WINDOW_STEPS; i++) {
            window[i] = 0;
        }
        for (int i = 0; i < FLOOR_HISTORY; i++) {
            floorHistory[i] = 0;
        }
        steps = 0;
        energy = 0;
        recentEnergy = 0;
        programmeSeconds = 0;
        memorySeconds = 0;
        quietSeconds = 0;
        loudSeconds = 0;
        momentaryLufs = lufs(0);
        active = false;
    }

    /** Starts as if the programme had been at this level for long. */
    @AudioThread
    void remember(double lufs) {
        energy = ExactMath.exp2((lufs - KWeighting.OFFSET_LUFS) / DB_PER_OCTAVE_OF_POWER);
        recentEnergy = energy;
        programmeSeconds = LONG_SECONDS;
        memorySeconds = LONG_SECONDS;
    }

    /** Takes the mean square of one step, all channels added. */
    @AudioThread
    void step(double meanSquare) {
        window[(int) (steps % WINDOW_STEPS)] = meanSquare;
        floorHistory[(int) (steps % FLOOR_HISTORY)] = latest(FLOOR_STEPS);
        steps++;
        double now = latest(WINDOW_STEPS);
        momentaryLufs = lufs(now);
        active = steps >= WINDOW_STEPS && belongs();
        countLoud();
        if (active) {
            learn(now);
        }
    }

    private double latest(int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += window[(int) ((steps + WINDOW_STEPS - i) % WINDOW_STEPS)];
        }
        return sum / count;
    }

    private boolean belongs() {
        boolean modulated = momentaryLufs > floorLufs() + ABOVE_FLOOR_LU;
        if (momentaryLufs <= ABSOLUTE_GATE_LUFS) {
            quietSeconds = 0;
            return false;
        }
        if (!known()) {
            return modulated || momentaryLufs > STEADY_GATE_LUFS;
        }
        if (momentaryLufs > lufs() - RELATIVE_GATE_LU) {
            quietSeconds = Math.max(0, quietSeconds - STEP_SECONDS);
            return true;
        }
        quietSeconds += modulated ? STEP_SECONDS : -STEP_SECONDS / 2;
        quietSeconds = Math.max(0, Math.min(quietSeconds, 2 * QUIET_SECTION_SECONDS));
        return modulated && quietSeconds >= QUIET_SECTION_SECONDS;
    }

    private double floorLufs() {
        double floor = floorHistory[0];
        int filled = (int) Math.min(steps, FLOOR_HISTORY);
        for (int i = 1; i < filled; i++) {
            floor = Math.min(floor, floorHistory[i]);
        }
        return Math.max(lufs(floor), ABSOLUTE_GATE_LUFS - RELATIVE_GATE_LU);
    }

    private void countLoud() {
        boolean loud = known() && momentaryLufs > lufs() + LOUD_LU;
        loudSeconds = loud ? loudSeconds + STEP_SECONDS : 0;
    }

    private void learn(double now) {
        boolean confirmedLoud = loudSeconds >= LOUD_SECONDS;
        double counted = confirmedLoud || !known() ? now : Math.min(now, BANG_RATIO * energy);
        programmeSeconds += STEP_SECONDS;
        memorySeconds = Math.min(memorySeconds + STEP_SECONDS, memoryLimit(confirmedLoud));
        energy += (counted - energy) * (STEP_SECONDS / memorySeconds);
        recentEnergy += (counted - recentEnergy) * (STEP_SECONDS / Math.min(memorySeconds, CHANGED_SECONDS));
    }

    private double memoryLimit(boolean confirmedLoud) {
        if (confirmedLoud) {
            return LOUD_MEAN_SECONDS;
        }
        boolean changed = known() && Math.abs(lufs(recentEnergy) - lufs()) > CHANGED_LU;
        return changed ? CHANGED_SECONDS : LONG_SECONDS;
    }

    private static double lufs(double meanSquare) {
        return KWeighting.OFFSET_LUFS + ExactMath.powerToDb(Math.max(meanSquare, SILENCE));
    }

    /** Whether enough was heard to say a level. */
    @AudioThread
    boolean known() {
        return memorySeconds >= WINDOW_STEPS * STEP_SECONDS;
    }

    /** Whether the last step belonged to the programme. */
    @AudioThread
    boolean active() {
        return active;
    }

    /** Loudness of the programme. */
    @AudioThread
    double lufs() {
        return lufs(energy);
    }

    /** Loudness of the last 400 ms. */
    @AudioThread
    double momentaryLufs() {
        return momentaryLufs;
    }

    /** Seconds of programme heard, pauses left out. */
    @AudioThread
    double programmeSeconds() {
        return programmeSeconds;
    }
}
