package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * How far the sibilance band stands over the voice: its level over 4 ms, against that of the voice below it, the higher of
 * now (over 10 ms) and the usual one. Each of the louder channel.
 *
 * <p>The usual level is that of vowels: it is learned while the lower band is the stronger one, upwards in 0.15 s,
 * downwards by 3 dB a second, and in pauses (20 dB down) by 0.5. Nothing is said about sibilance before something like a voice was
 * heard: sound that rises 10 dB out of what lies between.
 */
final class SibilanceRatio {
    private static final double SIBILANCE_SECONDS = 0.004;
    private static final double VOICE_SECONDS = 0.01;
    private static final double RISE_SECONDS = 0.15;
    private static final double FALL_DB_PER_SECOND = 3;
    private static final double PAUSE_FALL_DB_PER_SECOND = 0.5;
    private static final double PAUSE = 0.01;
    private static final double OUT_OF_THE_FLOOR = 10;
    private static final double FLOOR_RISE_DB_PER_SECOND = 1;
    private static final double SILENCE = 1e-14;
    private static final double NO_SIBILANCE_DB = -100;
    private static final double DB_PER_NEPER_OF_POWER = 4.342944819032518;

    private final MeanSquareWindow[] voiceWindows = new MeanSquareWindow[ProcessSpec.MAX_CHANNELS];
    private final MeanSquareWindow[] sibilanceWindows = new MeanSquareWindow[ProcessSpec.MAX_CHANNELS];
    private int stepFrames;
    private double perFrame;
    private double rise;
    private double fall;
    private double pauseFall;
    private double floorRise;
    private int windowSteps;
    /** Steps until the windows are full. */
    private int fillingSteps;

    private double usualVoice;
    private double floor;

    SibilanceRatio() {
        for (int c = 0; c < ProcessSpec.MAX_CHANNELS; c++) {
            voiceWindows[c] = new MeanSquareWindow();
            sibilanceWindows[c] = new MeanSquareWindow();
        }
    }

    @ControlThread
    void prepare(ProcessSpec spec, int newStepFrames) {
        stepFrames = newStepFrames;
        perFrame = 1.0 / newStepFrames;
        double stepSeconds = newStepFrames / spec.sampleRateHz();
        windowSteps = Math.max(1, (int) (VOICE_SECONDS / stepSeconds + 0.5));
        for (int c = 0; c < ProcessSpec.MAX_CHANNELS; c++) {
            voiceWindows[c].prepare(windowSteps);
            sibilanceWindows[c].prepare(Math.max(1, (int) (SIBILANCE_SECONDS / stepSeconds + 0.5)));
        }
        rise = 1 - StrictMath.exp(-stepSeconds / RISE_SECONDS);
        fall = StrictMath.exp(-stepSeconds * FALL_DB_PER_SECOND / DB_PER_NEPER_OF_POWER);
        pauseFall = StrictMath.exp(-stepSeconds * PAUSE_FALL_DB_PER_SECOND / DB_PER_NEPER_OF_POWER);
        floorRise = StrictMath.exp(stepSeconds * FLOOR_RISE_DB_PER_SECOND / DB_PER_NEPER_OF_POWER);
        reset();
    }

    @AudioThread
    void reset() {
        for (int c = 0; c < ProcessSpec.MAX_CHANNELS; c++) {
            voiceWindows[c].reset();
            sibilanceWindows[c].reset();
        }
        fillingSteps = windowSteps;
        usualVoice = 0;
        floor = 0;
    }

    /** Takes one step of both bands, by channel; returns the ratio in dB. */
    @AudioThread
    double next(double[][] voiceBand, double[][] sibilanceBand, int from) {
        double voice = SILENCE;
        double sibilance = 0;
        for (int c = 0; c < voiceBand.length; c++) {
            voice = Math.max(voice, voiceWindows[c].next(meanSquare(voiceBand[c], from)));
            sibilance = Math.max(sibilance, sibilanceWindows[c].next(meanSquare(sibilanceBand[c], from)));
        }
        floor = fillingSteps > 0 ? voice : Math.max(SILENCE, Math.min(voice, floor * floorRise));
        fillingSteps = Math.max(0, fillingSteps - 1);
        if (voice >= sibilance) {
            learn(voice);
        }
        if (usualVoice <= OUT_OF_THE_FLOOR * floor || sibilance <= SILENCE) {
            return NO_SIBILANCE_DB;
        }
        return ExactMath.powerToDb(sibilance / Math.max(voice, usualVoice));
    }

    private void learn(double voice) {
        if (voice > usualVoice) {
            usualVoice += rise * (voice - usualVoice);
        } else {
            usualVoice = Math.max(voice, usualVoice * (voice > PAUSE * usualVoice ? fall : pauseFall));
        }
    }

    private double meanSquare(double[] samples, int from) {
        double even = 0;
        double odd = 0;
        for (int i = from; i < from + stepFrames; i += 2) {
            even += samples[i] * samples[i];
            odd += samples[i + 1] * samples[i + 1];
        }
        return (even + odd) * perFrame;
    }
}
