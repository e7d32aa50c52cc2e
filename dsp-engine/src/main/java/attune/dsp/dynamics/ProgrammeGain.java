package attune.dsp.dynamics;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * The gain that would bring the programme that comes in to its target loudness, whether or not anything applies it: what
 * thresholds count with that are meant for a programme at its target. From the programme's own level
 * ({@link ProgrammeLevel}), moved by at most 6 dB a second, within ±40 dB.
 */
public final class ProgrammeGain {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double SPEED_DB_PER_SECOND = 6;
    private static final double LARGEST_DB = 40;

    private final ProgrammeLevel level = new ProgrammeLevel();
    private double quantumDb;
    private int stepQuanta = 1;
    private int quantaLeft = 1;
    private double stepSum;
    private double targetLufs = LoudnessLeveler.DEFAULT_TARGET_LUFS;
    private double gainDb;

    @ControlThread
    public void prepare(ProcessSpec spec) {
        quantumDb = SPEED_DB_PER_SECOND * QUANTUM / spec.sampleRateHz();
        stepQuanta = spec.quantaFor(ProgrammeLevel.STEP_SECONDS);
        start(0);
    }

    @AudioThread
    public void setTargetLufs(double lufs) {
        targetLufs = lufs;
    }

    /** Forgets the programme and starts from here, as if it were so much from its target. */
    @AudioThread
    public void start(double startGainDb) {
        level.reset();
        quantaLeft = stepQuanta;
        stepSum = 0;
        gainDb = bounded(startGainDb);
        if (gainDb != 0) {
            level.remember(targetLufs - gainDb);
        }
    }

    private static double bounded(double db) {
        return Math.max(-LARGEST_DB, Math.min(LARGEST_DB, db));
    }

    /** Listens to one quantum: its K-weighted mean square (ITU-R BS.1770-5), all channels added. */
    @AudioThread
    public void listen(double meanSquare) {
        stepSum += meanSquare;
        quantaLeft--;
        if (quantaLeft == 0) {
            level.step(stepSum / stepQuanta);
            quantaLeft = stepQuanta;
            stepSum = 0;
        }
        if (level.known() && level.active()) {
            double wanted = bounded(targetLufs - level.lufs());
            gainDb += Math.max(-quantumDb, Math.min(quantumDb, wanted - gainDb));
        }
    }

    @AudioThread
    public double gainDb() {
        return gainDb;
    }
}
