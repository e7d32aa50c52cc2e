package attune.cli.live;

import attune.cli.CliException;
import java.util.ArrayList;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import org.jspecify.annotations.Nullable;

/** Devices as Java Sound finds them; on Linux those of ALSA, among them what PipeWire or PulseAudio put there. */
public final class JavaSoundDevices implements SoundDevices {
    private static final int[] RATES_HZ = {48_000, 44_100};
    private static final int[] CHANNELS = {2, 1};
    private static final int BITS = 16;

    @Override
    public List<SoundDevice> all() {
        List<SoundDevice> devices = new ArrayList<>();
        for (Mixer.Info info : AudioSystem.getMixerInfo()) {
            Mixer mixer = AudioSystem.getMixer(info);
            boolean records = hasLine(mixer.getTargetLineInfo(), TargetDataLine.class);
            boolean plays = hasLine(mixer.getSourceLineInfo(), SourceDataLine.class);
            if (records || plays) {
                devices.add(new SoundDevice(info.getName(), info.getDescription(), records, plays));
            }
        }
        return devices;
    }

    private static boolean hasLine(Line.Info[] lines, Class<?> type) {
        for (Line.Info line : lines) {
            if (type.isAssignableFrom(line.getLineClass())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public SoundLine open(@Nullable SoundDevice input, @Nullable SoundDevice output, int blockFrames) {
        String why = "";
        for (int rate : RATES_HZ) {
            for (int channels : CHANNELS) {
                AudioFormat format = new AudioFormat(rate, BITS, channels, true, false);
                try {
                    return open(format, input, output, blockFrames);
                } catch (LineUnavailableException e) {
                    why = String.valueOf(e.getMessage());
                } catch (IllegalArgumentException | SecurityException e) {
                    why = "they take neither 48 nor 44.1 kHz at 16 bit";
                }
            }
        }
        throw CliException.failed(
                "The sound devices cannot be opened together: " + why + "; ./attune live --list names all there are.");
    }

    private static SoundLine open(
            AudioFormat format, @Nullable SoundDevice input, @Nullable SoundDevice output, int blockFrames)
            throws LineUnavailableException {
        int frameBytes = format.getFrameSize();
        // Two blocks each: one that is filled while the other is worked on.
        int bytes = 2 * blockFrames * frameBytes;
        TargetDataLine in = (TargetDataLine) line(new DataLine.Info(TargetDataLine.class, format), input);
        SourceDataLine out = (SourceDataLine) line(new DataLine.Info(SourceDataLine.class, format), output);
        try {
            in.open(format, bytes);
            out.open(format, bytes);
            out.start();
            in.start();
            return new JavaSoundLine(in, out, format);
        } catch (LineUnavailableException | RuntimeException e) {
            in.close();
            out.close();
            throw e;
        }
    }

    private static Line line(DataLine.Info info, @Nullable SoundDevice device) throws LineUnavailableException {
        if (device == null) {
            return AudioSystem.getLine(info);
        }
        for (Mixer.Info mixer : AudioSystem.getMixerInfo()) {
            if (mixer.getName().equals(device.name())
                    && AudioSystem.getMixer(mixer).isLineSupported(info)) {
                return AudioSystem.getMixer(mixer).getLine(info);
            }
        }
        throw new IllegalArgumentException(device.name());
    }
}
