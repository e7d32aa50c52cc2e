package attune.learn.truth;

import attune.learn.truth.EvaluationClip.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The clips on which it is measured whether learning helps: fifty seconds each, speech and music, degraded and clean, the
 * same samples at every run with the same packages. Development and held-out clips share no recording, no sentence, no
 * voice of the synthesiser, no noise and no hum; the telephone voice is the same in both.
 *
 * <p>Dull and harsh music is left out on purpose: what tone a piece of music was meant to have can't be known from it.
 */
public final class EvaluationCorpus {
    /** Length of every clip. */
    public static final int SECONDS = 50;
    /** Loudness of the clean recording when both channels play it. */
    public static final double LEVEL_LUFS = -20;

    private static final double PROMPT_BANDWIDTH_HZ = 7_000;
    private static final double SPOKEN_BANDWIDTH_HZ = 10_000;
    private static final double MUSIC_BANDWIDTH_HZ = 16_000;
    private static final double SHORTEST_PROMPT_SECONDS = 2.5;
    private static final double LONGEST_PROMPT_SECONDS = 9;
    private static final double PAUSE_SECONDS = 0.5;
    /** What a recording of 16 bits has at least, also in pauses: −96 dBFS. */
    private static final double DITHER = 1.6e-5;
    /** Two channels that play the same are 3 dB louder than one. */
    private static final double TWO_CHANNELS_DB = 10 * StrictMath.log10(2);

    /** Where the sound of a clip comes from. */
    private enum Source {
        PROMPTS,
        SYNTHESISER,
        SAMPLES
    }

    /**
     * A clip that can be made.
     *
     * @param detail voice, or samples parted by commas
     */
    private record Recipe(String name, Source source, String detail, int rateHz, Degradation degradation) {
        double[] recording(MaterialSplit split, Random random) throws IOException {
            return switch (source) {
                case PROMPTS -> prompts(split, detail, rateHz, random);
                case SYNTHESISER -> spoken(split, detail, rateHz, random);
                case SAMPLES -> samples(List.of(detail.split(",")), rateHz);
            };
        }

        double bandwidthHz() {
            return switch (source) {
                case PROMPTS -> PROMPT_BANDWIDTH_HZ;
                case SYNTHESISER -> SPOKEN_BANDWIDTH_HZ;
                case SAMPLES -> MUSIC_BANDWIDTH_HZ;
            };
        }
    }

    private static final List<Recipe> DEVELOPMENT = List.of(
            prompts("speech-clean", Degradation.CLEAN),
            prompts("speech-fan", Degradation.FAN_NOISE),
            prompts("speech-hum50", Degradation.HUM_50),
            prompts("speech-dull", Degradation.DULL),
            prompts("speech-harsh", Degradation.HARSH),
            prompts("speech-low", Degradation.LOW_LEVEL),
            prompts("speech-hum-noise", Degradation.HUM_AND_NOISE),
            spoken("wideband-clean", "en-us+f3", 48_000, Degradation.CLEAN),
            spoken("wideband-fan", "en-us+f3", 44_100, Degradation.FAN_NOISE),
            spoken("wideband-hum60", "en-us", 44_100, Degradation.HUM_60),
            spoken("wideband-dull", "en-us", 48_000, Degradation.DULL),
            music("music-clean", "loop_mika", 44_100, Degradation.CLEAN),
            music("guitar-clean", "guit_e_fifths,guit_harmonics,guit_e_slide", 48_000, Degradation.CLEAN),
            music("guitar-hum50", "guit_e_fifths,guit_harmonics,guit_e_slide", 48_000, Degradation.HUM_50),
            music("music-hum60", "loop_amen_full,loop_weirdo", 44_100, Degradation.HUM_60),
            music("music-low", "loop_garzul,loop_electric", 48_000, Degradation.LOW_LEVEL));

