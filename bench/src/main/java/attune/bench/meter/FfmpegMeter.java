package attune.bench.meter;

import attune.bench.BenchException;
import attune.bench.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ffmpeg's filter ebur128: values every 100 ms, and the CPU time that it takes. */
record FfmpegMeter(Path work) {
    private static final Pattern CPU_SECONDS = Pattern.compile("bench: utime=([0-9.]+)s");
    private static final Pattern VALUE = Pattern.compile("^lavfi\\.r128\\.(\\w+)=(\\S+)$", Pattern.MULTILINE);

    /** What it says of a whole clip. */
    ProgrammeReadings read(Clip clip) throws IOException, BenchException {
        Path values = work.resolve("ebur128.txt");
        run(clip, "ebur128=peak=true:metadata=1:framelog=verbose,ametadata=mode=print:file=" + values);
        double momentary = Double.NEGATIVE_INFINITY;
        List<Double> shortTerm = new ArrayList<>();
        double integrated = Double.NEGATIVE_INFINITY;
        double range = 0;
        double peak = 0;
        Matcher matcher = VALUE.matcher(Files.readString(values));
        while (matcher.find()) {
            double value =
                    matcher.group(2).equals("nan") ? Double.NEGATIVE_INFINITY : Double.parseDouble(matcher.group(2));
            switch (matcher.group(1)) {
                case "M" -> momentary = Math.max(momentary, value);
                case "S" -> shortTerm.add(value);
                case "I" -> integrated = value;
                case "LRA" -> range = value;
                case "true_peak" -> peak = value;
                default -> {}
            }
        }
        double maximumShortTerm =
                shortTerm.stream().skip(29).mapToDouble(v -> v).max().orElse(Double.NEGATIVE_INFINITY);
        return new ProgrammeReadings(
                integrated, momentary, maximumShortTerm, range, 20 * Math.log10(peak), List.copyOf(shortTerm));
    }

    /** User CPU time of one pass of a filter over a clip, decoding and writing to nowhere included. */
    double cpuSeconds(Clip clip, String filter) throws IOException, BenchException {
        Matcher matcher = CPU_SECONDS.matcher(run(clip, filter));
        if (!matcher.find()) {
            throw new BenchException("ffmpeg -benchmark says no CPU time");
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static String run(Clip clip, String filter) throws IOException, BenchException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-nostats", "-nostdin", "-benchmark"));
        command.addAll(List.of("-f", "f32le", "-ar", "" + clip.rateHz(), "-ac", "" + clip.channels().length));
        command.addAll(List.of("-i", clip.raw().toString(), "-af", filter, "-f", "null", "-"));
        return Program.allOutput(command);
    }
}
