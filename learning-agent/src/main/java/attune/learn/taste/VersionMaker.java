package attune.learn.taste;

import attune.api.VersionDifference;
import attune.api.VersionDifference.Band;
import attune.api.VersionDifference.StageShare;
import attune.dsp.core.ProcessSpec;
import attune.learn.audio.CapturedClip;
import attune.learn.env.RenderBudget;
import attune.learn.strategy.StageMoves;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plays two versions on the newest seconds at equal loudness, and says how the second differs: in thirds of an octave, and by stage,
 * where each stage's settings are taken from the first version alone and what that does is measured. One owner thread.
 */
public final class VersionMaker {
    /** How far back it goes, where a file holds as much. */
    public static final double LONGEST_SECONDS = 30;

    /** Bytes of one sound that the server takes. */
    static final int LARGEST_BYTES = 6 << 20;

    /** The stages are told apart on so much of it: what each is worth needs no half minute. */
    private static final double STAGE_SECONDS = 8;

    private static final int BYTES_PER_SAMPLE = 2;
    private static final int HEADER = 64;
    /** Where both are below, nothing is compared. */
    private static final double UNHEARD_DB = -90;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    private final PairRenderer renderer = new PairRenderer();
    private final ThirdOctaves spectrum = new ThirdOctaves();

    /**
     * Both sounds.
     *
     * @param first what the first version makes of the clip
     * @param second what the second does, as long and as loud
     */
    public record Made(CapturedClip first, CapturedClip second, VersionDifference difference) {
        /** The first as the bytes of a WAV file of 16 bits. */
        public byte[] firstWav() {
            return WavFile.bytes(first, BYTES_PER_SAMPLE);
        }

        /** The other. */
        public byte[] secondWav() {
            return WavFile.bytes(second, BYTES_PER_SAMPLE);
        }
    }

    /**
     * Renders.
     *
     * @param clip what was captured, the newest last
     * @param levelerGainDb gain from which the leveler starts
     * @throws InterruptedException when the budget says so
     */
    public Made make(
            CapturedClip clip,
            ParamSnapshot first,
            ParamSnapshot second,
            MacroSnapshot macros,
            double levelerGainDb,
            RenderBudget budget)
            throws InterruptedException {
        PairRenderer.Pair pair = renderer.render(clip, frames(clip), first, second, macros, levelerGainDb, budget);
        spectrum.prepare(clip.sampleRateHz());
        List<Band> bands = bands(
                spectrum.levelsDb(pair.first().channels()),
                spectrum.levelsDb(pair.second().channels()));
        List<StageShare> shares = shares(clip, first, second, macros, levelerGainDb, budget);
        return new Made(
                pair.first(),
                pair.second(),
                new VersionDifference(
                        pair.first().seconds(),
                        stageFrames(clip) / clip.sampleRateHz(),
                        Double.isFinite(pair.levelDifferenceLu()) ? pair.levelDifferenceLu() : 0,
                        finite(pair.firstLufs()),
                        finite(pair.secondLufs()),
                        bands,
                        shares));
    }

    /** Seconds of input that are worth asking for at this rate. */
    public static double wantedSeconds(double sampleRateHz, int channels) {
        return frames(sampleRateHz, channels) / sampleRateHz;
    }

    private static int stageFrames(CapturedClip clip) {
        return (int) Math.min(STAGE_SECONDS * clip.sampleRateHz(), frames(clip)) / QUANTUM * QUANTUM;
    }

    private static int frames(CapturedClip clip) {
        int most = frames(clip.sampleRateHz(), clip.channels().length);
        return Math.min(most, clip.frames()) / QUANTUM * QUANTUM;
    }

    private static int frames(double sampleRateHz, int channels) {
        int most = (LARGEST_BYTES - HEADER) / BYTES_PER_SAMPLE / channels;
        return (int) Math.min(LONGEST_SECONDS * sampleRateHz, most);
    }

    private static List<Band> bands(double[] first, double[] second) {
        List<Band> bands = new ArrayList<>();
        for (int i = 0; i < first.length; i++) {
            bands.add(new Band(
                    ThirdOctaves.centreHz(i),
                    ThirdOctaves.NOMINAL_HZ.get(i),
                    first[i],
                    second[i],
                    difference(first[i], second[i])));
        }
        return bands;
    }

    private static @Nullable Double difference(double first, double second) {
        return Math.max(first, second) < UNHEARD_DB ? null : second - first;
    }

    private List<StageShare> shares(
            CapturedClip clip,
            ParamSnapshot first,
            ParamSnapshot second,
            MacroSnapshot macros,
            double levelerGainDb,
            RenderBudget budget)
            throws InterruptedException {
        List<Stage> stages = List.copyOf(StageMoves.touched(first, second));
        if (stages.isEmpty()) {
            return List.of();
        }
        int frames = stageFrames(clip);
        float[][] whole = renderer.play(clip, frames, second, macros, levelerGainDb, budget);
        double[] levels = spectrum.levelsDb(whole);
        double lufs = renderer.lufs(whole);
        List<StageShare> shares = new ArrayList<>();
        for (Stage stage : stages) {
            ParamSnapshot without = StageMoves.copy(stage, first, new ParamSnapshot(second));
            float[][] sound = renderer.play(clip, frames, without, macros, levelerGainDb, budget);
            double loudness = lufs - renderer.lufs(sound);
            shares.add(share(stage, Double.isFinite(loudness) ? loudness : 0, spectrum.levelsDb(sound), levels));
        }
        shares.sort(Comparator.comparingDouble((StageShare share) -> -share.toneDb()));
        return shares;
    }

    private static StageShare share(Stage stage, double loudnessLu, double[] without, double[] with) {
        double sum = 0;
        int heard = 0;
        Double most = null;
        Double where = null;
        for (int i = 0; i < with.length; i++) {
            Double difference = difference(without[i], with[i]);
            if (difference != null) {
                heard++;
                sum += Math.abs(difference);
                if (most == null || Math.abs(difference) > Math.abs(most)) {
                    most = difference;
                    where = ThirdOctaves.NOMINAL_HZ.get(i);
                }
            }
        }
        return new StageShare(stage.label(), loudnessLu, heard == 0 ? 0 : sum / heard, most, where);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
