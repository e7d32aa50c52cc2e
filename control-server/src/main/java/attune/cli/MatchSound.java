package attune.cli;

import attune.cli.audio.AudioInfo;
import attune.cli.audio.AudioSource;
import attune.learn.audio.CapturedClip;
import java.io.IOException;
import java.util.Arrays;

/**
 * As much of a file as a match needs: all of it up to 90 s, else six pieces of 15 s from beginning to end, each faded in
 * and out. Where the file does not say how long it is, its first 90 s.
 */
final class MatchSound {
    static final double MOST_SECONDS = 90;

    private static final int PIECES = 6;
    private static final double FADE_SECONDS = 0.01;
    private static final int CHUNK_FRAMES = 8192;

    private final AudioSource source;
    private final float[][] chunk;
    /** Frame of the file that is read next. */
    private long position;

    private MatchSound(AudioSource source) {
        this.source = source;
        this.chunk = new float[source.info().channels()][CHUNK_FRAMES];
    }

    /** Reads on from the beginning. */
    static CapturedClip read(AudioSource source) throws IOException {
        return new MatchSound(source).read();
    }

    private CapturedClip read() throws IOException {
        AudioInfo info = source.info();
        int most = (int) (MOST_SECONDS * info.sampleRateHz());
        boolean inPieces = info.frames() > most;
        int frames = info.frames() < 0 || inPieces ? most : (int) info.frames();
        float[][] sound = new float[info.channels()][frames];
        int filled = inPieces ? pieces(sound, info.frames()) : fill(sound, 0, frames);
        for (int c = 0; c < sound.length; c++) {
            sound[c] = Arrays.copyOf(sound[c], filled);
        }
        return new CapturedClip(info.sampleRateHz(), sound, 0);
    }

    /** Frames that were there, which are fewer in a file that was cut short. */
    private int pieces(float[][] sound, long fileFrames) throws IOException {
        int piece = sound[0].length / PIECES;
        int filled = 0;
        for (int p = 0; p < PIECES; p++) {
            skipTo((fileFrames - piece) * p / (PIECES - 1));
            int count = fill(sound, filled, piece);
            fade(sound, filled, count);
            filled += count;
        }
        return filled;
    }

    private void skipTo(long frame) throws IOException {
        while (position < frame) {
            int count = source.read(chunk, (int) Math.min(CHUNK_FRAMES, frame - position));
            if (count < 0) {
                return;
            }
            position += count;
        }
    }

    /** Samples that are no numbers count as silence. */
    private int fill(float[][] sound, int from, int frames) throws IOException {
        int filled = 0;
        while (filled < frames) {
            int count = source.read(chunk, Math.min(CHUNK_FRAMES, frames - filled));
            if (count < 0) {
                break;
            }
            for (int c = 0; c < sound.length; c++) {
                for (int i = 0; i < count; i++) {
                    sound[c][from + filled + i] = Float.isFinite(chunk[c][i]) ? chunk[c][i] : 0;
                }
            }
            filled += count;
            position += count;
        }
        return filled;
    }

    private void fade(float[][] sound, int from, int frames) {
        int fade = (int) Math.min(frames / 2.0, FADE_SECONDS * source.info().sampleRateHz());
        for (float[] channel : sound) {
            for (int i = 0; i < fade; i++) {
                float gain = (float) i / fade;
                channel[from + i] *= gain;
                channel[from + frames - 1 - i] *= gain;
            }
        }
    }
}
