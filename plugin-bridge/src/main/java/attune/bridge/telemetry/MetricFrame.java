package attune.bridge.telemetry;

import attune.dsp.chain.EngineMeters;
import attune.rt.AudioThread;
import java.nio.ByteBuffer;

/**
 * One reading of an engine, about 20 a second. Mutable and reused on both sides. Units as in {@link EngineMeters};
 * counters count since the engine started, block times cover the time since the frame before.
 *
 * <p>The order of the fields in {@link #writeTo} is the layout, guarded by {@link EngineSegmentLayout#VERSION}.
 */
public final class MetricFrame {
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
    /** 1 where the host has Bypass on. */
    public int bypass;
    /** Exchanges since the frame before. */
    public int blocks;

    public double inputMomentaryLufs;
    public double inputShortTermLufs;
    public double inputIntegratedLufs;
    public double inputTruePeakDbtp;
    public double outputMomentaryLufs;
    public double outputShortTermLufs;
    public double outputIntegratedLufs;
    public double outputTruePeakDbtp;
    public double outputLoudnessRangeLu;
    public double noiseReductionDb;
    public double noiseFloorDbfs;
    public double levelerGainDb;
    public double limiterGainDb;
    public double broadbandGainDb;

    /** Engine's own time for one exchange. */
    public long engineP50Ns;

    public long engineP99Ns;
    public long engineMaxNs;
    /** From the host's post to the engine's answer. */
    public long roundTripP50Ns;

    public long roundTripP99Ns;
    public long roundTripMaxNs;

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
    /** Rising edges of Like and Dislike. */
    public long likes;

    public long dislikes;
    /** Generation of the last parameter set taken from the mailbox. */
    public long mailboxGeneration;

    public final float[] inputSpectrumDb = new float[EngineMeters.SPECTRUM_BANDS];
    public final float[] outputSpectrumDb = new float[EngineMeters.SPECTRUM_BANDS];

    /** Takes what the chain measured. */
    @AudioThread
    public void takeMeters(EngineMeters meters) {
        inputMomentaryLufs = meters.inputMomentaryLufs;
        inputShortTermLufs = meters.inputShortTermLufs;
        inputIntegratedLufs = meters.inputIntegratedLufs;
        inputTruePeakDbtp = meters.inputTruePeakDbtp;
        outputMomentaryLufs = meters.outputMomentaryLufs;
        outputShortTermLufs = meters.outputShortTermLufs;
        outputIntegratedLufs = meters.outputIntegratedLufs;
        outputTruePeakDbtp = meters.outputTruePeakDbtp;
        outputLoudnessRangeLu = meters.outputLoudnessRangeLu;
        noiseReductionDb = meters.noiseReductionDb;
        noiseFloorDbfs = meters.noiseFloorDbfs;
        levelerGainDb = meters.levelerGainDb;
        limiterGainDb = meters.limiterGainDb;
        broadbandGainDb = meters.broadbandGainDb;
        System.arraycopy(meters.inputSpectrumDb, 0, inputSpectrumDb, 0, inputSpectrumDb.length);
        System.arraycopy(meters.outputSpectrumDb, 0, outputSpectrumDb, 0, outputSpectrumDb.length);
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
        memory.putInt(at + 28, blocks);
        return at + 32;
    }

    @AudioThread
    private int writeMeters(ByteBuffer memory, int at) {
        memory.putDouble(at, inputMomentaryLufs);
        memory.putDouble(at + 8, inputShortTermLufs);
        memory.putDouble(at + 16, inputIntegratedLufs);
        memory.putDouble(at + 24, inputTruePeakDbtp);
        memory.putDouble(at + 32, outputMomentaryLufs);
        memory.putDouble(at + 40, outputShortTermLufs);
        memory.putDouble(at + 48, outputIntegratedLufs);
        memory.putDouble(at + 56, outputTruePeakDbtp);
        memory.putDouble(at + 64, outputLoudnessRangeLu);
        memory.putDouble(at + 72, noiseReductionDb);
        memory.putDouble(at + 80, noiseFloorDbfs);
        memory.putDouble(at + 88, levelerGainDb);
        memory.putDouble(at + 96, limiterGainDb);
        memory.putDouble(at + 104, broadbandGainDb);
        return at + 112;
    }

    @AudioThread
    private int writeTimes(ByteBuffer memory, int at) {
        memory.putLong(at, engineP50Ns);
        memory.putLong(at + 8, engineP99Ns);
        memory.putLong(at + 16, engineMaxNs);
        memory.putLong(at + 24, roundTripP50Ns);
        memory.putLong(at + 32, roundTripP99Ns);
        memory.putLong(at + 40, roundTripMaxNs);
        return at + 48;
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
        memory.putLong(at + 104, mailboxGeneration);
        return at + 112;
    }

    /** Reads what {@link #writeTo} wrote, in the same order. */
    void readFrom(ByteBuffer memory, int offset) {
        ByteBuffer in = memory.duplicate().order(memory.order()).position(offset);
        timeNs = in.getLong();
        processedFrames = in.getLong();
        state = in.getInt();
        slot = in.getInt();
        bypass = in.getInt();
        blocks = in.getInt();
        readMeters(in);
        readTimesAndCounters(in);
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
        outputMomentaryLufs = in.getDouble();
        outputShortTermLufs = in.getDouble();
        outputIntegratedLufs = in.getDouble();
        outputTruePeakDbtp = in.getDouble();
        outputLoudnessRangeLu = in.getDouble();
        noiseReductionDb = in.getDouble();
        noiseFloorDbfs = in.getDouble();
        levelerGainDb = in.getDouble();
        limiterGainDb = in.getDouble();
        broadbandGainDb = in.getDouble();
    }

    private void readTimesAndCounters(ByteBuffer in) {
        engineP50Ns = in.getLong();
        engineP99Ns = in.getLong();
        engineMaxNs = in.getLong();
        roundTripP50Ns = in.getLong();
        roundTripP99Ns = in.getLong();
        roundTripMaxNs = in.getLong();
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
        mailboxGeneration = in.getLong();
    }
}
