package attune.learn.env;

import attune.dsp.core.ProcessSpec;
import attune.learn.agent.FileLearner;
import attune.learn.agent.Without;
import attune.learn.analysis.ContentClass;
import attune.learn.audio.CapturedClip;
import attune.learn.strategy.MusicNoise;
import attune.learn.strategy.Proposals;
import attune.learn.truth.Bootstrap;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.MusicMaterial;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the product's own decisions do to music, with all that the loop has ({@link FileLearner}), and without noise reduction for music:
 * truth of what plays after three decisions, its level aside, on the items of {@link MusicStudy}. A file that was begun goes on; the tables follow at the end.
 *
 * <pre>
 *   arguments: DEVELOPMENT|HELD_OUT, folder of unpacked packages, pieces, items (0-80), dB of noise reduction in force,
 *              rate at which the chain plays in Hz, file
 * </pre>
 */
final class MusicProduct {
    private static final int DECISIONS = 3;
    /** That of the pieces, whose one channel both channels play. */
    private static final double TARGET_LUFS = -19;

    private static final double HARM_STEPS = -0.1;
    private static final String HEADER = "item,piece,fault,sure,start,without,all,attenuation,moves";

    private MusicProduct() {}

    /** One item; truth over dry of what played at the start, and at the end without and with noise reduction for music. */
    private record Row(
            String piece, String fault, boolean sure, double start, double without, double all, double attenuationDb) {
        double gain() {
            return all - without;
        }

        static Row of(String line) {
            String[] cells = line.split(",", -1);
            return new Row(
                    cells[1],
                    cells[2],
                    cells[3].equals("1"),
                    Double.parseDouble(cells[4]),
                    Double.parseDouble(cells[5]),
                    Double.parseDouble(cells[6]),
                    Double.parseDouble(cells[7]));
        }
    }

    public static void main(String[] arguments) throws Exception {
        MaterialSplit side = MaterialSplit.valueOf(arguments[0]);
        List<MusicMaterial.Piece> pieces =
                MusicMaterial.pieces(side, Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        String[] items = arguments[3].split("-", -1);
        ParamSnapshot start = MusicNoise.reduced(MusicStudy.inForce(), Double.parseDouble(arguments[4]));
        int rateHz = Integer.parseInt(arguments[5]);
        Path file = Path.of(arguments[6]);
        if (!Files.exists(file)) {
            Files.writeString(file, HEADER + "\n");
        }
        Set<String> done = JudgeStudy.done(file);
        CandidateRenderer.EngineSet engines = new CandidateRenderer.EngineSet(new ProcessSpec(rateHz, 1));
        for (int i = Integer.parseInt(items[0]); i < Integer.parseInt(items[1]); i++) {
            MusicStudy.Degraded item = MusicStudy.item(side, pieces, i);
            if (!done.contains(item.name())) {
                Files.writeString(file, line(item, start, engines) + "\n", StandardOpenOption.APPEND);
            }
        }
        report(file);
    }

    private static String line(MusicStudy.Degraded degraded, ParamSnapshot start, CandidateRenderer.EngineSet engines)
            throws IOException, InterruptedException {
        JudgedItem item = degraded.judged();
        CapturedClip heard = item.clipAt((int) engines.spec().sampleRateHz());
        RenderMemo memo = new RenderMemo();
        List<String> moves = new ArrayList<>();
        ParamSnapshot without =
                learned(heard, start, new Without(Set.of(Proposals.MUSIC_NOISE)), memo, new ArrayList<>());
        ParamSnapshot all = learned(heard, start, Without.NOTHING, memo, moves);
        return String.format(
                Locale.ROOT,
                "%s,%s,%s,%d,%.4f,%.4f,%.4f,%.1f,%s",
                item.name,
                degraded.piece(),
                degraded.fault(),
                item.analysis.isSurely(ContentClass.MUSIC) ? 1 : 0,
                truth(item, heard, start, engines),
                truth(item, heard, without, engines),
                truth(item, heard, all, engines),
                all.get(ParamTable.NR_ATTENUATION),
                String.join(" then ", moves));
    }

    private static ParamSnapshot learned(
            CapturedClip heard, ParamSnapshot start, Without less, RenderMemo memo, List<String> moves)
            throws InterruptedException {
        FileLearner learner = new FileLearner(start, List.of(), TARGET_LUFS, 1, less, memo);
        for (int i = 0; i < DECISIONS; i++) {
            FileLearner.Step step = learner.decide(heard.channels()[0], (int) heard.sampleRateHz());
            moves.add(step.why());
        }
        return learner.inForce();
    }

    private static double truth(
            JudgedItem item, CapturedClip heard, ParamSnapshot set, CandidateRenderer.EngineSet engines)
            throws InterruptedException {
        CandidateRenderer renderer = item.renderer(engines, heard);
        ParamSnapshot unlevelled = new ParamSnapshot(set);
        unlevelled.set(ParamTable.LEVELER_RANGE, 0);
        renderer.render(unlevelled);
        return item.stepsOverDry(renderer.lastOutput());
    }

    private static void report(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        lines.subList(1, lines.size()).forEach(line -> rows.add(Row.of(line)));
        System.out.println("| fault | items | without | all | over without | noise reduction plays |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        Map<String, List<Row>> byFault =
                rows.stream().collect(Collectors.groupingBy(Row::fault, TreeMap::new, Collectors.toList()));
        byFault.forEach((fault, some) -> System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.2f | %d |%n",
                fault.toLowerCase(Locale.ROOT).replace('_', ' '),
                some.size(),
                mean(some, row -> row.without() - row.start()),
                mean(some, row -> row.all() - row.start()),
                mean(some, Row::gain),
                some.stream().filter(row -> row.attenuationDb() > 0).count()));
        Predicate<Row> clean = row -> row.fault().equals("CLEAN");
        List<Row> noisy = rows.stream()
                .filter(clean.negate().and(row -> !row.fault().equals("HUM")))
                .toList();
        System.out.println("noisy, over without noise reduction for music: " + overPieces(noisy, Row::gain));
        System.out.println("degraded, over the start: "
                + overPieces(rows.stream().filter(clean.negate()).toList(), row -> row.all() - row.start()));
        System.out.printf(
                Locale.ROOT,
                "harmed by noise reduction: %d of %d, worst %.2f; worse than the start: %d; music for sure: %d%n",
                rows.stream().filter(row -> row.gain() < HARM_STEPS).count(),
                rows.size(),
                rows.stream().mapToDouble(Row::gain).min().orElse(0),
                rows.stream()
                        .filter(row -> row.all() - row.start() < HARM_STEPS)
                        .count(),
                rows.stream().filter(Row::sure).count());
        System.out.printf(
                Locale.ROOT,
                "clean without noise reduction: %d of %d%n",
                rows.stream().filter(clean.and(row -> row.attenuationDb() == 0)).count(),
                rows.stream().filter(clean).count());
    }

    private static double mean(List<Row> some, ToDoubleFunction<Row> value) {
        return some.stream().mapToDouble(value).average().orElse(0);
    }

    /** Mean and interval over the means by piece. */
    private static Bootstrap overPieces(List<Row> some, ToDoubleFunction<Row> value) {
        Map<String, Double> byPiece = some.stream()
                .collect(Collectors.groupingBy(Row::piece, TreeMap::new, Collectors.averagingDouble(value)));
        return Bootstrap.of(byPiece.values().stream().mapToDouble(d -> d).toArray());
    }
}
