package attune.bridge.telemetry;

import attune.bridge.jna.NativeCalls;
import attune.dsp.chain.EngineMeters;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import java.nio.ByteBuffer;

/**
 * One reading of an engine, about 20 a second. Mutable and reused on both sides. Units as in {@link EngineMeters};
 * counters count since the engine started, block times cover the time since the frame before.
 *
 * <p>The order of the fields in {@link #writeTo} is the layout, guarded by {@link EngineSegmentLayout#VERSION}.
 */
public final class MetricFrame {
    private static final int UNKNOWN_POLICY = -1;

    /** Position in the stream of frames, from 0; a gap says that frames were lost. */
    public long number;
    /** CLOCK_MONOTONIC. */
    public long timeNs;
    /** Frames of audio processed since the engine started. */
    public long processedFrames;
    /** {@code ExchangeLayout.STATE_*}. */
    public int state;
    /** Playing slot, 0 to 3. */
    public int slot;
    /** 1 while Bypass is on, by the host or by an override. */
    public int bypass;
    /** 1 while Delta is on, by the host or by an override. */
    public int delta;
    /** 1 while a learned change is still on its way. */
    public int moving;
    /** Exchanges since the frame before. */
    public int blocks;
    /**
     * Position of the oldest captured frame, -1 while nothing is captured; {@link #processedFrames} is that behind the
     * newest. Never older than {@link CaptureLayout#SECONDS}.
     */
    public long captureFirstFrame;

    public double inputMomentaryLufs;
    public double inputShortTermLufs;
    public double inputIntegratedLufs;
    public double inputTruePeakDbtp;
    public double inputLoudnessRangeLu;
    public double outputMomentaryLufs;
    public double outputShortTermLufs;
    public double outputIntegratedLufs;
    public double outputTruePeakDbtp;
    public double outputLoudnessRangeLu;
    /** 1 once the ranges say something: a minute after the meters were cleared. */
    public int rangeStable;

    public double humReductionDb;
    public double noiseReductionDb;
    public double noiseFloorDbfs;
    public double eqGainDb;
    public double gateGainDb;
    public double deEsserGainDb;
    public double compressorGainDb;
    public double levelerGainDb;
    public double limiterGainDb;
    /** Match gain: what Bypass applies so that it is as loud as the processed sound. */
    public double broadbandGainDb;

    /** Engine's own time for one exchange. */
    public long engineP50Ns;

    public long engineP99Ns;
    public long engineMaxNs;
    /** From the host's post to the engine's answer. */
    public long roundTripP50Ns;

    public long roundTripP99Ns;
    public long roundTripMaxNs;

    /** How many round trips took how long, as {@link BlockTimes#copyTo} has them. */
    public final short[] roundTripCounts = new short[BlockTimes.TOLD];

    // host's counters
    public long hostBlocks;
    public long lateBlocks;
    public long dryBlocks;
    public long backedOffBlocks;
    public long restarts;
    public long hostScrubbedSamples;
    // engine's counters
    public long processedQuanta;
    public long skippedPosts;
    public long engineScrubbedSamples;
    public long overruns;
    public long engineFaults;
    /** How often Like, Dislike and Open panel were pressed in the host, as {@link attune.dsp.chain.Engine} counts. */
    public long likes;

    public long dislikes;
    public long panelRequests;
    /** Generation of the last parameter set taken from the mailbox. */
    public long mailboxGeneration;
    /** 1 while the engine works at less cost because blocks took too long. */
    public int economy;
    /** How often that began or ended since the engine started. */
    public long economySwitches;
    /** 1 while the host renders offline: nothing is learned, and what is posted waits until it is live again. */
    public int rendering;
    /** Scheduling policy of the host's audio thread (sched.h), -1 before it is known. */
    public int hostPolicy = UNKNOWN_POLICY;
    /** Scheduling policy of the engine thread, -1 before it is known. */
    public int enginePolicy = UNKNOWN_POLICY;
    /** Real-time priority of the engine thread, 1 to 99; 0 without one. */
    public int enginePriority;

    /** True peak of each channel; the same for both where there is one. */
    public final double[] inputChannelPeaksDbtp = new double[2];

    public final double[] outputChannelPeaksDbtp = new double[2];

