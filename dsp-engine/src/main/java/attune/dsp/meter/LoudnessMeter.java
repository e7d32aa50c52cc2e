package attune.dsp.meter;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Loudness after ITU-R BS.1770-5 and EBU R 128 (Tech 3341): momentary (400 ms, every 10 ms), short-term (3 s, every
 * 100 ms), integrated (400 ms blocks every 100 ms, gates at −70 LUFS and 10 LU under the mean), and loudness range (EBU
 * Tech 3342: short-term values every 100 ms, gates at −70 LUFS and 20 LU under the mean, 10th to 95th percentile).
 *
 * <p>Time is counted in cells of 10 ms whose ends are rounded down to whole frames and found inside a block, so values
 * do not depend on how blocks are cut. One owner thread.
 *
 * <p>Loudness range agrees with other meters once they take their values alike ({@code ./attune bench meters} shows it).
 * libebur128 takes a short-term value each second; Tech 3342 asks for ten since 2016. From every tenth of our values comes
 * its range to 0.01 LU, but on 10 s of music that is 11.1 LU instead of our 16.5, on 240 s 16.3 instead of 16.1.
 * ffmpeg takes its percentiles at rank n p, Tech 3342 and we at (n − 1) p: one place of the sorted values, which is 1
 * LU on the same 10 s and nothing from a minute on. Under 60 s a range says little, whoever measures it.
 */
public final class LoudnessMeter {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int CELLS_PER_SECOND = 100;
    private static final int CELLS_PER_STEP = 10;
    private static final int MOMENTARY_CELLS = 40;
    private static final int SHORT_TERM_CELLS = 300;
    /** EBU Tech 3341, section 2.4. */
    private static final int RANGE_STABLE_CELLS = 60 * CELLS_PER_SECOND;

    private static final double INTEGRATED_GATE_LU = 10;
    private static final double RANGE_GATE_LU = 20;
    private static final double RANGE_LOW = 0.10;
    private static final double RANGE_HIGH = 0.95;

    private final KWeighting weighting = new KWeighting();
    private final LoudnessHistogram blocks = new LoudnessHistogram();
    private final LoudnessHistogram shortTerms = new LoudnessHistogram();
    private final double[] cellEnergies = new double[SHORT_TERM_CELLS];
    private double sampleRateHz = 48_000;
    private long finishedCells;
    private int slot;
    private int cellFramesLeft;
    private double cellEnergy;
    private double quantumEnergy;
    private double momentaryLufs;
    private double maximumMomentaryLufs;
    private double shortTermLufs;
    private double maximumShortTermLufs;
    private double integratedLufs;
    private double rangeLu;

    /** Designs the weighting and clears everything. */
    @ControlThread
    public void prepare(ProcessSpec spec) {
        sampleRateHz = spec.sampleRateHz();
        weighting.prepare(spec);
        reset();
    }

    /** Clears all history: a new programme begins. */
    @AudioThread
    public void reset() {
        weighting.reset();
        blocks.reset();
        shortTerms.reset();
        for (int i = 0; i < SHORT_TERM_CELLS; i++) {
            cellEnergies[i] = 0;
        }
        finishedCells = 0;
        slot = 0;
        cellFramesLeft = (int) endOf(0);
        cellEnergy = 0;
        quantumEnergy = 0;
        momentaryLufs = Double.NEGATIVE_INFINITY;
        maximumMomentaryLufs = Double.NEGATIVE_INFINITY;
        shortTermLufs = Double.NEGATIVE_INFINITY;
        maximumShortTermLufs = Double.NEGATIVE_INFINITY;
        integratedLufs = Double.NEGATIVE_INFINITY;
        rangeLu = 0;
    }

    /** Frames from the start to the end of a cell. */
    private long endOf(long cell) {
        return (long) ((cell + 1) * sampleRateHz / CELLS_PER_SECOND);
    }

