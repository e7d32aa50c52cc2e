package attune.learn.truth;

import attune.learn.analysis.ContentClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Labelled clips of 10 s at 16 kHz for the content classifier: prompts and synthesised voices, music samples and chords,
 * both together, and steady noises; clean and degraded.
 */
public final class ContentMaterial {
    private static final int RATE_HZ = 16_000;
    private static final int FRAMES = 10 * RATE_HZ;
    private static final List<String> MUSIC = List.of(
            "ambi_choir",
            "ambi_drone",
            "ambi_glass_hum",
            "ambi_glass_rub",
            "ambi_haunted_hum",
            "ambi_piano",
            "bass_dnb_f",
            "bass_drop_c",
            "bass_hard_c",
            "bass_thick_c",
            "bass_trance_c",
            "bass_voxy_c",
            "bass_woodsy_c",
            "guit_e_fifths",
            "guit_e_slide",
            "guit_em9",
            "guit_harmonics",
            "loop_3d_printer",
            "loop_amen",
            "loop_amen_full",
            "loop_breakbeat",
            "loop_compus",
            "loop_drone_g_97",
            "loop_electric",
            "loop_garzul",
            "loop_industrial",
            "loop_mehackit1",
            "loop_mehackit2",
            "loop_mika",
            "loop_perc1",
            "loop_perc2",
            "loop_safari",
            "loop_tabla",
            "loop_weirdo",
            "chords-1",
            "chords-2",
            "chords-3",
            "chords-4",
            "chords-5",
            "chords-6");
    private static final List<String> VOICES = List.of(
            "en-us",
            "en-gb",
            "de",
            "fr-fr",
            "es",
            "it",
            "en-us+f3",
            "en-gb+f2",
            "de+f4",
            "pt",
            "nl",
            "sv",
            "pl",
            "en-us+m7");
    private static final List<Degradation> SPEECH_DEGRADATIONS = List.of(
            Degradation.FAN_NOISE, Degradation.HUM_50, Degradation.DULL, Degradation.HARSH, Degradation.HUM_AND_NOISE);
    private static final List<Degradation> MUSIC_DEGRADATIONS =
            List.of(Degradation.LOW_LEVEL, Degradation.HUM_60, Degradation.FAN_NOISE);

    private ContentMaterial() {}

    /** One labelled clip. */
    public static final class Labelled {
        private final String name;
        private final ContentClass label;
        private final float[] samples;

        private Labelled(String name, ContentClass label, float[] samples) {
            this.name = name;
            this.label = label;
            this.samples = samples;
        }

        public String name() {
            return name;
        }

        public ContentClass label() {
            return label;
        }

        /** Samples, to be read only. */
        public float[] mono() {
            return samples;
        }
    }

    /** All clips of one side; {@code share} in (0, 1] leaves some out. */
    public static List<Labelled> clips(MaterialSplit side, double share) throws IOException {
        List<Labelled> out = new ArrayList<>();
        List<double[]> speech = new ArrayList<>();
        List<double[]> music = new ArrayList<>();
        speech(side, share, out, speech);
        music(side, share, out, music);
        mixed(speech, music, out);
        noisy(out);
        noise(side, share, out);
        return out;
    }

    private static void speech(MaterialSplit side, double share, List<Labelled> out, List<double[]> clean)
            throws IOException {
        List<String> prompts = Recordings.prompts(side, 1.8);
        int groups = Math.max(2, (int) (share * 16));
        for (int g = 0; g < groups && 4 * g + 4 <= prompts.size(); g++) {
            List<double[]> parts = new ArrayList<>();
            for (String name : prompts.subList(4 * g, 4 * g + 4)) {
                parts.add(Recordings.prompt(name, RATE_HZ));
            }
            clean.add(joined(parts, 0.3 + 0.15 * (g % 4)));
            add("prompts-" + g, ContentClass.SPEECH, clean.get(clean.size() - 1), g, SPEECH_DEGRADATIONS, out);
        }
        for (String voice : VOICES) {
            if (MaterialSplit.of(voice) != side) {
                continue;
            }
            List<double[]> parts = new ArrayList<>();
            for (String sentence : Sentences.of(side).subList(0, 3)) {
                parts.add(Recordings.spoken(voice, sentence, RATE_HZ));
            }
            add(voice, ContentClass.SPEECH, joined(parts, 0.4), voice.length(), SPEECH_DEGRADATIONS, out);
        }
    }

    private static void music(MaterialSplit side, double share, List<Labelled> out, List<double[]> clean)
            throws IOException {
        int n = 0;
        for (String name : MUSIC) {
            n++;
            if (MaterialSplit.of(name) != side || n % 10 >= 10 * share + 1e-9) {
                continue;
            }
            double[] clip = piece(name, FRAMES);
            clean.add(clip);
            add(name, ContentClass.MUSIC, clip, n, MUSIC_DEGRADATIONS, out);
        }
    }

    /** Names of the samples and chords of one side. */
    static List<String> pieces(MaterialSplit side) {
        return MUSIC.stream().filter(name -> MaterialSplit.of(name) == side).toList();
    }

