package attune.learn.truth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Voices of many people and microphones, 13 s at 16 kHz: single words and short phrases of Debian's tuxpaint-stamps-default,
 * klettres-data, ktuberling-data, fillets-ng-data-cs and -nl, unpacked each into a folder of its name (docs/judge.md). One
 * group is what one language of one package holds (of the fishes of fillets-ng one each), as a rule one speaker. Languages are
 * parted by {@link MaterialSplit}. Recordings of less than 22.05 kHz are left out: nobody knows their treble.
 */
public final class PackagedVoices {
    private static final int RATE_HZ = JudgeMaterial.RATE_HZ;
    private static final int LEAST_RATE_HZ = 22_050;
    private static final double SHORTEST_SECONDS = 0.4;
    private static final int PARTS = 10;

    /** Recordings of one kind; the language is the first group of the pattern of a path below {@code folder}. */
    private record Shelf(String packageName, String folder, Pattern language) {}

    private static final List<Shelf> SHELVES = List.of(
            new Shelf("tuxpaint-stamps-default", "usr/share/tuxpaint/stamps", Pattern.compile(".*_desc_(\\w+)\\.ogg")),
            new Shelf("klettres-data", "usr/share/klettres", Pattern.compile("(\\w+)/(?:alpha|syllab)/[^/]*\\.ogg")),
            new Shelf("ktuberling-data", "usr/share/ktuberling/sounds", Pattern.compile("(\\w+)/[^/]*\\.(?:ogg|wav)")),
            fish("cs", "m"),
            fish("cs", "v"),
            fish("nl", "m"),
            fish("nl", "v"));

    private static Shelf fish(String language, String which) {
        return new Shelf(
                "fillets-ng-data-" + language,
                "usr/share/games/fillets-ng/sound",
                Pattern.compile("[^/]*/(" + language + ")/[^/-]*-" + which + "-[^/]*\\.ogg"));
    }

    private PackagedVoices() {}

    /** Voices of one side whose packages lie unpacked in {@code unpacked}: of each group so many, each of other words. */
    public static List<JudgeMaterial.Voice> voices(MaterialSplit side, Path unpacked, int each) throws IOException {
        List<JudgeMaterial.Voice> out = new ArrayList<>();
        for (Shelf shelf : SHELVES) {
            Path folder = unpacked.resolve(shelf.packageName()).resolve(shelf.folder());
            if (!Files.isDirectory(folder)) {
                throw new IOException("no folder " + folder + ": unpack " + shelf.packageName() + " there");
            }
            List<Path> files;
            try (Stream<Path> all = Files.walk(folder)) {
                files = all.filter(Files::isRegularFile).sorted().toList();
            }
            for (String language : languages(shelf, folder, files)) {
                if (MaterialSplit.of(language) == side) {
                    Predicate<Path> spoken = file -> language.equals(languageOf(shelf, folder, file));
                    group(shelf, language, files.stream().filter(spoken).toList(), each, out);
                }
            }
        }
        return out;
    }

    private static List<String> languages(Shelf shelf, Path folder, List<Path> files) {
        return files.stream()
                .map(file -> languageOf(shelf, folder, file))
                .filter(language -> !language.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** Empty for what is no recording of this shelf. */
    private static String languageOf(Shelf shelf, Path folder, Path file) {
        var path = shelf.language().matcher(folder.relativize(file).toString());
        return path.matches() ? path.group(1) : "";
    }

    /** Files are taken from all over the group, so that no clip holds all the words with the same beginning. */
    private static void group(Shelf shelf, String language, List<Path> files, int each, List<JudgeMaterial.Voice> out) {
        String which = shelf.language().pattern().contains("-m-")
                ? " m"
                : shelf.language().pattern().contains("-v-") ? " v" : "";
        String name = shelf.packageName().replaceAll("-.*", "") + " " + language + which;
        for (int n = 0; n < each; n++) {
            List<Path> part = new ArrayList<>();
            for (int i = n; i < files.size(); i += each) {
                part.add(files.get(i));
            }
            out.add(new JudgeMaterial.Voice(String.format(Locale.ROOT, "%s %d", name, n), () -> make(part)));
        }
    }

    /** Nothing where too few of the recordings can be used. */
    private static double[] make(List<Path> files) throws IOException, InterruptedException {
        List<double[]> parts = new ArrayList<>();
        int step = Math.max(1, files.size() / (2 * PARTS));
        for (int i = 0; i < files.size() && parts.size() < PARTS; i += step) {
            if (rateHz(files.get(i)) >= LEAST_RATE_HZ) {
                double[] part = decoded(files.get(i));
                if (part.length > SHORTEST_SECONDS * RATE_HZ) {
                    parts.add(part);
                }
            }
        }
        return parts.size() < PARTS / 2 ? new double[0] : JudgeMaterial.joined(parts);
    }

    private static double[] decoded(Path file) throws IOException, InterruptedException {
        return SpeechCorpus.filter(
                new double[0],
                "ffmpeg",
                "-v",
                "error",
                "-nostdin",
                "-i",
                file.toString(),
                "-ac",
                "1",
                "-ar",
                Integer.toString(RATE_HZ),
                "-f",
                "f32le",
                "-");
    }

    private static int rateHz(Path file) throws IOException, InterruptedException {
        Process probe = new ProcessBuilder(
                        "ffprobe",
                        "-v",
                        "error",
                        "-show_entries",
                        "stream=sample_rate",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String rate = new String(probe.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        return probe.waitFor() == 0 ? Integer.parseInt(rate.strip()) : 0;
    }
}
