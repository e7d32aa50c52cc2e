package attune.dsp.chain;

import attune.dsp.meter.LogBands;
import attune.param.ParamTable;
import java.util.Arrays;

/**
 * What the engine measured, written by the audio thread (peaks, limiter and counters after each quantum, the rest every
 * 50 ms) and read by the same thread when it publishes telemetry. Loudness is in LUFS (−∞ before the first full window,
 * or under the absolute gate), gains in dB (negative = reduction), true peak in dBTP since the last
 * {@link Engine#markMetersRead()}.
 */
public final class EngineMeters {
    /** What stands for a gain of zero. */
    public static final double SILENT_GAIN_DB = -150;

    /** Bands of {@link LogBands}, 20 Hz to 20 kHz; bands above Nyquist stay at −∞. */
    public static final int SPECTRUM_BANDS = LogBands.BANDS;

    public double inputMomentaryLufs = Double.NEGATIVE_INFINITY;
    public double inputShortTermLufs = Double.NEGATIVE_INFINITY;
    public double inputIntegratedLufs = Double.NEGATIVE_INFINITY;
    public double inputTruePeakDbtp = Double.NEGATIVE_INFINITY;
    /** Loudness range after EBU Tech 3342, in LU; see {@link #loudnessRangeStable}. */
    public double inputLoudnessRangeLu;

    /** {@link #inputTruePeakDbtp} is the larger one; the same for both where there is one channel. */
    public final double[] inputChannelPeaksDbtp = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};

    public double outputMomentaryLufs = Double.NEGATIVE_INFINITY;
    public double outputShortTermLufs = Double.NEGATIVE_INFINITY;
    public double outputIntegratedLufs = Double.NEGATIVE_INFINITY;
    public double outputTruePeakDbtp = Double.NEGATIVE_INFINITY;
    /** Loudness range after EBU Tech 3342, in LU; see {@link #loudnessRangeStable}. */
    public double outputLoudnessRangeLu;
    /** Whether a minute was heard since the meters were cleared, so that a loudness range says something. */
    public boolean loudnessRangeStable;

    /** As {@link #inputChannelPeaksDbtp}. */
    public final double[] outputChannelPeaksDbtp = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};

    /** Gain on the hum as a level; 0 while off or where no hum stands out. */
    public double humReductionDb;
    /** Mean noise reduction of the last transform frame. */
    public double noiseReductionDb;
    /** Level of the tracked noise floor, dB relative to full scale; −∞ until known. */
    public double noiseFloorDbfs = Double.NEGATIVE_INFINITY;

    /**
     * The tracked noise as a profile that could be kept: its level in each half octave from 40 Hz, dB of full scale;
     * {@link ParamTable#NO_NOISE_DB} until known.
     */
    public final double[] noiseProfileDb = new double[ParamTable.NOISE_PROFILE_BANDS];

    /** Level change that the equaliser makes, over the last 0.4 s of sound; 0 while off. */
    public double eqGainDb;

    /** Largest gain reductions of gate, de-esser and compressor since the last read: 0 or negative. */
    public double gateGainDb;

    public double deEsserGainDb;
    public double compressorGainDb;

    public double levelerGainDb;
    /** Largest limiter gain reduction since the last read. */
    public double limiterGainDb;
    /**
     * Gain of processed over dry loudness, what a dry path must apply to keep the level; fresh every quantum.
     * {@link #SILENT_GAIN_DB} while Delta plays: a dry path would be far louder than the difference.
     */
    public double broadbandGainDb;

    public final float[] inputSpectrumDb = new float[SPECTRUM_BANDS];
    public final float[] outputSpectrumDb = new float[SPECTRUM_BANDS];

    /** Samples that were NaN, infinite or beyond ±2³² and were replaced by silence, since prepare. */
    public long scrubbedSamples;
    /** Quanta processed since prepare. */
    public long quanta;

    EngineMeters() {
        Arrays.fill(noiseProfileDb, ParamTable.NO_NOISE_DB);
    }
}