    /** A sample or chords, again and again. */
    static double[] piece(String name, int frames) throws IOException {
        double[] once = name.startsWith("chords") ? chords(name.hashCode()) : Recordings.sample(name, RATE_HZ);
        double[] clip = new double[frames];
        for (int i = 0; i < frames; i++) {
            clip[i] = once[i % once.length];
        }
        return clip;
    }

    private static void mixed(List<double[]> speech, List<double[]> music, List<Labelled> out) {
        for (int i = 0; i < music.size(); i++) {
            double[] voice = atLevel(speech.get(i % speech.size()));
            double[] behind = atLevel(music.get(i));
            double gain = Math.pow(10, -(3 * (i % 4)) / 20.0);
            out.add(labelled("mixed-" + i, ContentClass.MIXED, SyntheticSpeech.mix(voice, gain, behind)));
        }
    }

    /** Every second clip again, over a fan or pink noise 3 to 15 dB below it: noise must make no class of its own. */
    private static void noisy(List<Labelled> out) {
        int count = out.size();
        for (int i = 0; i < count; i += 2) {
            Labelled clip = out.get(i);
            float[] mono = clip.mono();
            double[] x = new double[mono.length];
            for (int k = 0; k < x.length; k++) {
                x[k] = mono[k];
            }
            GeneratedNoise kind = i % 4 == 0 ? GeneratedNoise.FAN : GeneratedNoise.PINK;
            double level = 0.1 * Math.pow(10, -(3 + 3 * (i / 2 % 5)) / 20.0);
            double[] mixed = SyntheticSpeech.mix(x, level, kind.make(33 + i, x.length, RATE_HZ));
            out.add(labelled(clip.name() + "-noisy", clip.label(), mixed));
        }
    }

    private static void noise(MaterialSplit side, double share, List<Labelled> out) {
        int count = Math.max(2, (int) (share * 8));
        long seed = side == MaterialSplit.HELD_OUT ? 9_000 : 1_000;
        for (GeneratedNoise kind : GeneratedNoise.values()) {
            for (int i = 0; i < count; i++) {
                double[] x = kind.make(seed + 17L * i, FRAMES, RATE_HZ);
                double[] hummed = i % 3 == 2 ? Degradation.HUM_50.apply(x, RATE_HZ, seed + i) : x;
                double share1 = 0.02 + 0.2 * ((i * 7) % 5) / 5.0;
                double[] shaped = i % 2 == 1 ? SyntheticSpeech.lowPass(hummed, share1) : hummed;
                out.add(labelled(kind + "-" + i, ContentClass.NOISE, shaped));
            }
        }
    }

    private static void add(
            String name, ContentClass label, double[] clip, int n, List<Degradation> kinds, List<Labelled> out) {
        out.add(labelled(name, label, clip));
        Degradation kind = kinds.get(n % kinds.size());
        out.add(labelled(name + "-" + kind, label, kind.apply(clip, RATE_HZ, n)));
    }

    private static Labelled labelled(String name, ContentClass label, double[] x) {
        double[] level = atLevel(x);
        float[] samples = new float[level.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) level[i];
        }
        return new Labelled(name, label, samples);
    }

    private static double[] joined(List<double[]> parts, double pauseSeconds) {
        double[] out = new double[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            out[i] = 3e-5 * Math.sin(i * 12.9898 + i * (double) i);
        }
        int at = 0;
        for (int p = 0; at < FRAMES; p++) {
            double[] part = parts.get(p % parts.size());
            for (int i = 0; i < part.length && at + i < FRAMES; i++) {
                out[at + i] += part[i];
            }
            at += part.length + (int) (pauseSeconds * RATE_HZ);
        }
        return out;
    }

    private static double[] atLevel(double[] x) {
        double rms = Math.sqrt(Signals.energy(x, 0, x.length) / x.length);
        return SyntheticSpeech.mix(new double[x.length], 0.1 / Math.max(rms, 1e-9), x);
    }

    /** Four chords of plucked or held saw teeth, with a bass. */
    private static double[] chords(long seed) {
        Random random = new Random(seed);
        double[] out = new double[FRAMES];
        double beat = 0.3 + 0.4 * random.nextDouble();
        double decay = random.nextBoolean() ? 3 : 0.3;
        int[][] shapes = {{0, 4, 7}, {-3, 0, 4}, {-7, -3, 0}, {-5, -1, 2}};
        double root = 196 * Math.pow(2, random.nextInt(12) / 12.0);
        for (int i = 0; i < FRAMES; i++) {
            double t = (double) i / RATE_HZ;
            int step = (int) (t / beat);
            double since = t - step * beat;
            double value = 0;
            for (int note : shapes[step / 4 % 4]) {
                double hz = root * Math.pow(2, note / 12.0);
                for (int h = 1; h * hz < 6_000; h++) {
                    value += Math.sin(2 * Math.PI * h * hz * t) / h * Math.exp(-decay * since * (1 + 0.2 * h));
                }
            }
            double bass = root / 4 * Math.pow(2, shapes[step / 4 % 4][0] / 12.0);
            out[i] = value + 1.5 * Math.sin(2 * Math.PI * bass * t) * Math.exp(-since);
        }
        return Arrays.copyOf(out, FRAMES);
    }
}
