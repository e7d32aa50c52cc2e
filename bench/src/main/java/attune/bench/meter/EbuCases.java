package attune.bench.meter;

import static attune.bench.meter.TonePlayer.SILENCE;

import attune.bench.meter.EbuCase.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All synthetic cases of EBU Tech 3341 (2023, table 1) and Tech 3342 (2023, table 1) that mono and stereo meters can be
 * given. What is not here is in {@link #NOT_MEASURED}.
 */
final class EbuCases {
    /** Cases that are left out, and why, one sentence each. */
    static final List<String> NOT_MEASURED = List.of(
            "3341 case 6 is a 5.0 signal; Attune is mono and stereo.",
            "3341 cases 7 and 8 (3342 cases 5 and 6) are authentic programmes, which only the EBU's own test set has.");

    private static final double TARGET_LUFS = -23;
    private static final int SEGMENTS = 20;
    private static final double FIRST_OF_RISING_LUFS = -38;

    private EbuCases() {}

    static List<EbuCase> all() {
        return Stream.of(levels(), windows(), peaks(), ranges())
                .flatMap(List::stream)
                .toList();
    }

    private static List<EbuCase> levels() {
        return List.of(
                steady(1, -23),
                steady(2, -33),
                integrated(3, "−36, −23, −36 dBFS: 10, 60, 10 s", new double[] {-36, 10, -23, 60, -36, 10}),
                integrated(4, "−72, −36, −23, −36, −72 dBFS: 10, 10, 60, 10, 10 s", new double[] {
                    -72, 10, -36, 10, -23, 60, -36, 10, -72, 10
                }),
                integrated(5, "−26, −20, −26 dBFS: 20, 20.1, 20 s", new double[] {-26, 20, -20, 20.1, -26, 20}));
    }

    private static EbuCase steady(int number, double level) {
        String name = number(level);
        return loudness(number, name + " dBFS, 20 s", "M, S, I", name, (meters, rateHz) -> {
            try (TonePlayer player = new TonePlayer(meters, rateHz).tone(level, 20)) {
                ProgrammeMeter meter = player.meter();
                return List.of(
                        new Reading(level, meter.momentaryLufs()),
                        new Reading(level, meter.shortTermLufs()),
                        new Reading(level, meter.integratedLufs()));
            }
        });
    }

    private static EbuCase integrated(int number, String signal, double[] levelsAndSeconds) {
        return loudness(number, signal, "I", number(TARGET_LUFS), (meters, rateHz) -> {
            try (TonePlayer player = play(meters, rateHz, levelsAndSeconds)) {
                return List.of(new Reading(TARGET_LUFS, player.meter().integratedLufs()));
            }
        });
    }

    private static TonePlayer play(ProgrammeMeter.Factory meters, int rateHz, double[] levelsAndSeconds) {
        TonePlayer player = new TonePlayer(meters, rateHz);
        for (int i = 0; i < levelsAndSeconds.length; i += 2) {
            player.tone(levelsAndSeconds[i], levelsAndSeconds[i + 1]);
        }
        return player;
    }

    private static List<EbuCase> windows() {
        return List.of(
                loudness(9, "−20, −30 dBFS: 1.34, 1.66 s, 5 times", "S from 3 s", "−23.0", EbuCases::alternatingShort),
                loudness(10, "i × 0.15 s silence, 3 s at −23 dBFS, 20 files", "max S", "−23.0", EbuCases::startsShort),
                loudness(11, "3 s at −38 + i dBFS, 20 in a row", "max S", "−38.0 … −19.0", EbuCases::risingShort),
                loudness(12, "−20, −30 dBFS: 0.18, 0.22 s, 25 times", "M from 1 s", "−23.0", EbuCases::alternating),
                loudness(13, "i × 20 ms silence, 0.4 s at −23 dBFS, 20 files", "max M", "−23.0", EbuCases::starts),
                loudness(14, "0.4 s at −38 + i dBFS, 20 in a row", "max M", "−38.0 … −19.0", EbuCases::rising));
    }

    private static List<Reading> alternatingShort(ProgrammeMeter.Factory meters, int rateHz) {
        try (TonePlayer player = new TonePlayer(meters, rateHz).noteShortTerm()) {
            for (int i = 0; i < 5; i++) {
                player.tone(-20, 1.34).tone(-30, 1.66);
            }
            return all(player.shortTermFrom(3));
        }
    }

    private static List<Reading> alternating(ProgrammeMeter.Factory meters, int rateHz) {
        try (TonePlayer player = new TonePlayer(meters, rateHz).noteMomentary()) {
            for (int i = 0; i < 25; i++) {
                player.tone(-20, 0.18).tone(-30, 0.22);
            }
            return all(player.momentaryFrom(1));
        }
    }

    private static List<Reading> all(List<Double> values) {
        return values.stream().map(value -> new Reading(TARGET_LUFS, value)).toList();
    }

    private static List<Reading> startsShort(ProgrammeMeter.Factory meters, int rateHz) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < SEGMENTS; i++) {
            try (TonePlayer player = new TonePlayer(meters, rateHz).noteShortTerm()) {
                player.tone(SILENCE, i * 0.15).tone(TARGET_LUFS, 3).tone(SILENCE, 1);
                readings.add(new Reading(TARGET_LUFS, player.largestShortTerm(0, 10)));
            }
        }
        return readings;
    }

    private static List<Reading> starts(ProgrammeMeter.Factory meters, int rateHz) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < SEGMENTS; i++) {
            try (TonePlayer player = new TonePlayer(meters, rateHz).noteMomentary()) {
                player.tone(SILENCE, i * 0.02).tone(TARGET_LUFS, 0.4).tone(SILENCE, 1);
                readings.add(new Reading(TARGET_LUFS, player.largestMomentary(0, 10)));
            }
        }
        return readings;
    }

    private static List<Reading> risingShort(ProgrammeMeter.Factory meters, int rateHz) {
        List<Reading> readings = new ArrayList<>();
        try (TonePlayer player = new TonePlayer(meters, rateHz).noteShortTerm()) {
            for (int i = 0; i < SEGMENTS; i++) {
                double level = FIRST_OF_RISING_LUFS + i;
                player.tone(SILENCE, i * 0.15).tone(level, 3).tone(SILENCE, 3 - i * 0.15);
            }
            for (int i = 0; i < SEGMENTS; i++) {
                readings.add(new Reading(FIRST_OF_RISING_LUFS + i, player.largestShortTerm(i * 6, i * 6 + 6.01)));
            }
        }
        return readings;
    }

    private static List<Reading> rising(ProgrammeMeter.Factory meters, int rateHz) {
        List<Reading> readings = new ArrayList<>();
        try (TonePlayer player = new TonePlayer(meters, rateHz).noteMomentary()) {
            for (int i = 0; i < SEGMENTS; i++) {
                double level = FIRST_OF_RISING_LUFS + i;
                player.tone(SILENCE, i * 0.02).tone(level, 0.4).tone(SILENCE, 0.4 - i * 0.02);
            }
            for (int i = 0; i < SEGMENTS; i++) {
                double from = i * 0.8;
                readings.add(new Reading(FIRST_OF_RISING_LUFS + i, player.largestMomentary(from, from + 0.81)));
            }
        }
        return readings;
    }

    private static List<EbuCase> peaks() {
        return List.of(
                sine(15, 4, 0, 0.5, -6),
                sine(16, 4, 45, 0.5, -6),
                sine(17, 6, 60, 0.5, -6),
                sine(18, 8, 67.5, 0.5, -6),
                sine(19, 4, 45, 1.41, 3),
                burst(20, 0),
                burst(21, 1),
                burst(22, 2),
                burst(23, 3));
    }

    private static EbuCase sine(int number, int divisor, double phase, double amplitude, double expected) {
        String signal = "sine at fs/" + divisor + ", " + phase + "°, peak " + amplitude;
        return peak(number, signal, expected, rateHz -> PeakSignals.sine(rateHz, divisor, phase, amplitude));
    }

    private static EbuCase burst(int number, int offset) {
        String signal = "fs/6 with one period of fs/4, sample offset " + offset + "/4";
        return peak(number, signal, 0, rateHz -> PeakSignals.burst(rateHz, offset));
    }

    /** Makes one channel. */
    private interface Signal {
        float[] at(int rateHz);
    }

    private static EbuCase peak(int number, String signal, double expected, Signal samples) {
        EbuCase.Measurement measurement = (meters, rateHz) -> {
            float[] channel = samples.at(rateHz);
            try (ProgrammeMeter meter = meters.open(rateHz, 2)) {
                meter.process(new float[][] {channel, channel}, channel.length);
                return List.of(new Reading(expected, meter.truePeakDbtp()));
            }
        };
        return new EbuCase(3341, number, signal, "true peak", number(expected), "dB", 0.4, 0.2, measurement);
    }

    private static List<EbuCase> ranges() {
        return List.of(
                range(1, 10, new double[] {-20, 20, -30, 20}),
                range(2, 5, new double[] {-20, 20, -15, 20}),
                range(3, 20, new double[] {-40, 20, -20, 20}),
                range(4, 15, new double[] {-50, 20, -35, 20, -20, 20, -35, 20, -50, 20}));
    }

    private static EbuCase range(int number, double expected, double[] levelsAndSeconds) {
        StringBuilder levels = new StringBuilder();
        for (int i = 0; i < levelsAndSeconds.length; i += 2) {
            levels.append(i == 0 ? "" : ", ").append((int) levelsAndSeconds[i]);
        }
        String signal = levels.toString().replace('-', '−') + " dBFS, 20 s each";
        EbuCase.Measurement measurement = (meters, rateHz) -> {
            try (TonePlayer player = play(meters, rateHz, levelsAndSeconds)) {
                return List.of(new Reading(expected, player.meter().rangeLu()));
            }
        };
        return new EbuCase(3342, number, signal, "LRA", number(expected), "LU", 1, 1, measurement);
    }

    private static EbuCase loudness(
            int number, String signal, String quantity, String expected, EbuCase.Measurement measurement) {
        return new EbuCase(3341, number, signal, quantity, expected, "LU", 0.1, 0.1, measurement);
    }

    private static String number(double value) {
        return Double.toString(value).replace('-', '−');
    }
}
