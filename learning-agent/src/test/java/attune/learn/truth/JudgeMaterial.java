package attune.learn.truth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Clean voices of 13 s at 16 kHz for training and checking the judge, and what is done to them. Development and held-out voices,
 * noises and some degradations differ: recorded voices of four languages (Debian packages asterisk-core-sounds-en-g722, -fr-, -es-
 * for development; the other prompts of -en-, -it- and -ru- held out; those that are not installed are left out) and voices of
 * espeak-ng. The same samples for the same seed and packages.
 */
public final class JudgeMaterial {
    public static final int RATE_HZ = 16_000;
    public static final int FRAMES = 13 * RATE_HZ;

    private static final double CLEAN_LUFS = -22;
    private static final double PAUSE_SECONDS = 0.6;
    private static final double LONGEST_SECONDS = 5;
    private static final double DITHER = 3e-5;
    private static final Path SOUNDS = Path.of("/usr/share/asterisk/sounds");
    private static final long SHORTEST_BYTES = 14_400;

    private JudgeMaterial() {}

    /** A clean voice. */
    public record Voice(String name, Source source) {
        /** Makes the samples. */
        @FunctionalInterface
        public interface Source {
            /** 13 s at −22 LUFS. */
            double[] make() throws IOException, InterruptedException;
        }
    }

    /** What is done to a voice; {@code split} says where it may be used, null in both. */
    public enum Fault {
        CLEAN(null),
        FAN(MaterialSplit.DEVELOPMENT),
        WHITE(MaterialSplit.DEVELOPMENT),
        PINK(MaterialSplit.DEVELOPMENT),
        RUMBLE(MaterialSplit.HELD_OUT),
        TRAFFIC(MaterialSplit.HELD_OUT),
        MOTOR(MaterialSplit.HELD_OUT),
        HUM(null),
        HUM_AND_NOISE(null),
        DULL(null),
        HARSH(null),
        BRIGHT(MaterialSplit.HELD_OUT),
        BOOMY(MaterialSplit.HELD_OUT),
        SIBILANT(MaterialSplit.DEVELOPMENT),
        LOW_LEVEL(null),
        LEVEL_SWINGS(null),
        CLIPPED(null),
        BABBLE(null);

        private final @org.jspecify.annotations.Nullable MaterialSplit split;

        Fault(@org.jspecify.annotations.Nullable MaterialSplit split) {
            this.split = split;
        }

        /** Those of one side. */
        public static List<Fault> of(MaterialSplit side) {
            return Arrays.stream(values())
                    .filter(fault -> fault.split == null || fault.split == side)
                    .toList();
        }

        /** The voice with this fault, its severity by the seed. */
        public double[] apply(double[] clean, double[] others, MaterialSplit side, long seed) {
            Random random = new Random(seed);
            double severe = random.nextDouble();
            boolean held = side == MaterialSplit.HELD_OUT;
            return switch (this) {
                case CLEAN -> clean.clone();
                case FAN, WHITE, PINK ->
                    add(clean, GeneratedNoise.valueOf(name()).make(seed, clean.length, RATE_HZ), 22 - 19 * severe);
                case RUMBLE, TRAFFIC, MOTOR -> add(clean, unseenNoise(this, clean.length, seed), 22 - 19 * severe);
                case HUM -> add(clean, hum(random.nextBoolean() ? 50 : 60, clean.length, random), 22 - 18 * severe);
                case HUM_AND_NOISE ->
                    add(
                            add(clean, hum(random.nextBoolean() ? 50 : 60, clean.length, random), 18 - 12 * severe),
                            held
                                    ? unseenNoise(TRAFFIC, clean.length, seed)
                                    : GeneratedNoise.FAN.make(seed, clean.length, RATE_HZ),
                            22 - 12 * random.nextDouble());
                case DULL ->
                    Biquad.highShelf(1_500 + 2_000 * random.nextDouble(), -6 - 8 * severe, RATE_HZ)
                            .filter(clean);
                case HARSH ->
                    Biquad.bell(
                                    2_000 + 800 * random.nextDouble(),
                                    4_500 + 1_500 * random.nextDouble(),
                                    5 + 6 * severe,
                                    RATE_HZ)
                            .filter(clean);
                case BRIGHT -> Biquad.highShelf(2_000, 6 + 5 * severe, RATE_HZ).filter(clean);
                case BOOMY -> Biquad.bell(90, 280, 6 + 5 * severe, RATE_HZ).filter(clean);
                case SIBILANT ->
                    Biquad.highShelf(5_000, 5 + 6 * severe, RATE_HZ).filter(clean);
                case LOW_LEVEL -> scaled(add(clean, GeneratedNoise.even(seed, clean.length), 45), -12 - 14 * severe);
                case LEVEL_SWINGS -> swings(clean, 4 + 6 * severe, random);
                case CLIPPED -> clipped(clean, 0.5 - 0.35 * severe);
                case BABBLE -> add(clean, others, 18 - 12 * severe);
            };
        }
    }

