package attune.learn.env;

import attune.learn.analysis.ContentClass;
import attune.learn.strategy.HumRule;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.StrategyInput;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.MusicMaterial;
import attune.param.ChainProgram;
import attune.param.FactoryPrograms;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
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
    /** Attenuations of which one is proposed. */
    static final double[] ATTENUATIONS_DB = {4, 8, 12};

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
            MusicMaterial.Piece piece = pieces.get(i % pieces.size());
            MusicMaterial.Fault fault = fault(side, i);
            String name = i + " " + piece.name() + " " + fault;
            if (done.contains(name)) {
                continue;
            }
            long start = System.nanoTime();
            double[] clean = piece.source().make(i / pieces.size());
            JudgedItem item =
                    new JudgedItem(name, clean, fault.apply(clean, side, 7_000L + i), JudgedItem.Yardstick.MUSIC);
            ItemRows rows = new ItemRows(
                    item, piece.name(), fault.name(), engines, ContentClass.MUSIC, MusicFeatures.of(item.analysis));
            if (rows.isEnough()) {
                render(candidates(item, random, i), rows);
            }
            Files.writeString(file, rows.text(), StandardOpenOption.APPEND);
            System.err.printf(Locale.ROOT, "%s: %.1f s%n", name, (System.nanoTime() - start) * 1e-9);
        }
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
        for (double db : ATTENUATIONS_DB) {
            out.add(new Candidate(name(db), reduced(inForce, db)));
        }
        if (hum) {
            out.add(new Candidate("hum and " + name(8), reduced(out.get(1).params(), 8)));
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

    private static ParamSnapshot reduced(ParamSnapshot from, double attenuationDb) {
        ParamSnapshot set = new ParamSnapshot(from);
        set.set(ParamTable.NR_ATTENUATION, attenuationDb);
        return set;
    }

    private static ParamSnapshot inForce() {
        ParamSnapshot set = Candidate.dry(new ParamSnapshot()).params();
        set.set(ParamTable.PROGRAM, musicProgram());
        set.set(ParamTable.LEVELER_RANGE, 0);
        return set;
    }

    private static int musicProgram() {
        for (int i = 0; i < FactoryPrograms.ALL.size(); i++) {
            if (FactoryPrograms.ALL.get(i).variantOf(Stage.NOISE_REDUCER) == ChainProgram.Variant.MUSIC) {
                return i;
            }
        }
        throw new IllegalStateException("no program has noise reduction for music");
    }

    private static StrategyInput input(JudgedItem item, ParamSnapshot inForce) {
        return new StrategyInput(item.analysis, inForce, TARGET_LUFS, MusicMaterial.RATE_HZ, List.of(), List.of());
    }
}
