package attune.cli;

import attune.cli.audio.AudioFileException;
import attune.cli.audio.AudioFiles;
import attune.cli.audio.AudioSource;
import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.prove.ProofCorpus;
import attune.learn.truth.Degradation;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationClip.Content;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.Loudness;
import attune.learn.truth.SoundBandwidth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Clean recordings in a folder, each played clean and with one thing wrong with it, in turn. Music is not made dull or
 * harsh: what tone it was meant to have can't be known.
 */
final class FolderCorpus implements ProofCorpus {
    private static final double SHORTEST_SECONDS = 5;
    private static final List<Degradation> OF_SPEECH = List.of(
            Degradation.FAN_NOISE,
            Degradation.HUM_50,
            Degradation.DULL,
            Degradation.LOW_LEVEL,
            Degradation.HARSH,
            Degradation.HUM_AND_NOISE,
            Degradation.HUM_60);
    private static final List<Degradation> OF_MUSIC =
            List.of(Degradation.HUM_50, Degradation.LOW_LEVEL, Degradation.HUM_60);

    private final Path folder;
    private final AudioFiles files;
    private final Map<String, Item> items = new LinkedHashMap<>();

    private record Item(Path file, Content content, Degradation degradation) {}

    private FolderCorpus(Path folder, AudioFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /**
     * Looks into a folder, not into those in it. What can't be used is named on the terminal and left out.
     *
     * @throws CliException where it holds nothing that can be used
     */
    static FolderCorpus of(Path folder, AudioFiles files, Terminal terminal) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw CliException.failed(folder + " is no folder.");
        }
        FolderCorpus corpus = new FolderCorpus(folder, files);
        List<Path> sounds;
        try (Stream<Path> all = Files.list(folder)) {
            sounds = all.filter(AudioFiles::isSoundName).sorted().toList();
        }
        for (Path sound : sounds) {
            try {
                corpus.add(sound);
            } catch (AudioFileException e) {
                terminal.err().println("attune: left out: " + e.getMessage());
            }
        }
        if (corpus.items.isEmpty()) {
            throw CliException.failed(
                    folder + " holds no sound file of at least " + NumberText.plain(SHORTEST_SECONDS) + " s.");
        }
        return corpus;
    }

    private void add(Path file) throws IOException {
        CapturedClip sound = read(file);
        if (sound.seconds() < SHORTEST_SECONDS) {
            throw new AudioFileException(file + " is shorter than " + NumberText.plain(SHORTEST_SECONDS) + " s");
        }
        if (!Double.isFinite(Loudness.integratedLufs(filled(sound, sound.frames()), rateHz(sound)))) {
            throw new AudioFileException(file + " is silent");
        }
        Content content =
                InputAnalysis.of(sound).contentClass() == ContentClass.SPEECH ? Content.SPEECH : Content.MUSIC;
        List<Degradation> faults = content == Content.SPEECH ? OF_SPEECH : OF_MUSIC;
        Degradation fault = faults.get(items.size() / 2 % faults.size());
        String name = String.valueOf(file.getFileName());
        items.put(name + ", clean", new Item(file, content, Degradation.CLEAN));
        items.put(name + ", degraded", new Item(file, content, fault));
    }

    private CapturedClip read(Path file) throws IOException {
        try (AudioSource source = files.open(file)) {
            return MatchSound.read(source);
        }
    }

    @Override
    public String description() {
        return "clips of " + folder;
    }

    @Override
    public List<String> names() {
        return new ArrayList<>(items.keySet());
    }

    @Override
    public EvaluationClip make(String name) throws IOException {
        Item item = items.get(name);
        if (item == null) {
            throw new IllegalArgumentException("clip is \"" + name + "\", allowed are " + names());
        }
        CapturedClip sound = read(item.file());
        int rateHz = rateHz(sound);
        double[] recording = filled(sound, EvaluationCorpus.SECONDS * rateHz);
        double bandwidthHz = SoundBandwidth.measureHz(recording, rateHz);
        return EvaluationCorpus.degraded(
                name,
                item.content(),
                rateHz,
                bandwidthHz,
                recording,
                item.degradation(),
                EvaluationCorpus.seed(String.valueOf(item.file().getFileName())));
    }

    private static int rateHz(CapturedClip sound) {
        return (int) Math.round(sound.sampleRateHz());
    }

    /** Mono, again and again until it is long enough. */
    private static double[] filled(CapturedClip sound, int frames) {
        float[][] channels = sound.channels();
        int length = channels[0].length;
        double[] out = new double[frames];
        Arrays.setAll(out, i -> {
            double sum = 0;
            for (float[] channel : channels) {
                sum += channel[i % length];
            }
            return sum / channels.length;
        });
        return out;
    }
}
