package attune.learn.match;

import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.KWeighting;
import attune.dsp.meter.LogBands;
import attune.dsp.meter.SpectrumMeter;
import attune.learn.audio.CapturedClip;
import java.util.Arrays;
import java.util.Locale;

/**
 * Long-term spectrum, levels in the compressor's bands and width of a sound, all over its active steps of 50 ms: those
 * less than 20 dB under the mean of everything above −70 LUFS (BS.1770-5 weighting). So pauses don't count, and the
 * level doesn't matter. Immutable.
 */
final class SoundMeasure {
    static final double LEAST_SECONDS = 3;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double STEP_SECONDS = 0.05;
    private static final double ABSOLUTE_GATE_LUFS = -70;
    private static final double RELATIVE_GATE = 0.01;

    private final double[] bandPowers;
    private final BandLevels levels;
    private final StereoWidth width;
    private final double loudnessLufs;

    private SoundMeasure(double[] bandPowers, BandLevels levels, StereoWidth width, double loudnessLufs) {
        this.bandPowers = bandPowers;
        this.levels = levels;
        this.width = width;
        this.loudnessLufs = loudnessLufs;
    }

    /**
     * Measures a whole clip.
     *
     * @param name what a sentence about the sound begins with, as "The recording"
     * @param cornersHz the three splits of the compressor's bands
     * @throws MatchException when there are less than 3 s of sound
     */
    static SoundMeasure of(String name, CapturedClip clip, double[] cornersHz) throws MatchException {
        requireLength(name, clip.seconds());
        float[][] sound = whole(clip);
        ProcessSpec spec = new ProcessSpec(clip.sampleRateHz(), sound.length);
        int stepQuanta = spec.quantaFor(STEP_SECONDS);
        double[] energies = energies(spec, sound, stepQuanta);
        boolean[] active = active(energies);
        requireEnough(name, active, stepQuanta * QUANTUM / spec.sampleRateHz());
        double mean = 0;
        int count = 0;
        for (int s = 0; s < active.length; s++) {
            mean += active[s] ? energies[s] : 0;
            count += active[s] ? 1 : 0;
        }
        return new SoundMeasure(
                spectrum(spec, sound, stepQuanta, active),
                BandLevels.of(spec, sound, stepQuanta, active, cornersHz),
                StereoWidth.of(spec, sound, stepQuanta, active),
                KWeighting.OFFSET_LUFS + 10 * StrictMath.log10(mean / count));
    }

    /** Whole quanta, silence behind the end. */
    private static float[][] whole(CapturedClip clip) {
        float[][] sound = clip.channels();
        int frames = (clip.frames() + QUANTUM - 1) / QUANTUM * QUANTUM;
        for (int c = 0; c < sound.length; c++) {
            sound[c] = Arrays.copyOf(sound[c], frames);
        }
        return sound;
    }

    private static double[] energies(ProcessSpec spec, float[][] sound, int stepQuanta) {
        KWeighting weighting = new KWeighting();
        weighting.prepare(spec);
        int stepFrames = stepQuanta * QUANTUM;
        double[] energies = new double[sound[0].length / stepFrames];
        for (int s = 0; s < energies.length; s++) {
            for (int q = 0; q < stepQuanta; q++) {
                energies[s] += weighting.energy(sound, s * stepFrames + q * QUANTUM, QUANTUM) / stepFrames;
            }
        }
        return energies;
    }

    private static boolean[] active(double[] energies) {
        double absolute = StrictMath.pow(10, (ABSOLUTE_GATE_LUFS - KWeighting.OFFSET_LUFS) / 10);
        double gated =
                Arrays.stream(energies).filter(e -> e > absolute).average().orElse(0);
        double gate = Math.max(absolute, gated * RELATIVE_GATE);
        boolean[] active = new boolean[energies.length];
        for (int s = 0; s < active.length; s++) {
            active[s] = energies[s] > gate;
        }
        return active;
    }

    private static void requireLength(String name, double seconds) throws MatchException {
        if (seconds < LEAST_SECONDS) {
            throw new MatchException(String.format(
                    Locale.ROOT, "%s is too short: it lasts %.2f s; at least 3 s of sound are needed.", name, seconds));
        }
    }

    private static void requireEnough(String name, boolean[] active, double stepSeconds) throws MatchException {
        int steps = 0;
        for (boolean each : active) {
            steps += each ? 1 : 0;
        }
        if (steps == 0) {
            throw new MatchException(name + " is silent; at least 3 s of sound are needed.");
        }
        if (steps * stepSeconds < LEAST_SECONDS) {
            throw new MatchException(String.format(
                    Locale.ROOT, "%s holds %.1f s of sound; at least 3 s are needed.", name, steps * stepSeconds));
        }
    }

    private static double[] spectrum(ProcessSpec spec, float[][] sound, int stepQuanta, boolean[] active) {
        SpectrumMeter meter = new SpectrumMeter(0);
        meter.prepare(spec);
        return meanPowers(meter, sound, stepQuanta, active);
    }

    /** Mean power by band over the active steps; NaN above 0.45 of the sample rate is left to who compares. */
    static double[] meanPowers(SpectrumMeter meter, float[][] sound, int stepQuanta, boolean[] active) {
        float[][] block = new float[sound.length][stepQuanta * QUANTUM];
        float[] levels = new float[LogBands.BANDS];
        double[] powers = new double[LogBands.BANDS];
        for (int s = 0; s < active.length; s++) {
            for (int c = 0; c < sound.length; c++) {
                System.arraycopy(sound[c], s * block[c].length, block[c], 0, block[c].length);
            }
            meter.process(block, block[0].length);
            if (active[s]) {
                meter.levelsDb(levels);
                for (int b = 0; b < powers.length; b++) {
                    powers[b] += StrictMath.pow(10, levels[b] / 10);
                }
            }
        }
        return powers;
    }

    /** Power by {@link LogBands}, on any scale. */
    double[] bandPowers() {
        return bandPowers.clone();
    }

    BandLevels levels() {
        return levels;
    }

    StereoWidth width() {
        return width;
    }

    /** Mean loudness of what is active. */
    double loudnessLufs() {
        return loudnessLufs;
    }
}
