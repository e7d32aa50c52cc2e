package attune.bench.meter;

import attune.bench.BenchException;
import attune.bench.Figure;
import attune.bench.TextTable;
import attune.bench.meter.EbuCase.Reading;
import attune.bench.meter.ProgrammeReadings.Rank;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code ./attune bench meters}: prints tables for people and gives the same values as figures. */
public final class MeterBench {
    private static final int[] RATES_HZ = {44_100, 48_000, 96_000, 192_000};
    private static final int PEER_RATE_HZ = 48_000;
    private static final String JDK = Integer.toString(Runtime.version().feature());

    private final Clips clips;
    private final FfmpegMeter ffmpeg;
    private final Consumer<Figure> figures;
    private final PrintStream out;

    /**
     * @param work scratch folder
     * @param figures takes each value
     * @param out for the tables
     */
    public MeterBench(Path work, Consumer<Figure> figures, PrintStream out) {
        this.clips = new Clips(work);
        this.ffmpeg = new FfmpegMeter(work);
        this.figures = figures;
        this.out = out;
    }

    /**
     * Measures all.
     *
     * @throws BenchException where ffmpeg is missing or fails
     */
    public void run() throws IOException, BenchException {
        if (Libebur128.installed().isEmpty()) {
            out.println(Libebur128.MISSING);
        }
        ebu();
        List<Clip> longOnes = clips.longOnes();
        List<Clip> all = new ArrayList<>(clips.shortOnes());
        all.addAll(longOnes);
        programme(all);
        if (!longOnes.isEmpty()) {
            cost(longOnes.get(longOnes.size() - 1));
        }
    }

    private void ebu() {
        out.println("EBU Tech 3341 and 3342: what is farthest from the expected value, by sample rate");
        TextTable table = new TextTable(
                "case",
                "signal",
                "read",
                "expected",
                "tolerance",
                "44.1 kHz",
                "48 kHz",
                "96 kHz",
                "192 kHz",
                "pass",
                "libebur128, 48 kHz");
        for (EbuCase test : EbuCases.all()) {
            List<String> row = new ArrayList<>(List.of(
                    test.document() + "-" + test.number(),
                    test.signal(),
                    test.quantity(),
                    test.expected(),
                    test.tolerance()));
            boolean pass = true;
            for (int rateHz : RATES_HZ) {
                Reading worst = test.worst(AttuneMeter::new, rateHz);
                pass &= test.allows(worst);
                row.add(shown(test, worst));
                String name = "meters.ebu_" + test.document() + "_" + test.number() + "." + rateHz + ".deviation";
                figures.accept(Figure.of(name, worst.deviation(), test.unit(), JDK, test.signal()));
            }
            row.add(pass ? "yes" : "NO");
            row.add(Libebur128.installed()
                    .map(peer -> shown(test, test.worst(peer, PEER_RATE_HZ)))
                    .orElse("–"));
            table.row(row.toArray(String[]::new));
        }
        table.print(out);
        EbuCases.NOT_MEASURED.forEach(out::println);
        out.println();
    }

    /** The value itself, or how far it is off where each reading has an expectation of its own. */
    private static String shown(EbuCase test, Reading reading) {
        return test.expected().contains("…")
                ? signed(reading.deviation()) + " " + test.unit()
                : number(reading.measured());
    }

    private void programme(List<Clip> programmes) throws IOException, BenchException {
        out.println("Real programme: Attune, and the difference of libebur128 and of ffmpeg to it");
        TextTable readings = new TextTable(
                "programme",
                "s",
                "I",
                "lib",
                "ff",
                "max M",
                "lib",
                "ff",
                "max S",
                "lib",
                "ff",
                "LRA",
                "lib",
                "ff",
                "true peak",
                "lib",
                "ff");
        TextTable ranges = new TextTable(
                "programme", "s", "60 s", "Attune", "at 1 s", "libebur128", "off", "at rank n p", "ffmpeg", "off");
        for (Clip clip : programmes) {
            ProgrammeReadings own = own(clip.rateHz(), clip.channels());
            Optional<ProgrammeReadings> library = library(clip);
            ProgrammeReadings filter = ffmpeg.read(clip);
            readings.row(readingsRow(clip, own, library, filter));
            if (clip.seconds() >= 4) {
                ranges.row(rangesRow(clip, own, library, filter));
            }
        }
        readings.print(out);
        out.println(
                "ffmpeg looks at momentary loudness every 100 ms, the others every 10 ms; a maximum between is missed.");
        out.println();
        out.println("Loudness range explained: ours as libebur128 takes it, a short-term value each second instead of"
                + " ten, and with ffmpeg's rank of percentiles");
        ranges.print(out);
        out.println();
    }

