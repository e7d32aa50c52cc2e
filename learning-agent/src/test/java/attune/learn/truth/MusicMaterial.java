package attune.learn.truth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Clean music of 13 s at 16 kHz for training and checking the judge of music, and what is done to it. Whole packages are for
 * development or held out; samples of sonic-pi-samples and generated chords are parted by {@link MaterialSplit}. The packages are
 * unpacked, not installed, each into a folder of its name: see docs/judge.md. Noises differ between the sides, too. The same samples
 * for the same seed and packages.
 */
public final class MusicMaterial {
    public static final int RATE_HZ = 16_000;
    private static final int SECONDS = 13;
    private static final int FRAMES = SECONDS * RATE_HZ;
    private static final double CLEAN_LUFS = -22;
    private static final long SHORTEST_BYTES = 300_000;
    /** So far into a track its first excerpt begins, the next ones later. */
    private static final int FIRST_SECOND = 15;

    private static final int NEXT_SECONDS = 17;

    private static final List<String> DEVELOPMENT_PACKAGES =
            List.of("wesnoth-1.16-music", "hyperrogue-music", "warzone2100-music", "supertux-data");
    /** By ffmpeg. */
    private static final List<String> UNREADABLE =
            List.of("hr-savino-caribbean.ogg", "hr-savino-ivory.ogg", "hr-savino-ocean.ogg");

    private static final List<String> HELD_OUT_PACKAGES = List.of(
            "singularity-music",
            "hedgewars-data",
            "starfighter-data",
            "ardentryst",
            "extremetuxracer-data",
            "asc-music",
            "frozen-bubble-data",
            "lincity-ng-data");

    private MusicMaterial() {}

    /** A piece of clean music. */
    public record Piece(String name, Source source) {
        /** Makes the samples. */
        @FunctionalInterface
        public interface Source {
            /**
             * 13 s at −22 LUFS.
             *
             * @param excerpt from 0 on: which part of the piece
             */
            double[] make(int excerpt) throws IOException, InterruptedException;
        }
    }

    /** What is done to music; {@code split} says where it may be used, null in both. */
    public enum Fault {
        CLEAN(null),
        WHITE(MaterialSplit.DEVELOPMENT),
        PINK(MaterialSplit.DEVELOPMENT),
        HISS(MaterialSplit.DEVELOPMENT),
        TAPE(MaterialSplit.HELD_OUT),
        ROOM(MaterialSplit.HELD_OUT),
        BLUE(MaterialSplit.HELD_OUT),
        HUM(null),
        HUM_AND_NOISE(null);

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

        /** Music with this fault, its severity by the seed. */
        public double[] apply(double[] clean, MaterialSplit side, long seed) {
            Random random = new Random(seed);
            double severe = random.nextDouble();
            double mainsHz = random.nextBoolean() ? 50 : 60;
            return switch (this) {
                case CLEAN -> clean.clone();
                case HUM ->
                    JudgeMaterial.add(clean, JudgeMaterial.hum(mainsHz, clean.length, random), 28 - 20 * severe);
                case HUM_AND_NOISE -> {
                    Fault noise = side == MaterialSplit.HELD_OUT ? TAPE : PINK;
                    double[] hummed = JudgeMaterial.add(
                            clean, JudgeMaterial.hum(mainsHz, clean.length, random), 24 - 16 * severe);
                    yield JudgeMaterial.add(hummed, noise.noise(clean.length, seed), 38 - 20 * random.nextDouble());
                }
                default -> JudgeMaterial.add(clean, noise(clean.length, seed), 42 - 28 * severe);
            };
        }

        private double[] noise(int frames, long seed) {
            double[] white = GeneratedNoise.WHITE.make(seed, frames, RATE_HZ);
            double[] pink = GeneratedNoise.PINK.make(seed, frames, RATE_HZ);
            return switch (this) {
                case PINK -> pink;
                case HISS -> Biquad.highShelf(3_000, 15, RATE_HZ).filter(white);
                case TAPE -> Biquad.highShelf(5_000, 10, RATE_HZ).filter(pink);
                case ROOM -> SyntheticSpeech.mix(SyntheticSpeech.lowPass(pink, 0.15), 0.1, pink);
                case BLUE -> {
                    double[] out = white.clone();
                    for (int i = frames - 1; i > 0; i--) {
                        out[i] -= white[i - 1];
                    }
                    yield out;
                }
                default -> white;
            };
        }
    }

    /** Pieces of one side whose packages lie unpacked in {@code folder}, of each package in turn, at most so many. */
    public static List<Piece> pieces(MaterialSplit side, Path folder, int most) throws IOException {
        List<List<Piece>> groups = new ArrayList<>();
        for (String name : side == MaterialSplit.HELD_OUT ? HELD_OUT_PACKAGES : DEVELOPMENT_PACKAGES) {
            groups.add(tracks(folder.resolve(name), name));
        }
        groups.add(new ArrayList<>(
                ContentMaterial.pieces(side).stream().map(MusicMaterial::made).toList()));
        List<Piece> out = new ArrayList<>();
        for (int i = 0; out.size() < most && groups.stream().anyMatch(group -> !group.isEmpty()); i++) {
            List<Piece> group = groups.get(i % groups.size());
            if (!group.isEmpty()) {
                out.add(group.remove(0));
            }
        }
        return out;
    }

    /** A sample of sonic-pi-samples, or generated chords by their name: "chords-1" to "chords-6" are in the corpus, others are not. */
    public static Piece made(String name) {
        return new Piece(name, excerpt -> levelled(ContentMaterial.piece(name, FRAMES)));
    }

    private static List<Piece> tracks(Path folder, String group) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("folder=" + folder + " is missing: unpack the package there, see docs/judge.md");
        }
        Predicate<String> isTrack = path -> path.matches("(?i).*(/music/|zik).*\\.(ogg|mp3|opus|flac)");
        List<Piece> out = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted().toList()) {
                if (isTrack.test(file.toString())
                        && !UNREADABLE.contains(file.getFileName().toString())
                        && Files.size(file) >= SHORTEST_BYTES) {
                    String name = file.getFileName().toString().replace(',', ' ');
                    out.add(new Piece(group + "/" + name, excerpt -> levelled(excerpt(file, excerpt))));
                }
            }
        }
        return out;
    }

    /** Both channels mixed; where the track ends before, its beginning, again and again. */
    private static double[] excerpt(Path file, int number) throws IOException, InterruptedException {
        double[] part = decoded(file, FIRST_SECOND + NEXT_SECONDS * number);
        double[] once = part.length >= FRAMES ? part : decoded(file, 0);
        double[] out = new double[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            out[i] = once[i % once.length];
        }
        return out;
    }

    private static double[] decoded(Path file, int fromSecond) throws IOException, InterruptedException {
        return SpeechCorpus.filter(
                new double[0],
                "ffmpeg",
                "-v",
                "error",
                "-nostdin",
                "-ss",
                Integer.toString(fromSecond),
                "-t",
                Integer.toString(SECONDS + 1),
                "-i",
                file.toString(),
                "-vn",
                "-ac",
                "1",
                "-ar",
                Integer.toString(RATE_HZ),
                "-f",
                "f32le",
                "-");
    }

    private static double[] levelled(double[] x) {
        return JudgeMaterial.scaled(x, CLEAN_LUFS - Loudness.integratedLufs(x, RATE_HZ));
    }
}
