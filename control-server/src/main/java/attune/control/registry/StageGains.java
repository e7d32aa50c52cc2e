package attune.control.registry;

import attune.bridge.telemetry.MetricFrame;

/** Stage gains in the order of {@link attune.api.LiveFrame#stageGainsDb}. */
public final class StageGains {
    private StageGains() {}

    /** Gain of a stage in dB, below 0 where it takes away; NaN for a place that is not there. */
    public static double of(MetricFrame frame, int stage) {
        return switch (stage) {
            case 0 -> frame.humReductionDb;
            case 1 -> frame.noiseReductionDb;
            case 2 -> frame.eqGainDb;
            case 3 -> frame.levelerGainDb;
            case 4 -> frame.limiterGainDb;
            case 5 -> frame.gateGainDb;
            case 6 -> frame.deEsserGainDb;
            case 7 -> frame.compressorGainDb;
            default -> Double.NaN;
        };
    }
}