    private static ProgrammeReadings own(int rateHz, float[][] channels) {
        try (ProgrammeMeter meter = new AttuneMeter(rateHz, channels.length)) {
            return ProgrammeReadings.of(meter, rateHz, channels);
        }
    }

    private static Optional<ProgrammeReadings> library(Clip clip) {
        return Libebur128.installed().map(factory -> {
            try (ProgrammeMeter meter = factory.open(clip.rateHz(), clip.channels().length)) {
                return ProgrammeReadings.of(meter, clip.rateHz(), clip.channels());
            }
        });
    }

    private String[] readingsRow(
            Clip clip, ProgrammeReadings own, Optional<ProgrammeReadings> library, ProgrammeReadings filter) {
        List<String> row = new ArrayList<>(List.of(clip.name(), String.format(Locale.ROOT, "%.0f", clip.seconds())));
        double[] ours = values(own);
        double[] theirs = library.map(MeterBench::values).orElseGet(() -> new double[ours.length]);
        double[] filters = values(filter);
        String[] names = {"integrated_lufs", "max_momentary_lufs", "max_short_term_lufs", "range_lu", "true_peak_dbtp"};
        String id = "meters.programme." + clip.name().replaceAll("[^A-Za-z0-9]+", "_") + ".";
        for (int i = 0; i < ours.length; i++) {
            row.add(number(ours[i]));
            row.add(library.isPresent() ? difference(theirs[i], ours[i]) : "–");
            row.add(difference(filters[i], ours[i]));
            if (Double.isFinite(ours[i])) {
                String unit = names[i].substring(names[i].lastIndexOf('_') + 1);
                figures.accept(Figure.against(
                        id + names[i], ours[i], unit, "ffmpeg ebur128", filters[i], JDK, clip.seconds() + " s"));
                if (library.isPresent()) {
                    figures.accept(Figure.against(
                            id + names[i], ours[i], unit, "libebur128", theirs[i], JDK, clip.seconds() + " s"));
                }
            }
        }
        return row.toArray(String[]::new);
    }

    private static double[] values(ProgrammeReadings of) {
        return new double[] {
            of.integratedLufs(), of.maximumMomentaryLufs(), of.maximumShortTermLufs(), of.rangeLu(), of.truePeakDbtp()
        };
    }

    private static String[] rangesRow(
            Clip clip, ProgrammeReadings own, Optional<ProgrammeReadings> library, ProgrammeReadings filter) {
        double everySecond = own.rangeLuOfEvery(10, Rank.TECH_3342);
        double otherRank = own.rangeLuOfEvery(1, Rank.FFMPEG);
        return new String[] {
            clip.name(),
            String.format(Locale.ROOT, "%.0f", clip.seconds()),
            clip.seconds() >= 60 ? "yes" : "no",
            number(own.rangeLu()),
            number(everySecond),
            library.map(read -> number(read.rangeLu())).orElse("–"),
            library.map(read -> difference(read.rangeLu(), everySecond)).orElse("–"),
            number(otherRank),
            number(filter.rangeLu()),
            difference(filter.rangeLu(), otherRank)
        };
    }

    private void cost(Clip clip) throws IOException, BenchException {
        MeterCost.Result cost = new MeterCost(clip, ffmpeg).measure();
        String how = "loudness, range and true peak of " + clip.name() + ", 48 kHz stereo, CPU time, median of "
                + MeterCost.ROUNDS + " rounds in turns";
        out.println("Cost: " + how);
        TextTable table = new TextTable("meter", "ns/frame");
        table.row("Attune, JDK " + JDK, number(cost.attune()));
        cost.libebur128().ifPresent(ns -> table.row("libebur128", number(ns)));
        table.row("ffmpeg ebur128, less anull", number(cost.ffmpeg()));
        table.print(out);
        out.println();
        figures.accept(
                Figure.against("meters.ns_per_frame", cost.attune(), "ns", "ffmpeg ebur128", cost.ffmpeg(), JDK, how));
        cost.libebur128()
                .ifPresent(ns -> figures.accept(
                        Figure.against("meters.ns_per_frame", cost.attune(), "ns", "libebur128", ns, JDK, how)));
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? String.format(Locale.ROOT, "%.2f", value).replace('-', '−')
                : "–";
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.2f", value).replace('-', '−');
    }

    private static String difference(double peer, double own) {
        return Double.isFinite(peer) && Double.isFinite(own)
                ? String.format(Locale.ROOT, "%+.3f", peer - own).replace('-', '−')
                : "–";
    }
}