    /** What the playing slot is set to, before Amount and ramps, by dense index. */
    public final double[] params = new double[ParamTable.COUNT];
    /** Macros in force, overrides included, by permanent number. */
    public final double[] macros = new double[MacroTable.COUNT];

    /** As {@link EngineMeters#noiseProfileDb}. */
    public final double[] noiseProfileDb = new double[ParamTable.NOISE_PROFILE_BANDS];

    public final float[] inputSpectrumDb = new float[EngineMeters.SPECTRUM_BANDS];
    public final float[] outputSpectrumDb = new float[EngineMeters.SPECTRUM_BANDS];

    /**
     * Whether the host's audio thread has real-time priority and the engine that serves it has none: the system has refused
     * it, and blocks may be late under load.
     */
    public boolean lacksRealTime() {
        return NativeCalls.isRealTime(hostPolicy) && enginePolicy == NativeCalls.SCHED_OTHER;
    }

    /** Takes what the chain measured. */
    @AudioThread
    public void takeMeters(EngineMeters meters) {
        inputMomentaryLufs = meters.inputMomentaryLufs;
        inputShortTermLufs = meters.inputShortTermLufs;
        inputIntegratedLufs = meters.inputIntegratedLufs;
        inputTruePeakDbtp = meters.inputTruePeakDbtp;
        inputLoudnessRangeLu = meters.inputLoudnessRangeLu;
        outputMomentaryLufs = meters.outputMomentaryLufs;
        outputShortTermLufs = meters.outputShortTermLufs;
        outputIntegratedLufs = meters.outputIntegratedLufs;
        outputTruePeakDbtp = meters.outputTruePeakDbtp;
        outputLoudnessRangeLu = meters.outputLoudnessRangeLu;
        rangeStable = meters.loudnessRangeStable ? 1 : 0;
        humReductionDb = meters.humReductionDb;
        noiseReductionDb = meters.noiseReductionDb;
        noiseFloorDbfs = meters.noiseFloorDbfs;
        eqGainDb = meters.eqGainDb;
        gateGainDb = meters.gateGainDb;
        deEsserGainDb = meters.deEsserGainDb;
        compressorGainDb = meters.compressorGainDb;
        levelerGainDb = meters.levelerGainDb;
        limiterGainDb = meters.limiterGainDb;
        broadbandGainDb = meters.broadbandGainDb;
        System.arraycopy(meters.inputChannelPeaksDbtp, 0, inputChannelPeaksDbtp, 0, 2);
        System.arraycopy(meters.outputChannelPeaksDbtp, 0, outputChannelPeaksDbtp, 0, 2);
        System.arraycopy(meters.noiseProfileDb, 0, noiseProfileDb, 0, noiseProfileDb.length);
        System.arraycopy(meters.inputSpectrumDb, 0, inputSpectrumDb, 0, inputSpectrumDb.length);
        System.arraycopy(meters.outputSpectrumDb, 0, outputSpectrumDb, 0, outputSpectrumDb.length);
    }

    /** Takes what the sound is set to. */
    @AudioThread
    public void takeSettings(MacroSnapshot inForce, ParamSnapshot playing) {
        slot = (int) inForce.get(MacroTable.SLOT);
        bypass = inForce.isOn(MacroTable.BYPASS) ? 1 : 0;
        delta = inForce.isOn(MacroTable.DELTA) ? 1 : 0;
        for (int i = 0; i < macros.length; i++) {
            macros[i] = inForce.get(i);
        }
        for (int i = 0; i < params.length; i++) {
            params[i] = playing.get(i);
        }
    }

    /**
     * Writes everything but {@link #number} behind {@code offset}.
     *
     * @return offset behind the last byte
     */
    @AudioThread
    int writeTo(ByteBuffer memory, int offset) {
        int at = writeHead(memory, offset);
        at = writeMeters(memory, at);
        at = writeTimes(memory, at);
        at = writeCounters(memory, at);
        at = writeSettings(memory, at);
        for (int band = 0; band < EngineMeters.SPECTRUM_BANDS; band++) {
            memory.putFloat(at, inputSpectrumDb[band]);
            memory.putFloat(at + Float.BYTES, outputSpectrumDb[band]);
            at += 2 * Float.BYTES;
        }
        return at;
    }

