package attune.learn.taste;

import attune.learn.audio.CapturedClip;
import attune.learn.env.RenderBudget;
import attune.learn.preference.PairHistory;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes blind pairs: chooses which two sounds to ask about, renders both on the newest seconds that are no silence, and chooses others
 * where nothing of the difference is heard on that sound. One owner thread.
 */
public final class PairMaker {
    /** Least length of both sounds. */
    public static final double SHORTEST_SECONDS = 4;
    /** Their length, where so much was captured and a file holds it. */
    public static final double USUAL_SECONDS = 6;
    /** Bytes of one sound that the server takes. */
    static final int LARGEST_BYTES = 5 << 20;

    private static final double BLOCK_SECONDS = 0.25;
    private static final double SILENCE_DBFS = -60;
    private static final double SOUNDING_SECONDS = 2;
    private static final double MOSTLY = 0.75;
    /** What lies this far under the sound is not heard. */
    private static final double UNHEARD_DB = -40;

    private static final int TRIES = 5;
    private static final int BYTES_PER_SAMPLE = 3;
    private static final int HEADER = 64;

    private final PairRenderer renderer = new PairRenderer();

    /**
     * A pair that can be heard.
     *
     * @param firstSound what the first set makes of the clip
     * @param secondSound what the second does, as long and as loud
     * @param repeats id of the question that this one is again; empty for a new one
     */
    public record Made(
            ParamSnapshot first,
            ParamSnapshot second,
            CapturedClip firstSound,
            CapturedClip secondSound,
            double levelDifferenceLu,
            Optional<String> repeats) {
        /** The first sound as the bytes of a WAV file. */
        public byte[] firstWav() {
            return WavFile.bytes(firstSound);
        }

        /** The other. */
        public byte[] secondWav() {
            return WavFile.bytes(secondSound);
        }

        /** Length of both. */
        public double seconds() {
            return firstSound.seconds();
        }
    }

    /**
     * The newest seconds that can be compared: the newest that mostly sound, else those that sound most.
     *
     * @param clip at least {@link #SHORTEST_SECONDS} long
     * @return the clip up to their end; empty where hardly anything sounds
     */
    public static Optional<CapturedClip> sounding(CapturedClip clip) {
        int block = (int) Math.round(BLOCK_SECONDS * clip.sampleRateHz());
        boolean[] sounds = sounds(clip, block);
        int length = frames(clip) / block;
        int bestEnd = -1;
        int best = (int) Math.ceil(SOUNDING_SECONDS / BLOCK_SECONDS) - 1;
        for (int end = sounds.length; end >= length; end--) {
            int count = 0;
            for (int i = end - length; i < end; i++) {
                count += sounds[i] ? 1 : 0;
            }
            if (count > best) {
                best = count;
                bestEnd = end;
                if (count >= MOSTLY * length) {
                    break;
                }
            }
        }
        return bestEnd < 0 ? Optional.empty() : Optional.of(upTo(clip, Math.min(clip.frames(), bestEnd * block)));
    }

    private static boolean[] sounds(CapturedClip clip, int block) {
        boolean[] sounds = new boolean[clip.frames() / block];
        float[][] channels = clip.channels();
        for (int i = 0; i < sounds.length; i++) {
            double sum = 0;
            for (float[] channel : channels) {
                for (int k = i * block; k < (i + 1) * block; k++) {
                    sum += (double) channel[k] * channel[k];
                }
            }
            sounds[i] = 10 * StrictMath.log10(sum / ((double) block * channels.length) + 1e-20) > SILENCE_DBFS;
        }
        return sounds;
    }

    private static CapturedClip upTo(CapturedClip clip, int end) {
        float[][] channels = clip.channels();
        for (int c = 0; c < channels.length; c++) {
            channels[c] = Arrays.copyOf(channels[c], end);
        }
        return new CapturedClip(clip.sampleRateHz(), channels, clip.firstFrame());
    }

    /** Frames of one sound. */
    private static int frames(CapturedClip clip) {
        double wanted = Math.min(USUAL_SECONDS * clip.sampleRateHz(), clip.frames());
        int most = (LARGEST_BYTES - HEADER) / BYTES_PER_SAMPLE / clip.channels().length;
        return (int) Math.min(wanted, most);
    }

    /** Whether both channels are one sound. */
    public static boolean isMono(CapturedClip clip) {
        float[][] channels = clip.channels();
        if (channels.length == 1) {
            return true;
        }
        double side = 0;
        double whole = 0;
        for (int i = 0; i < channels[0].length; i++) {
            double difference = channels[0][i] - channels[1][i];
            side += difference * difference;
            whole += (double) channels[0][i] * channels[0][i] + (double) channels[1][i] * channels[1][i];
        }
        return side < 1e-4 * whole;
    }

    /**
     * Makes a pair.
     *
     * @param clip as {@link #sounding} gives it
     * @param pool sounds to choose from
     * @param levelerGainDb gain from which the leveler starts
     * @return empty where no two of the pool can be told apart on this sound
     * @throws InterruptedException when the budget says so
     */
    public Optional<Made> make(
            CapturedClip clip,
            String contentClass,
            List<ParamSnapshot> pool,
            PairHistory history,
            MacroSnapshot macros,
            double levelerGainDb,
            RenderBudget budget)
            throws InterruptedException {
        List<ParamSnapshot> left = new ArrayList<>(pool);
        for (int i = 0; i < TRIES; i++) {
            Optional<PairHistory.Next> chosen = history.next(contentClass, left);
            if (chosen.isEmpty()) {
                return Optional.empty();
            }
            PairHistory.Next next = chosen.get();
            PairRenderer.Pair pair =
                    renderer.render(clip, frames(clip), next.first(), next.second(), macros, levelerGainDb, budget);
            if (pair.differenceDb() > UNHEARD_DB || next.repeats().isPresent()) {
                return Optional.of(new Made(
                        next.first(),
                        next.second(),
                        pair.first(),
                        pair.second(),
                        pair.levelDifferenceLu(),
                        next.repeats()));
            }
            left.removeIf(set -> set.sameAs(next.second()));
        }
        return Optional.empty();
    }
}
