package attune.learn.env;

import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.ToneFinding;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.StageMoves;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.Scale;
import attune.param.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Candidates for tests of the judge: at random, the factory presets, and what simple rules make of an analysis. */
final class Candidates {
    private static final ParamTable[] BELLS = {
        ParamTable.EQ2_GAIN,
        ParamTable.EQ3_GAIN,
        ParamTable.EQ4_GAIN,
        ParamTable.EQ5_GAIN,
        ParamTable.EQ6_GAIN,
        ParamTable.EQ7_GAIN
    };

    private Candidates() {}

    static List<Candidate> random(long seed, int count) {
        Random random = new Random(seed);
        List<Candidate> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ParamSnapshot p = GentlePreset.params();
            p.set(ParamTable.HPF_CORNER, random.nextBoolean() ? 10 : 20 * Math.pow(7, random.nextDouble()));
            p.set(ParamTable.NR_ATTENUATION, random.nextBoolean() ? 0 : 18 * random.nextDouble());
            p.set(ParamTable.NR_SENSITIVITY, 6 * random.nextDouble() - 3);
            p.set(ParamTable.NR_SMOOTHING, 20 + 70 * random.nextDouble());
            boolean tone = random.nextBoolean();
            for (ParamTable bell : BELLS) {
                p.set(bell, tone ? 3 * random.nextGaussian() : 0);
            }
            p.set(ParamTable.EQ8_GAIN, tone ? 4 * random.nextGaussian() : 0);
            p.set(ParamTable.EQ8_FREQUENCY, 4_000);
            out.add(new Candidate("random", p));
        }
        return out;
    }

    /**
     * Sets from all over the learnable ranges: each begins with one of {@code known} or nothing, then some stages are drawn anew or
     * switched off.
     */
    static List<Candidate> anywhere(InputAnalysis analysis, List<Candidate> known, long seed, int count) {
        Random random = new Random(seed);
        ParamSnapshot neutral = Candidate.dry(GentlePreset.params()).params();
        List<Candidate> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ParamSnapshot base = random.nextInt(3) == 0
                    ? neutral
                    : known.get(random.nextInt(known.size())).params();
            ParamSnapshot p = new ParamSnapshot(base);
            for (Stage stage : Stage.values()) {
                int dice = random.nextInt(10);
                if (dice < 3) {
                    draw(p, stage, random);
                } else if (dice == 3 && stage != Stage.LEVELER && stage != Stage.LIMITER) {
                    StageMoves.copy(stage, neutral, p);
                }
            }
            if (analysis.hum().present()) {
                p.set(ParamTable.HUM_FREQUENCY, analysis.hum().f0Hz());
            }
            out.add(new Candidate("random", LearningBounds.SAFE.fit(p, GentlePreset.params())));
        }
        return out;
    }

    /** Draws a stage's values from their safe ranges, also of what only people move, so that judges know it; equaliser gains lie around 0. */
    private static void draw(ParamSnapshot p, Stage stage, Random random) {
        double reach = random.nextDouble();
        for (ParamTable param : ParamTable.all()) {
            ParamSpec spec = param.spec();
            if (spec.stage() != stage || spec.maxStepPerSecond() == 0) {
                continue;
            }
            if (stage == Stage.EQ) {
                if (param.id().endsWith("_gain")) {
                    p.set(param, random.nextInt(3) == 0 ? 0 : 6 * reach * random.nextGaussian());
                }
                continue;
            }
            double place = random.nextDouble() * (Double.isNaN(spec.neutral()) ? 1 : reach);
            double low = spec.safeMin();
            double high = spec.safeMax();
            p.set(param, spec.scale() == Scale.LOG ? low * Math.pow(high / low, place) : low + place * (high - low));
        }
    }

    static List<Candidate> presets() throws IOException {
        List<Candidate> out = new ArrayList<>();
        ObjectMapper mapper = new ObjectMapper();
        try (Stream<Path> files = Files.list(Path.of("..", "presets"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                JsonNode json = mapper.readTree(file.toFile());
                ParamSnapshot params = new ParamSnapshot();
                json.path("params")
                        .properties()
                        .forEach(e -> params.set(
                                ParamTable.byId(e.getKey()).orElseThrow(),
                                e.getValue().asDouble()));
                out.add(new Candidate(file.getFileName().toString().replace(".json", ""), params));
            }
        }
        return out;
    }

    static List<Candidate> rules(InputAnalysis analysis) {
        List<Candidate> out = new ArrayList<>();
        ParamSnapshot neutral = Candidate.dry(GentlePreset.params()).params();
        out.add(new Candidate("neutral", neutral));
        ParamSnapshot tone = new ParamSnapshot(neutral);
        addTone(tone, analysis.tone());
        out.add(new Candidate("tone", tone));
        for (double attenuation : new double[] {6, 9, 12, 15}) {
            ParamSnapshot noise = new ParamSnapshot(neutral);
            noise.set(ParamTable.NR_ATTENUATION, attenuation);
            out.add(new Candidate("noise " + attenuation, noise));
            ParamSnapshot both = new ParamSnapshot(tone);
            both.set(ParamTable.NR_ATTENUATION, attenuation);
            out.add(new Candidate("noise " + attenuation + " and tone", both));
        }
        ParamSnapshot rumble = new ParamSnapshot(neutral);
        rumble.set(ParamTable.HPF_CORNER, 80);
        out.add(new Candidate("rumble", rumble));
        return out;
    }

    private static void addTone(ParamSnapshot params, ToneFinding tone) {
        for (ParamTable bell : BELLS) {
            double centre = params.get(ParamTable.all().get(bell.index() - 1));
            params.set(bell, correctionAt(tone, centre));
        }
    }

    private static double correctionAt(ToneFinding tone, double hz) {
        int nearest = 0;
        for (int b = 0; b < tone.centresHz().size(); b++) {
            double d = Math.abs(Math.log(tone.centresHz().get(b) / hz));
            nearest = d < Math.abs(Math.log(tone.centresHz().get(nearest) / hz)) ? b : nearest;
        }
        return tone.correctionDb().get(nearest);
    }
}