    @AudioThread
    private int writeHead(ByteBuffer memory, int at) {
        memory.putLong(at, timeNs);
        memory.putLong(at + 8, processedFrames);
        memory.putInt(at + 16, state);
        memory.putInt(at + 20, slot);
        memory.putInt(at + 24, bypass);
        memory.putInt(at + 28, delta);
        memory.putInt(at + 32, moving);
        memory.putInt(at + 36, blocks);
        memory.putLong(at + 40, captureFirstFrame);
        return at + 48;
    }

    @AudioThread
    private int writeMeters(ByteBuffer memory, int at) {
        memory.putDouble(at, inputMomentaryLufs);
        memory.putDouble(at + 8, inputShortTermLufs);
        memory.putDouble(at + 16, inputIntegratedLufs);
        memory.putDouble(at + 24, inputTruePeakDbtp);
        memory.putDouble(at + 32, inputLoudnessRangeLu);
        memory.putDouble(at + 40, outputMomentaryLufs);
        memory.putDouble(at + 48, outputShortTermLufs);
        memory.putDouble(at + 56, outputIntegratedLufs);
        memory.putDouble(at + 64, outputTruePeakDbtp);
        memory.putDouble(at + 72, outputLoudnessRangeLu);
        memory.putDouble(at + 80, humReductionDb);
        memory.putDouble(at + 88, noiseReductionDb);
        memory.putDouble(at + 96, noiseFloorDbfs);
        memory.putDouble(at + 104, eqGainDb);
        memory.putDouble(at + 112, levelerGainDb);
        memory.putDouble(at + 120, limiterGainDb);
        memory.putDouble(at + 128, broadbandGainDb);
        memory.putDouble(at + 136, inputChannelPeaksDbtp[0]);
        memory.putDouble(at + 144, inputChannelPeaksDbtp[1]);
        memory.putDouble(at + 152, outputChannelPeaksDbtp[0]);
        memory.putDouble(at + 160, outputChannelPeaksDbtp[1]);
        memory.putDouble(at + 168, gateGainDb);
        memory.putDouble(at + 176, deEsserGainDb);
        memory.putDouble(at + 184, compressorGainDb);
        memory.putLong(at + 192, rangeStable);
        return at + 200;
    }

    @AudioThread
    private int writeTimes(ByteBuffer memory, int at) {
        memory.putLong(at, engineP50Ns);
        memory.putLong(at + 8, engineP99Ns);
        memory.putLong(at + 16, engineMaxNs);
        memory.putLong(at + 24, roundTripP50Ns);
        memory.putLong(at + 32, roundTripP99Ns);
        memory.putLong(at + 40, roundTripMaxNs);
        for (int i = 0; i < BlockTimes.TOLD; i++) {
            memory.putShort(at + 48 + i * Short.BYTES, roundTripCounts[i]);
        }
        return at + 48 + BlockTimes.TOLD * Short.BYTES;
    }

    @AudioThread
    private int writeCounters(ByteBuffer memory, int at) {
        memory.putLong(at, hostBlocks);
        memory.putLong(at + 8, lateBlocks);
        memory.putLong(at + 16, dryBlocks);
        memory.putLong(at + 24, backedOffBlocks);
        memory.putLong(at + 32, restarts);
        memory.putLong(at + 40, hostScrubbedSamples);
        memory.putLong(at + 48, processedQuanta);
        memory.putLong(at + 56, skippedPosts);
        memory.putLong(at + 64, engineScrubbedSamples);
        memory.putLong(at + 72, overruns);
        memory.putLong(at + 80, engineFaults);
        memory.putLong(at + 88, likes);
        memory.putLong(at + 96, dislikes);
        memory.putLong(at + 104, panelRequests);
        memory.putLong(at + 112, mailboxGeneration);
        memory.putLong(at + 120, economy);
        memory.putLong(at + 128, economySwitches);
        memory.putLong(at + 136, rendering);
        memory.putInt(at + 144, hostPolicy);
        memory.putInt(at + 148, enginePolicy);
        memory.putLong(at + 152, enginePriority);
        return at + 160;
    }

