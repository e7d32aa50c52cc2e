package attune.learn.agent;

import attune.learn.audio.CapturedClip;
import attune.learn.env.Audition;
import attune.learn.env.Material;
import attune.learn.strategy.MusicNoise;
import attune.param.ParamSnapshot;
import java.util.Arrays;

/** Parts of captured clips. */
final class Clips {
    private static final double SECONDS = 14;

    private Clips() {}

    /** Sound that sets are tried on: what is judged, and what the chain is played in with before. */
    static double seconds(ParamSnapshot inForce) {
        return MusicNoise.hasFloorForMusic(inForce)
                ? Audition.JUDGED_SECONDS + Material.MUSIC.warmUpSeconds()
                : SECONDS;
    }

    /** Frames {@code from} to {@code to} of a clip, counted from its first. */
    static CapturedClip part(CapturedClip clip, int from, int to) {
        float[][] channels = clip.channels();
        for (int c = 0; c < channels.length; c++) {
            channels[c] = Arrays.copyOfRange(channels[c], from, to);
        }
        return new CapturedClip(clip.sampleRateHz(), channels, clip.firstFrame() + from);
    }

    /** What lies after a position on the engine's clock, at most so many seconds of it, the newest. */
    static CapturedClip since(CapturedClip clip, long position, double mostSeconds) {
        int from = (int) Math.max(0, Math.min(clip.frames() - 1L, position - clip.firstFrame()));
        int most = (int) Math.round(mostSeconds * clip.sampleRateHz());
        return part(clip, Math.max(from, clip.frames() - most), clip.frames());
    }
}