    /** Voices of one side, recorded and synthesised in turn, at most so many. */
    public static List<Voice> voices(MaterialSplit side, int most) throws IOException {
        boolean held = side == MaterialSplit.HELD_OUT;
        List<List<Voice>> groups = new ArrayList<>();
        groups.add(prompts("en_US_f_Allison", side));
        for (String folder :
                held ? List.of("it_IT_m_Carlo", "ru_RU_f_IvrvoiceRU") : List.of("fr_CA_f_June", "es_MX_f_Allison")) {
            groups.add(prompts(folder, null));
        }
        List<Voice> spoken = new ArrayList<>();
        for (String voice : held
                ? List.of("en-gb+m3", "en-gb+f2", "pl", "nl+f5", "en-gb-scotland+m5", "pt+f1")
                : List.of("en-us+f3", "en-us", "de", "sv+f4", "fr-fr+m1", "it+f2", "en-us+m7", "es+m4")) {
            spoken.add(new Voice("espeak " + voice, () -> spoken(voice, side)));
        }
        groups.add(spoken);
        List<Voice> out = new ArrayList<>();
        for (int i = 0; out.size() < most && groups.stream().anyMatch(group -> !group.isEmpty()); i++) {
            List<Voice> group = groups.get(i % groups.size());
            if (!group.isEmpty()) {
                out.add(group.remove(0));
            }
        }
        return out;
    }