    @AudioThread
    private int writeSettings(ByteBuffer memory, int offset) {
        int at = offset;
        for (int i = 0; i < params.length; i++) {
            memory.putDouble(at, params[i]);
            at += Double.BYTES;
        }
        for (int i = 0; i < macros.length; i++) {
            memory.putDouble(at, macros[i]);
            at += Double.BYTES;
        }
        for (int i = 0; i < noiseProfileDb.length; i++) {
            memory.putDouble(at, noiseProfileDb[i]);
            at += Double.BYTES;
        }
        return at;
    }

    /** Reads what {@link #writeTo} wrote, in the same order. */
    void readFrom(ByteBuffer memory, int offset) {
        ByteBuffer in = memory.duplicate().order(memory.order()).position(offset);
        timeNs = in.getLong();
        processedFrames = in.getLong();
        state = in.getInt();
        slot = in.getInt();
        bypass = in.getInt();
        delta = in.getInt();
        moving = in.getInt();
        blocks = in.getInt();
        captureFirstFrame = in.getLong();
        readMeters(in);
        readTimesAndCounters(in);
        for (int i = 0; i < params.length; i++) {
            params[i] = in.getDouble();
        }
        for (int i = 0; i < macros.length; i++) {
            macros[i] = in.getDouble();
        }
        for (int i = 0; i < noiseProfileDb.length; i++) {
            noiseProfileDb[i] = in.getDouble();
        }
        for (int band = 0; band < EngineMeters.SPECTRUM_BANDS; band++) {
            inputSpectrumDb[band] = in.getFloat();
            outputSpectrumDb[band] = in.getFloat();
        }
    }

    private void readMeters(ByteBuffer in) {
        inputMomentaryLufs = in.getDouble();
        inputShortTermLufs = in.getDouble();
        inputIntegratedLufs = in.getDouble();
        inputTruePeakDbtp = in.getDouble();
        inputLoudnessRangeLu = in.getDouble();
        outputMomentaryLufs = in.getDouble();
        outputShortTermLufs = in.getDouble();
        outputIntegratedLufs = in.getDouble();
        outputTruePeakDbtp = in.getDouble();
        outputLoudnessRangeLu = in.getDouble();
        humReductionDb = in.getDouble();
        noiseReductionDb = in.getDouble();
        noiseFloorDbfs = in.getDouble();
        eqGainDb = in.getDouble();
        levelerGainDb = in.getDouble();
        limiterGainDb = in.getDouble();
        broadbandGainDb = in.getDouble();
        inputChannelPeaksDbtp[0] = in.getDouble();
        inputChannelPeaksDbtp[1] = in.getDouble();
        outputChannelPeaksDbtp[0] = in.getDouble();
        outputChannelPeaksDbtp[1] = in.getDouble();
        gateGainDb = in.getDouble();
        deEsserGainDb = in.getDouble();
        compressorGainDb = in.getDouble();
        rangeStable = (int) in.getLong();
    }

    private void readTimesAndCounters(ByteBuffer in) {
        engineP50Ns = in.getLong();
        engineP99Ns = in.getLong();
        engineMaxNs = in.getLong();
        roundTripP50Ns = in.getLong();
        roundTripP99Ns = in.getLong();
        roundTripMaxNs = in.getLong();
        for (int i = 0; i < BlockTimes.TOLD; i++) {
            roundTripCounts[i] = in.getShort();
        }
        hostBlocks = in.getLong();
        lateBlocks = in.getLong();
        dryBlocks = in.getLong();
        backedOffBlocks = in.getLong();
        restarts = in.getLong();
        hostScrubbedSamples = in.getLong();
        processedQuanta = in.getLong();
        skippedPosts = in.getLong();
        engineScrubbedSamples = in.getLong();
        overruns = in.getLong();
        engineFaults = in.getLong();
        likes = in.getLong();
        dislikes = in.getLong();
        panelRequests = in.getLong();
        mailboxGeneration = in.getLong();
        economy = (int) in.getLong();
        economySwitches = in.getLong();
        rendering = (int) in.getLong();
        hostPolicy = in.getInt();
        enginePolicy = in.getInt();
        enginePriority = (int) in.getLong();
    }
}
