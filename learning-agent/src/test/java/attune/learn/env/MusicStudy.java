package attune.learn.env;

import attune.learn.analysis.ContentClass;
import attune.learn.policy.MusicFeatures;
import attune.learn.strategy.HumRule;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.MusicNoise;
import attune.learn.strategy.StrategyInput;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.MusicMaterial;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Writes measures and truth of candidates on music as CSV: what the trees for music are trained on and checked with. All of it in the
 * Music program, whose noise reduction knows a floor for music. The same rows for the same arguments; items that the file holds
 * already are passed over, so an interrupted run goes on.
 *
 * <pre>
 *   arguments: DEVELOPMENT|HELD_OUT, folder of unpacked packages, pieces, items (0-144), random candidates an item, file
 * </pre>
 */
final class MusicStudy {
    private static final int MUSIC_PROGRAM = 2;
    private static final double STRONGEST_DB = 12;
    private static final double UNHEARD_STEPS = 0.002;
    private static final String NOISE = "noise ";
    private static final double TARGET_LUFS = -16;
    private static final List<String> PRESETS = List.of("gentle", "noisy-room", "music-master");

    private MusicStudy() {}

    public static void main(String[] arguments) throws Exception {
        MaterialSplit side = MaterialSplit.valueOf(arguments[0]);
        List<MusicMaterial.Piece> pieces =
                MusicMaterial.pieces(side, Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        String[] items = arguments[3].split("-", -1);
        int random = Integer.parseInt(arguments[4]);
        Path file = Path.of(arguments[5]);
        if (!Files.exists(file)) {
            Files.writeString(file, ItemRows.header(MusicFeatures.names()) + "\n");
        }
        Set<String> done = JudgeStudy.done(file);
        CandidateRenderer.EngineSet engines = JudgedItem.engines();
        for (int i = Integer.parseInt(items[0]); i < Integer.parseInt(items[1]); i++) {
            Degraded degraded = item(side, pieces, i);
            if (done.contains(degraded.name())) {
                continue;
            }
            long start = System.nanoTime();
            JudgedItem item = degraded.judged();
            ItemRows rows = new ItemRows(
                    item,
                    degraded.piece(),
                    degraded.fault(),
                    engines,
                    ContentClass.MUSIC,
                    MusicFeatures.of(item.analysis));
            if (rows.isEnough()) {
                render(candidates(item, random, i), rows);
            }
            Files.writeString(file, rows.text(), StandardOpenOption.APPEND);
            System.err.printf(Locale.ROOT, "%s: %.1f s%n", degraded.name(), (System.nanoTime() - start) * 1e-9);
        }
    }

    /** Makes an item's sound and what is known of it. */
    interface Making {
        JudgedItem make() throws IOException, InterruptedException;
    }

    /** An item that is not made yet. */
    record Degraded(String name, String piece, String fault, Making making) {
        JudgedItem judged() throws IOException, InterruptedException {
            return making.make();
        }
    }

    /** An item of one side; the same for the same number and pieces. */
    static Degraded item(MaterialSplit side, List<MusicMaterial.Piece> pieces, int number) {
        MusicMaterial.Piece piece = pieces.get(number % pieces.size());
        MusicMaterial.Fault fault = fault(side, number);
        String name = number + " " + piece.name() + " " + fault;
        return new Degraded(name, piece.name(), fault.name(), () -> {
            double[] clean = piece.source().make(number / pieces.size());
            return new JudgedItem(name, clean, fault.apply(clean, side, 7_000L + number), JudgedItem.Yardstick.MUSIC);
        });
    }

    /** The sound in force and the strongest noise reduction first: where that does nothing the weaker ones are passed over. */
    private static void render(List<Candidate> candidates, ItemRows rows) throws InterruptedException {
        List<Candidate> left = new ArrayList<>(candidates);
        double inForce = rows.add(left.remove(0));
        Candidate strongest = left.stream()
                .filter(c -> c.strategy().equals(name(STRONGEST_DB)))
                .findFirst()
                .orElseThrow();
        boolean acts = Math.abs(rows.add(strongest) - inForce) > UNHEARD_STEPS;
        left.remove(strongest);
        for (Candidate candidate : left) {
            if (acts || !candidate.strategy().contains(NOISE)) {
                rows.add(candidate);
            }
        }
    }

    /** Every fault once before any comes again, in an order of its own each time; clean music three times as often. */
    private static MusicMaterial.Fault fault(MaterialSplit side, int item) {
        List<MusicMaterial.Fault> faults = new ArrayList<>(MusicMaterial.Fault.of(side));
        faults.addAll(Collections.nCopies(2, MusicMaterial.Fault.CLEAN));
        Collections.shuffle(faults, new Random(3 + item / faults.size()));
        return faults.get(item % faults.size());
    }

    /** The sound in force first, which is dry; level is no matter of this judge, so the leveler is off in all of them. */
    private static List<Candidate> candidates(JudgedItem item, int random, int seed) throws IOException {
        ParamSnapshot inForce = inForce();
        List<Candidate> out = new ArrayList<>(List.of(new Candidate("in-force", inForce)));
        ParamSnapshot cured = new ParamSnapshot(inForce);
        boolean hum = new HumRule().apply(input(item, inForce), cured);
        if (hum) {
            out.add(new Candidate("hum", LearningBounds.SAFE.fit(cured, inForce)));
        }
        for (double db : MusicNoise.ATTENUATIONS_DB) {
            out.add(new Candidate(name(db), MusicNoise.reduced(inForce, db)));
        }
        if (hum) {
            out.add(new Candidate(
                    "hum and " + name(8), MusicNoise.reduced(out.get(1).params(), 8)));
        }
        List<Candidate> presets = Candidates.presets();
        presets.removeIf(preset -> !PRESETS.contains(preset.strategy()));
        out.add(unlevelled(presets.get(seed % presets.size()), inForce));
        for (Candidate drawn : Candidates.anywhere(item.analysis, List.copyOf(out), 60_000L + seed, random)) {
            out.add(unlevelled(drawn, inForce));
        }
        return out;
    }

    /** The set in the program in force, its level left alone. */
    private static Candidate unlevelled(Candidate candidate, ParamSnapshot inForce) {
        ParamSnapshot set = LearningBounds.SAFE.fit(candidate.params(), inForce);
        set.set(ParamTable.LEVELER_RANGE, 0);
        return new Candidate(candidate.strategy(), set);
    }

    static String name(double attenuationDb) {
        return NOISE + Math.round(attenuationDb);
    }

    /** Dry in the Music program. */
    static ParamSnapshot inForce() {
        ParamSnapshot set = Candidate.dry(new ParamSnapshot()).params();
        set.set(ParamTable.PROGRAM, MUSIC_PROGRAM);
        set.set(ParamTable.LEVELER_RANGE, 0);
        return set;
    }

    private static StrategyInput input(JudgedItem item, ParamSnapshot inForce) {
        return new StrategyInput(item.analysis, inForce, TARGET_LUFS, MusicMaterial.RATE_HZ, List.of(), List.of());
    }
}
