package attune.cli.live;

import attune.cli.audio.PcmBytes;
import attune.cli.audio.SampleFormat;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;

/** Two started lines of one format, 16 bit little endian. */
final class JavaSoundLine implements SoundLine {
    private final TargetDataLine in;
    private final SourceDataLine out;
    private final AudioFormat format;
    private final PcmBytes pcm = new PcmBytes(SampleFormat.INT16, false, ByteOrder.LITTLE_ENDIAN);
    private byte[] bytes = new byte[0];
    private long gaps;
    private boolean played;

    JavaSoundLine(TargetDataLine in, SourceDataLine out, AudioFormat format) {
        this.in = in;
        this.out = out;
        this.format = format;
    }

    @Override
    public double sampleRateHz() {
        return format.getSampleRate();
    }

    @Override
    public int channels() {
        return format.getChannels();
    }

    @Override
    public int bufferFrames() {
        return (in.getBufferSize() + out.getBufferSize()) / format.getFrameSize();
    }

    @Override
    public boolean read(float[][] channels, int frames) {
        int wanted = frames * format.getFrameSize();
        if (bytes.length < wanted) {
            bytes = new byte[wanted];
        }
        // Shorter only where the line was closed or stopped.
        if (in.read(bytes, 0, wanted) < wanted) {
            return false;
        }
        pcm.decode(bytes, channels, frames);
        return true;
    }

    @Override
    public void write(float[][] channels, int frames) {
        if (played && out.available() >= out.getBufferSize()) {
            gaps++;
        }
        played = true;
        pcm.encode(channels, frames, bytes, 0);
        out.write(bytes, 0, frames * format.getFrameSize());
    }

    @Override
    public long gaps() {
        return gaps;
    }

    @Override
    public void close() {
        in.close();
        out.close();
    }
}
