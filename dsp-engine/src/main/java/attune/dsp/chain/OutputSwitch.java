package attune.dsp.chain;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Chooses what is heard: the processed sound, the dry one at matched level, or dry minus processed. Changes are
 * crossfades of equal gain in 15 ms; at rest the processed sound is untouched, bit for bit.
 */
final class OutputSwitch {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double FADE_SECONDS = 0.015;

    /** Shares of both sides in the output now; the wet one is −1 for the difference. */
    private double wetShare = 1;

    private double dryShare;
    private double wetTarget = 1;
    private double dryTarget;
    private int fadeQuanta = 1;
    private int quantaLeft;

    @ControlThread
    void prepare(ProcessSpec spec) {
        fadeQuanta = spec.quantaFor(FADE_SECONDS);
    }

    /** Sets what is to be heard; bypass goes before delta. Both shares arrive together. */
    @AudioThread
    void select(boolean bypass, boolean delta) {
        double newWet = bypass ? 0 : delta ? -1 : 1;
        double newDry = bypass || delta ? 1 : 0;
        if (newWet != wetTarget || newDry != dryTarget) {
            wetTarget = newWet;
            dryTarget = newDry;
            quantaLeft = fadeQuanta;
        }
    }

    /** Ends a crossfade under way. */
    @AudioThread
    void snap() {
        wetShare = wetTarget;
        dryShare = dryTarget;
        quantaLeft = 0;
    }

    private void advance() {
        if (quantaLeft > 1) {
            wetShare += (wetTarget - wetShare) / quantaLeft;
            dryShare += (dryTarget - dryShare) / quantaLeft;
            quantaLeft--;
        } else {
            snap();
        }
    }

    /**
     * One quantum.
     *
     * @param wet processed samples, replaced by the output
     * @param dry aligned dry samples, only read
     * @param fromGain gain of the dry side at the start of the quantum
     * @param toGain and at its end
     * @param ceilingLinear a difference beyond ± this is clipped: it may be twice as high as either side
     */
    @AudioThread
    void process(float[][] wet, float[][] dry, double fromGain, double toGain, double ceilingLinear) {
        double fromWet = wetShare;
        double fromDry = dryShare;
        advance();
        double toWet = wetShare;
        double toDry = dryShare;
        if (fromDry == 0 && toDry == 0) {
            return;
        }
        boolean dryOnly = fromWet == 0 && toWet == 0;
        if (dryOnly && fromGain == 1 && toGain == 1) {
            for (int c = 0; c < wet.length; c++) {
                System.arraycopy(dry[c], 0, wet[c], 0, QUANTUM);
            }
            return;
        }
        double wetStep = (toWet - fromWet) / QUANTUM;
        double dryStep = (toDry - fromDry) / QUANTUM;
        double gainStep = (toGain - fromGain) / QUANTUM;
        boolean difference = toWet < 0 || fromWet < 0;
        double bound = difference ? ceilingLinear : Double.MAX_VALUE;
        for (int c = 0; c < wet.length; c++) {
            float[] w = wet[c];
            float[] d = dry[c];
            for (int i = 0; i < QUANTUM; i++) {
                double wetPart = w[i] * (fromWet + wetStep * (i + 1));
                double dryPart = d[i] * (fromGain + gainStep * (i + 1)) * (fromDry + dryStep * (i + 1));
                w[i] = (float) Math.max(-bound, Math.min(bound, wetPart + dryPart));
            }
        }
    }
}