    private static List<Voice> prompts(String folder, @org.jspecify.annotations.Nullable MaterialSplit side)
            throws IOException {
        List<Voice> out = new ArrayList<>();
        Path place = SOUNDS.resolve(folder);
        if (!Files.isDirectory(place)) {
            return out;
        }
        List<Path> long_ = new ArrayList<>();
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".g722", "");
                boolean wanted = side == null || MaterialSplit.of(name) == side;
                if (wanted
                        && !name.equals("tt-monkeys")
                        && Files.isRegularFile(file)
                        && Files.size(file) >= SHORTEST_BYTES) {
                    long_.add(file);
                }
            }
        }
        for (int at = 0; at + 6 <= long_.size(); at += 6) {
            List<Path> part = long_.subList(at, at + 6);
            out.add(new Voice(folder + " " + at / 6, () -> {
                List<double[]> parts = new ArrayList<>();
                for (Path file : part) {
                    parts.add(SpeechCorpus.decoded(file));
                }
                return joined(parts);
            }));
        }
        return out;
    }

    private static double[] spoken(String voice, MaterialSplit side) throws IOException {
        List<double[]> parts = new ArrayList<>();
        List<String> sentences = Sentences.of(side);
        int from = Math.floorMod(voice.hashCode(), sentences.size());
        for (int i = 0; i < 4; i++) {
            parts.add(Recordings.spoken(voice, sentences.get((from + i) % sentences.size()), RATE_HZ));
        }
        return joined(parts);
    }

    /** One after the other with pauses, again from the first until 13 s are full. */
    static double[] joined(List<double[]> parts) {
        double[] out = GeneratedNoise.even(99, FRAMES);
        for (int i = 0; i < FRAMES; i++) {
            out[i] *= DITHER;
        }
        int pause = (int) (PAUSE_SECONDS * RATE_HZ);
        int at = pause;
        for (int p = 0; at < FRAMES; p++) {
            double[] part = parts.get(p % parts.size());
            int frames = Math.min(Math.min(part.length, (int) (LONGEST_SECONDS * RATE_HZ)), FRAMES - at);
            for (int i = 0; i < frames; i++) {
                out[at + i] += 0.5 * part[i];
            }
            at += frames + pause;
        }
        return scaled(out, CLEAN_LUFS - Loudness.integratedLufs(out, RATE_HZ));
    }

    static double[] scaled(double[] x, double db) {
        double gain = StrictMath.pow(10, db / 20);
        return Arrays.stream(x).map(v -> gain * v).toArray();
    }

    public static double[] add(double[] clean, double[] disturbance, double belowDb) {
        double level = Math.sqrt(Signals.energy(disturbance, 0, disturbance.length) / disturbance.length);
        double gain = SpeechActivity.soundingLevel(clean, RATE_HZ) * StrictMath.pow(10, -belowDb / 20) / level;
        return SyntheticSpeech.mix(clean, gain, disturbance);
    }

    static double[] hum(double mainsHz, int frames, Random random) {
        double f0 = mainsHz * (1 + 0.0008 * (2 * random.nextDouble() - 1));
        double slope = 0.4 + 0.8 * random.nextDouble();
        double[] out = new double[frames];
        for (int k = 1; k <= 16; k++) {
            double level = (0.3 + random.nextDouble()) / StrictMath.pow(k, slope);
            double phase = 2 * Math.PI * random.nextDouble();
            for (int i = 0; i < frames; i++) {
                out[i] += level * StrictMath.sin(2 * Math.PI * f0 * k * i / RATE_HZ + phase);
            }
        }
        return out;
    }

    private static double[] unseenNoise(Fault kind, int frames, long seed) {
        double[] pink = GeneratedNoise.PINK.make(seed, frames, RATE_HZ);
        return switch (kind) {
            case RUMBLE -> SyntheticSpeech.mix(SyntheticSpeech.lowPass(pink, 0.08), 0.15, pink);
            case TRAFFIC -> {
                double[] out = SyntheticSpeech.lowPass(pink, 0.35);
                for (int i = 0; i < frames; i++) {
                    out[i] *= 1 + 0.4 * StrictMath.sin(2 * Math.PI * 0.21 * i / RATE_HZ + seed % 7);
                }
                yield out;
            }
            default -> {
                double[] out = pink;
                double f = 110 + seed % 60;
                for (int i = 0; i < frames; i++) {
                    for (int k = 1; k <= 8; k++) {
                        out[i] += 0.35 / k * StrictMath.sin(2 * Math.PI * f * k * i / RATE_HZ + k * k);
                    }
                }
                yield out;
            }
        };
    }

    private static double[] swings(double[] clean, double depthDb, Random random) {
        double[] knots = new double[clean.length / (2 * RATE_HZ) + 3];
        for (int i = 0; i < knots.length; i++) {
            knots[i] = depthDb * (2 * random.nextDouble() - 1);
        }
        double[] out = new double[clean.length];
        for (int i = 0; i < out.length; i++) {
            double place = i / (2.0 * RATE_HZ);
            int k = (int) place;
            double db = knots[k] + (place - k) * (knots[k + 1] - knots[k]);
            out[i] = clean[i] * StrictMath.pow(10, db / 20);
        }
        return out;
    }

    private static double[] clipped(double[] clean, double shareOfPeak) {
        double peak = Arrays.stream(clean).map(Math::abs).max().orElse(1) * shareOfPeak;
        return Arrays.stream(clean).map(v -> Math.max(-peak, Math.min(peak, v))).toArray();
    }
}