    private static final List<Recipe> HELD_OUT = List.of(
            prompts("speech-clean", Degradation.CLEAN),
            prompts("speech-fan", Degradation.FAN_NOISE),
            prompts("speech-hum60", Degradation.HUM_60),
            prompts("speech-dull", Degradation.DULL),
            prompts("speech-harsh", Degradation.HARSH),
            prompts("speech-low", Degradation.LOW_LEVEL),
            prompts("speech-hum-noise", Degradation.HUM_AND_NOISE),
            spoken("wideband-clean", "en-gb+m3", 48_000, Degradation.CLEAN),
            spoken("wideband-fan", "en-gb+m3", 44_100, Degradation.FAN_NOISE),
            spoken("wideband-hum50", "en-gb+f2", 44_100, Degradation.HUM_50),
            spoken("wideband-dull", "en-gb+f2", 48_000, Degradation.DULL),
            music("tabla-clean", "loop_tabla", 44_100, Degradation.CLEAN),
            music("guitar-clean", "guit_em9", 48_000, Degradation.CLEAN),
            music("guitar-hum60", "guit_em9", 48_000, Degradation.HUM_60),
            music("music-hum50", "loop_safari,loop_mehackit1", 44_100, Degradation.HUM_50),
            music("music-low", "loop_compus,loop_perc2", 48_000, Degradation.LOW_LEVEL));

    /** More of what is held out, for whoever has the time: other voices, and clean clips above all. */
    private static final List<Recipe> MORE_HELD_OUT = List.of(
            prompts("speech-more-clean", Degradation.CLEAN),
            prompts("speech-more-hum-noise", Degradation.HUM_AND_NOISE),
            prompts("italian-clean", Recordings.ITALIAN, Degradation.CLEAN),
            prompts("italian-fan", Recordings.ITALIAN, Degradation.FAN_NOISE),
            prompts("italian-hum50", Recordings.ITALIAN, Degradation.HUM_50),
            prompts("italian-dull", Recordings.ITALIAN, Degradation.DULL),
            prompts("italian-hum-noise", Recordings.ITALIAN, Degradation.HUM_AND_NOISE),
            prompts("russian-clean", Recordings.RUSSIAN, Degradation.CLEAN),
            prompts("russian-fan", Recordings.RUSSIAN, Degradation.FAN_NOISE),
            prompts("russian-hum60", Recordings.RUSSIAN, Degradation.HUM_60),
            prompts("russian-harsh", Recordings.RUSSIAN, Degradation.HARSH),
            prompts("russian-low", Recordings.RUSSIAN, Degradation.LOW_LEVEL),
            spoken("scottish-clean", "en-gb-scotland+m5", 48_000, Degradation.CLEAN),
            spoken("scottish-fan", "en-gb-scotland+m5", 44_100, Degradation.FAN_NOISE),
            spoken("scottish-harsh", "en-gb-scotland+m5", 48_000, Degradation.HARSH),
            spoken("received-clean", "en-gb-x-rp+f4", 48_000, Degradation.CLEAN),
            spoken("received-hum-noise", "en-gb-x-rp+f4", 44_100, Degradation.HUM_AND_NOISE),
            music("drone-clean", "loop_drone_g_97", 44_100, Degradation.CLEAN),
            music("drone-hum50", "loop_drone_g_97", 44_100, Degradation.HUM_50),
            music("glass-clean", "ambi_glass_rub", 48_000, Degradation.CLEAN));

    private EvaluationCorpus() {}

    /** Names of further held-out clips; {@link #make} knows them ({@link Recordings#missingVoices}). */
    public static List<String> moreHeldOut() {
        return MORE_HELD_OUT.stream().map(Recipe::name).toList();
    }

    /** Names of the clips of one part, in the order of tables. */
    public static List<String> names(MaterialSplit split) {
        return recipes(split).stream().map(Recipe::name).toList();
    }