    /**
     * Measures without changing anything.
     *
     * @param channels planar samples
     * @param frames a positive multiple of the quantum
     */
    @AudioThread
    public void process(float[][] channels, int frames) {
        for (int start = 0; start < frames; start += QUANTUM) {
            int position = start;
            int end = start + QUANTUM;
            quantumEnergy = 0;
            while (position < end) {
                int run = Math.min(end - position, cellFramesLeft);
                double energy = position == start
                        ? weighting.energy(channels, position, run)
                        : weighting.energyWithMore(channels, position, run);
                cellEnergy += energy - quantumEnergy;
                quantumEnergy = energy;
                position += run;
                cellFramesLeft -= run;
                if (cellFramesLeft == 0) {
                    finishCell();
                }
            }
        }
    }

    private void finishCell() {
        cellEnergies[slot] = cellEnergy;
        slot = slot + 1 == SHORT_TERM_CELLS ? 0 : slot + 1;
        cellEnergy = 0;
        long end = endOf(finishedCells);
        finishedCells++;
        cellFramesLeft = (int) (endOf(finishedCells) - end);
        if (finishedCells >= MOMENTARY_CELLS) {
            double meanSquare = meanSquare(MOMENTARY_CELLS);
            momentaryLufs = aboveGate(meanSquare);
            maximumMomentaryLufs = Math.max(maximumMomentaryLufs, momentaryLufs);
            if (finishedCells % CELLS_PER_STEP == 0) {
                blocks.add(meanSquare);
                integratedLufs = blocks.gatedLufs(INTEGRATED_GATE_LU);
            }
        }
        if (finishedCells >= SHORT_TERM_CELLS && finishedCells % CELLS_PER_STEP == 0) {
            finishShortTerm();
        }
    }

    private void finishShortTerm() {
        double meanSquare = meanSquare(SHORT_TERM_CELLS);
        shortTermLufs = aboveGate(meanSquare);
        maximumShortTermLufs = Math.max(maximumShortTermLufs, shortTermLufs);
        shortTerms.add(meanSquare);
        rangeLu = shortTerms.percentileRangeLu(RANGE_GATE_LU, RANGE_LOW, RANGE_HIGH);
    }

    /** Mean square of the last cells, their channels added. */
    private double meanSquare(int cells) {
        double sum = 0;
        int at = slot;
        for (int i = 0; i < cells; i++) {
            at = at == 0 ? SHORT_TERM_CELLS - 1 : at - 1;
            sum += cellEnergies[at];
        }
        long before = finishedCells == cells ? 0 : endOf(finishedCells - cells - 1);
        return sum / (endOf(finishedCells - 1) - before);
    }

    private static double aboveGate(double meanSquare) {
        double lufs = LoudnessHistogram.lufs(meanSquare);
        return lufs < LoudnessHistogram.ABSOLUTE_GATE_LUFS ? Double.NEGATIVE_INFINITY : lufs;
    }

    /** K-weighted energy of the quantum last measured, all channels added. */
    @AudioThread
    public double quantumEnergy() {
        return quantumEnergy;
    }

    /** Loudness of the last 400 ms in LUFS; −∞ before the first full window and under −70. */
    @AudioThread
    public double momentaryLufs() {
        return momentaryLufs;
    }

    /** Largest momentary loudness since {@link #reset}. */
    @AudioThread
    public double maximumMomentaryLufs() {
        return maximumMomentaryLufs;
    }

    /** Loudness of the last 3 s in LUFS; −∞ before the first full window and under −70. */
    @AudioThread
    public double shortTermLufs() {
        return shortTermLufs;
    }

    /** Largest short-term loudness since {@link #reset}. */
    @AudioThread
    public double maximumShortTermLufs() {
        return maximumShortTermLufs;
    }

    /** Gated loudness since {@link #reset} in LUFS; −∞ without a block above the gate. */
    @AudioThread
    public double integratedLufs() {
        return integratedLufs;
    }

    /** Loudness range since {@link #reset} in LU; {@link #rangeStable} says whether it is to be trusted. */
    @AudioThread
    public double loudnessRangeLu() {
        return rangeLu;
    }

    /** Whether a minute was heard since {@link #reset}; a loudness range of less says little. */
    @AudioThread
    public boolean rangeStable() {
        return finishedCells >= RANGE_STABLE_CELLS;
    }
}
