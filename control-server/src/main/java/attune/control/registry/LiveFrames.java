package attune.control.registry;

import attune.api.LiveFrame;
import attune.bridge.telemetry.MetricFrame;
import attune.param.MacroTable;

/** What the panel's live frame takes from an engine's metric frame. */
final class LiveFrames {
    private LiveFrames() {}

    static void fill(LiveFrame live, MetricFrame frame, long nowMs) {
        live.sequence = (int) frame.number;
        live.timeMs = nowMs;
        live.audibleFrame = frame.processedFrames;
        live.slot = frame.slot;
        live.flags = (frame.bypass != 0 ? LiveFrame.FLAG_BYPASS : 0)
                | (frame.delta != 0 ? LiveFrame.FLAG_DELTA : 0)
                | (frame.economy != 0 ? LiveFrame.FLAG_ECONOMY : 0)
                | (frame.rangeStable != 0 ? LiveFrame.FLAG_RANGE_STABLE : 0);
        live.amountPercent = frame.macros[MacroTable.AMOUNT.index()];
        live.matchGainDb = frame.broadbandGainDb;
        live.lateBlocks = (int) (frame.lateBlocks & 0xFFFF);
        live.roundTripP99Us = frame.roundTripP99Ns / 1000;
        live.in[0] = frame.inputMomentaryLufs;
        live.in[1] = frame.inputShortTermLufs;
        live.in[2] = frame.inputIntegratedLufs;
        live.in[3] = frame.inputLoudnessRangeLu;
        live.in[4] = frame.inputChannelPeaksDbtp[0];
        live.in[5] = frame.inputChannelPeaksDbtp[1];
        live.out[0] = frame.outputMomentaryLufs;
        live.out[1] = frame.outputShortTermLufs;
        live.out[2] = frame.outputIntegratedLufs;
        live.out[3] = frame.outputLoudnessRangeLu;
        live.out[4] = frame.outputChannelPeaksDbtp[0];
        live.out[5] = frame.outputChannelPeaksDbtp[1];
        for (int stage = 0; stage < LiveFrame.STAGES; stage++) {
            live.stageGainsDb[stage] = StageGains.of(frame, stage);
        }
        System.arraycopy(frame.inputSpectrumDb, 0, live.spectrumInDb, 0, LiveFrame.BANDS);
        System.arraycopy(frame.outputSpectrumDb, 0, live.spectrumOutDb, 0, LiveFrame.BANDS);
    }
}