    /**
     * Makes one clip.
     *
     * @throws IOException when a recording can't be read ({@link Recordings#missing})
     * @throws IllegalArgumentException for an unknown name
     */
    public static EvaluationClip make(MaterialSplit split, String name) throws IOException {
        Recipe recipe = Stream.concat(
                        recipes(split).stream(),
                        split == MaterialSplit.HELD_OUT ? MORE_HELD_OUT.stream() : Stream.empty())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "clip is \"" + name + "\", allowed are " + String.join(", ", names(split))));
        long seed = seed(split + " " + name);
        return degraded(
                name,
                recipe.source() == Source.SAMPLES ? Content.MUSIC : Content.SPEECH,
                recipe.rateHz(),
                recipe.bandwidthHz(),
                recipe.recording(split, new Random(seed)),
                recipe.degradation(),
                seed);
    }

    /**
     * Makes a clip of a recording that is taken for clean: levelled to {@link #LEVEL_LUFS}, dithered, degraded.
     *
     * @param recording changed in place: the clip's clean side
     * @param bandwidthHz up to where it holds sound
     * @param seed of dither and disturbance
     */
    public static EvaluationClip degraded(
            String name,
            Content content,
            int rateHz,
            double bandwidthHz,
            double[] recording,
            Degradation degradation,
            long seed) {
        double[] clean = atLevel(recording, rateHz);
        Random dither = new Random(seed + 1);
        for (int i = 0; i < clean.length; i++) {
            clean[i] += DITHER * dither.nextGaussian();
        }
        return new EvaluationClip(
                name, content, degradation, rateHz, bandwidthHz, clean, degradation.apply(clean, rateHz, seed + 2));
    }

    private static List<Recipe> recipes(MaterialSplit split) {
        return split == MaterialSplit.DEVELOPMENT ? DEVELOPMENT : HELD_OUT;
    }

    private static Recipe prompts(String name, Degradation degradation) {
        return prompts(name, Recordings.ENGLISH, degradation);
    }

    private static Recipe prompts(String name, String voice, Degradation degradation) {
        return new Recipe(name, Source.PROMPTS, voice, 48_000, degradation);
    }

    private static Recipe spoken(String name, String voice, int rateHz, Degradation degradation) {
        return new Recipe(name, Source.SYNTHESISER, voice, rateHz, degradation);
    }

    private static Recipe music(String name, String samples, int rateHz, Degradation degradation) {
        return new Recipe(name, Source.SAMPLES, samples, rateHz, degradation);
    }

    /** The same for the same text, whatever the machine. */
    public static long seed(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return crc.getValue();
    }

    private static double[] prompts(MaterialSplit split, String voice, int rateHz, Random random) throws IOException {
        List<String> names = new ArrayList<>(
                voice.equals(Recordings.ENGLISH)
                        ? Recordings.prompts(split, SHORTEST_PROMPT_SECONDS)
                        : Recordings.prompts(voice, SHORTEST_PROMPT_SECONDS));
        Collections.shuffle(names, random);
        Line line = new Line(rateHz);
        for (int i = 0; !line.full(); i++) {
            line.add(
                    Recordings.prompt(voice, names.get(i % names.size()), rateHz),
                    LONGEST_PROMPT_SECONDS,
                    PAUSE_SECONDS);
        }
        return line.samples();
    }

    private static double[] spoken(MaterialSplit split, String voice, int rateHz, Random random) throws IOException {
        List<String> sentences = new ArrayList<>(Sentences.of(split));
        Collections.shuffle(sentences, random);
        Line line = new Line(rateHz);
        for (int i = 0; !line.full(); i++) {
            double[] sentence = Recordings.spoken(voice, sentences.get(i % sentences.size()), rateHz);
            line.add(sentence, LONGEST_PROMPT_SECONDS, PAUSE_SECONDS);
        }
        return line.samples();
    }

    /** The samples one after the other, again and again. */
    private static double[] samples(List<String> names, int rateHz) throws IOException {
        Line line = new Line(rateHz);
        for (int i = 0; !line.full(); i++) {
            line.add(Recordings.sample(names.get(i % names.size()), rateHz), SECONDS, 0);
        }
        return line.samples();
    }

    /** Brings a recording to {@link #LEVEL_LUFS}, in place. */
    static double[] atLevel(double[] x, int rateHz) {
        double db = LEVEL_LUFS - TWO_CHANNELS_DB - Loudness.integratedLufs(x, rateHz);
        double gain = StrictMath.pow(10, db / 20);
        for (int i = 0; i < x.length; i++) {
            x[i] *= gain;
        }
        return x;
    }

    /** Recordings laid one behind the other until the clip is full. */
    private static final class Line {
        private final double[] samples;
        private final int rateHz;
        private int at;

        Line(int rateHz) {
            this.samples = new double[SECONDS * rateHz];
            this.rateHz = rateHz;
        }

        boolean full() {
            return at >= samples.length;
        }

        void add(double[] recording, double longestSeconds, double pauseSeconds) {
            int frames = (int) Math.min(recording.length, longestSeconds * rateHz);
            System.arraycopy(recording, 0, samples, at, Math.min(frames, samples.length - at));
            at += frames + (int) (pauseSeconds * rateHz);
        }

        double[] samples() {
            return samples;
        }
    }
}
