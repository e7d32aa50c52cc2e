package attune.dsp.chain;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Chooses what is heard: the processed sound, the dry one at matched level, dry minus processed, or what one stage took
 * away. Changes are crossfades of equal gain in 15 ms; at rest the processed sound is untouched, bit for bit.
 */
final class OutputSwitch {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double FADE_SECONDS = 0.015;

    /** Shares of both sides in the output now; the wet one is −1 for the difference. */
    private double wetShare = 1;

    private double dryShare;
    private double stageShare;
    private double wetTarget = 1;
    private double dryTarget;
    private double stageTarget;
    private int fadeQuanta = 1;
    private double quantaLeft;
    /** Quanta by which the next advance goes on, and those of a crossfade's first one. */
    private double pace = 1;

    private double firstPace = 1;

    @ControlThread
    void prepare(ProcessSpec spec) {
        fadeQuanta = spec.quantaFor(FADE_SECONDS);
    }

    /** Crossfades set from now on begin at this frame of the next quantum. */
    @AudioThread
    void beginAt(int frame) {
        firstPace = 1 - (double) frame / QUANTUM;
    }

    /** Sets what is to be heard; bypass goes before delta. All shares arrive together. */
    @AudioThread
    void select(boolean bypass, boolean delta, boolean ofStage) {
        boolean wholeDelta = delta && !ofStage;
        double newWet = bypass ? 0 : wholeDelta ? -1 : delta ? 0 : 1;
        double newDry = bypass || wholeDelta ? 1 : 0;
        double newStage = delta && ofStage && !bypass ? 1 : 0;
        if (newWet != wetTarget || newDry != dryTarget || newStage != stageTarget) {
            wetTarget = newWet;
            dryTarget = newDry;
            stageTarget = newStage;
            quantaLeft = fadeQuanta;
            pace = firstPace;
        }
    }

    /** Ends a crossfade under way. */
    @AudioThread
    void snap() {
        wetShare = wetTarget;
        dryShare = dryTarget;
        stageShare = stageTarget;
        quantaLeft = 0;
    }

    private void advance() {
        if (quantaLeft > pace) {
            wetShare += (wetTarget - wetShare) * pace / quantaLeft;
            dryShare += (dryTarget - dryShare) * pace / quantaLeft;
            stageShare += (stageTarget - stageShare) * pace / quantaLeft;
            quantaLeft -= pace;
            pace = 1;
        } else {
            snap();
        }
    }

    /**
     * One quantum.
     *
     * @param wet processed samples, replaced by the output
     * @param dry aligned dry samples, only read
     * @param ofStage what one stage took away, aligned, only read
     * @param match gain of the dry side
     * @param stageGain gain of {@code ofStage}, linear: about what the rest of the chain would make of it
     * @param ceilingLinear a difference beyond ± this is clipped: it may be twice as high as either side
     */
    @AudioThread
    void process(
            float[][] wet, float[][] dry, float[][] ofStage, LevelMatch match, float stageGain, double ceilingLinear) {
        double fromWet = wetShare;
        double fromDry = dryShare;
        double fromStage = stageShare;
        advance();
        if (fromDry == 0 && dryShare == 0 && fromStage == 0 && stageShare == 0) {
            return;
        }
        boolean dryOnly = fromWet == 0 && wetShare == 0 && fromStage == 0 && stageShare == 0;
        if (dryOnly && match.gainBefore() == 1 && match.gain() == 1) {
            for (int c = 0; c < wet.length; c++) {
                System.arraycopy(dry[c], 0, wet[c], 0, QUANTUM);
            }
            return;
        }
        boolean difference = wetShare < 0 || fromWet < 0 || stageShare != 0 || fromStage != 0;
        double bound = difference ? ceilingLinear : Double.MAX_VALUE;
        double wetStep = (wetShare - fromWet) / QUANTUM;
        double dryStep = (dryShare - fromDry) / QUANTUM;
        double stageStep = (stageShare - fromStage) / QUANTUM;
        double fromGain = match.gainBefore();
        double gainStep = (match.gain() - fromGain) / QUANTUM;
        for (int c = 0; c < wet.length; c++) {
            float[] w = wet[c];
            float[] d = dry[c];
            float[] s = ofStage[c];
            for (int i = 0; i < QUANTUM; i++) {
                double wetPart = w[i] * (fromWet + wetStep * (i + 1));
                double dryPart = d[i] * (fromGain + gainStep * (i + 1)) * (fromDry + dryStep * (i + 1));
                double stagePart = s[i] * stageGain * (fromStage + stageStep * (i + 1));
                w[i] = (float) Math.max(-bound, Math.min(bound, wetPart + dryPart + stagePart));
            }
        }
    }
}
