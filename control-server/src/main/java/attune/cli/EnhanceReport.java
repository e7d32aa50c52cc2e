package attune.cli;

import attune.cli.audio.AudioInfo;
import attune.control.store.MeasuredLoudness;
import attune.control.words.Numbers;
import attune.dsp.chain.EngineMeters;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one file was and became. Measured by the engine's own meters (BS.1770-5, EBU Tech 3341 and 3342); values that do
 * not exist, like the loudness of silence, are null.
 */
record EnhanceReport(
        Path in,
        Path out,
        double seconds,
        double sampleRateHz,
        int channels,
        String preset,
        Map<String, Double> changes,
        @Nullable Double inputIntegratedLufs,
        @Nullable Double outputIntegratedLufs,
        @Nullable Double outputLoudnessRangeLu,
        boolean loudnessRangeStable,
        @Nullable Double inputTruePeakDbtp,
        @Nullable Double outputTruePeakDbtp,
        @Nullable Double noiseFloorDbfs,
        @Nullable Double meanNoiseReductionDb,
        @Nullable Double levelerGainDb,
        @Nullable Double limiterMaxReductionDb,
        int latencyFrames,
        double timesRealTime,
        @Nullable String warning) {

    static EnhanceReport of(
            AudioInfo info,
            Path out,
            SoundSettings settings,
            EnhanceStream stream,
            double elapsedSeconds,
            @Nullable String warning) {
        EngineMeters meters = stream.meters();
        double seconds = stream.framesOut() / info.sampleRateHz();
        return new EnhanceReport(
                info.file(),
                out,
                seconds,
                info.sampleRateHz(),
                info.channels(),
                settings.presetId(),
                settings.changes(),
                finite(meters.inputIntegratedLufs),
                finite(meters.outputIntegratedLufs),
                Double.isFinite(meters.outputIntegratedLufs) ? finite(meters.outputLoudnessRangeLu) : null,
                seconds >= MeasuredLoudness.RANGE_STABLE_SECONDS,
                finite(meters.inputTruePeakDbtp),
                finite(meters.outputTruePeakDbtp),
                finite(meters.noiseFloorDbfs),
                finite(stream.meanNoiseReductionDb()),
                finite(meters.levelerGainDb),
                finite(meters.limiterGainDb),
                stream.latencyFrames(),
                elapsedSeconds > 0 ? seconds / elapsedSeconds : 0,
                warning);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? Math.round(value * 100) / 100.0 : null;
    }

    /** For JSON, keys in a fixed order, numbers rounded to a hundredth. */
    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("in", in.toString());
        map.put("out", out.toString());
        map.put("seconds", Math.round(seconds * 1000) / 1000.0);
        map.put("sampleRateHz", sampleRateHz);
        map.put("channels", channels);
        map.put("preset", preset);
        map.put("changes", changes);
        map.put("inputIntegratedLufs", inputIntegratedLufs);
        map.put("outputIntegratedLufs", outputIntegratedLufs);
        map.put("outputLoudnessRangeLu", outputLoudnessRangeLu);
        map.put("loudnessRangeStable", loudnessRangeStable);
        map.put("inputTruePeakDbtp", inputTruePeakDbtp);
        map.put("outputTruePeakDbtp", outputTruePeakDbtp);
        map.put("noiseFloorDbfs", noiseFloorDbfs);
        map.put("meanNoiseReductionDb", meanNoiseReductionDb);
        map.put("levelerGainDb", levelerGainDb);
        map.put("limiterMaxReductionDb", limiterMaxReductionDb);
        map.put("latencyFrames", latencyFrames);
        map.put("timesRealTime", Math.round(timesRealTime * 10) / 10.0);
        map.put("warning", warning);
        return map;
    }

    /** A small table for people. */
    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%s → %s%n", in, this.out);
        out.printf(
                Locale.ROOT,
                "  %.1f s, %.0f Hz, %s, preset %s%s, %.0f× real time%n",
                seconds,
                sampleRateHz,
                channels == 1 ? "mono" : "stereo",
                preset,
                changes.isEmpty() ? "" : " with " + changes,
                timesRealTime);
        out.printf(
                Locale.ROOT,
                "  latency of the engine %d frames (%.1f ms), taken out%n",
                latencyFrames,
                1000 * latencyFrames / sampleRateHz);
        out.println("                         in        out");
        row(out, "integrated loudness", inputIntegratedLufs, outputIntegratedLufs, "LUFS");
        row(out, "true peak", inputTruePeakDbtp, outputTruePeakDbtp, "dBTP");
        out.printf(
                Locale.ROOT,
                "  loudness range               %8s  LU%s%n",
                text(outputLoudnessRangeLu),
                loudnessRangeStable ? "" : " (not stable under 60 s)");
        out.printf(Locale.ROOT, "  noise floor        %8s            dBFS%n", text(noiseFloorDbfs));
        out.printf(Locale.ROOT, "  noise reduction (mean)       %8s  dB%n", text(meanNoiseReductionDb));
        out.printf(Locale.ROOT, "  leveler gain (at the end)    %8s  dB%n", text(levelerGainDb));
        out.printf(Locale.ROOT, "  limiter (most)               %8s  dB%n", text(limiterMaxReductionDb));
        if (warning != null) {
            out.println("  " + warning);
        }
    }

    private static void row(PrintWriter out, String name, @Nullable Double in, @Nullable Double result, String unit) {
        out.printf(Locale.ROOT, "  %-19s%8s  %8s  %s%n", name, text(in), text(result), unit);
    }

    private static String text(@Nullable Double value) {
        return value == null ? "–" : Numbers.plain(value, 1);
    }
}
