package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.cli.live.SoundDevice;
import attune.cli.live.SoundDevices;
import attune.cli.live.SoundLine;
import attune.dsp.chain.Engine;
import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code attune live} on devices that a test feeds: what comes out is what the engine makes of what goes in. */
class LiveCommandTest {
    private static final int RATE = 48_000;
    private static final SoundDevice MICROPHONE = new SoundDevice("USB Mic", "a microphone", true, false);
    private static final SoundDevice SPEAKERS = new SoundDevice("HDMI 0", "speakers", false, true);
    private static final SoundDevice CARD = new SoundDevice("HDMI 1", "a card", true, true);

    @TempDir
    Path folder;

    private CliFixture cli;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void user() throws IOException {
        cli = new CliFixture(folder);
    }

    /** Gives noise for some blocks, keeps what is played. */
    private static final class Noise implements SoundLine {
        final float[][] played;
        final float[][] given;
        private final SplittableRandom random = new SplittableRandom(3);
        private int read;
        private int written;
        boolean closed;

        Noise(int channels, int frames) {
            played = new float[channels][frames];
            given = new float[channels][frames];
        }

        @Override
        public double sampleRateHz() {
            return RATE;
        }

        @Override
        public int channels() {
            return played.length;
        }

        @Override
        public int bufferFrames() {
            return 960;
        }

        @Override
        public boolean read(float[][] channels, int frames) {
            if (read + frames > given[0].length) {
                return false;
            }
            for (int c = 0; c < channels.length; c++) {
                for (int i = 0; i < frames; i++) {
                    channels[c][i] = (float) (0.1 * (2 * random.nextDouble() - 1));
                    given[c][read + i] = channels[c][i];
                }
            }
            read += frames;
            return true;
        }

        @Override
        public void write(float[][] channels, int frames) {
            for (int c = 0; c < channels.length; c++) {
                System.arraycopy(channels[c], 0, played[c], written, frames);
            }
            written += frames;
        }

        @Override
        public long gaps() {
            return 2;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Devices of a machine that has some. */
    private static final class Machine implements SoundDevices {
        private final SoundLine line;
        private final List<SoundDevice> devices;

        @Nullable
        SoundDevice input;

        @Nullable
        SoundDevice output;

        Machine(SoundLine line, SoundDevice... devices) {
            this.line = line;
            this.devices = List.of(devices);
        }

        @Override
        public List<SoundDevice> all() {
            return devices;
        }

        @Override
        public SoundLine open(@Nullable SoundDevice in, @Nullable SoundDevice out, int blockFrames) {
            input = in;
            output = out;
            return line;
        }
    }

    private int run(SoundDevices devices, String... arguments) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
        CommandLine command = new CommandLine(new LiveCommand(cli.places(), terminal, devices));
        command.setExecutionExceptionHandler((e, line, parsed) -> {
            terminal.err().println("attune: " + Attune.explanation(e));
            return e instanceof CliException said ? said.exitCode() : 1;
        });
        return command.execute(arguments);
    }

    @Test
    void live_when_sound_comes_in_expect_the_engines_samples_out_with_its_delay_told() {
        Noise noise = new Noise(2, 3 * RATE);
        int status = run(new Machine(noise, CARD), "--for", "2.5", "--preset", "noisy-room", "--block", "128");
        assertThat(status).isZero();
        assertThat(noise.closed).isTrue();
        assertThat(err.toString())
                .contains("noisy-room at 48.0 kHz, stereo: 26.7 ms from in to out (engine 6.7, buffers up to 20.0)");
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.matches("in +−?-?[0-9.]+ out .* gaps 2"));

        SoundSettings settings = SoundSettings.of(
                PresetFiles.store(cli.places()),
                "noisy-room",
                List.of(MacroTable.LATENCY_MODE.id() + "=live"),
                null,
                null);
        Engine engine = new Engine();
        engine.prepare(new ProcessSpec(RATE, 2, LatencyMode.LIVE));
        for (int slot = 0; slot < Engine.SLOTS; slot++) {
            engine.recall(slot, settings.params());
        }
        engine.start(settings.macros());
        int frames = (int) (2.5 * RATE) / 128 * 128;
        float[][] expected = new float[2][];
        for (int c = 0; c < 2; c++) {
            expected[c] = java.util.Arrays.copyOf(noise.given[c], frames);
        }
        engine.process(expected, frames);
        assertThat(java.util.Arrays.copyOf(noise.played[1], frames)).isEqualTo(expected[1]);
    }

    @Test
    void live_when_the_device_goes_away_expect_one_sentence_and_the_line_closed() {
        Noise noise = new Noise(1, RATE);
        assertThat(run(new Machine(noise, MICROPHONE, SPEAKERS), "--in", "usb", "--out", "HDMI 0"))
                .isEqualTo(1);
        assertThat(err.toString())
                .endsWith("attune: The sound device is gone.\n")
                .contains("mono");
        assertThat(noise.closed).isTrue();
    }

    @Test
    void live_when_devices_are_named_expect_those_or_a_sentence_with_all() {
        Machine machine = new Machine(new Noise(1, RATE), MICROPHONE, SPEAKERS, CARD);
        run(machine, "--in", "mic", "--out", "HDMI 1", "--for", "0.1");
        assertThat(machine.input).isEqualTo(MICROPHONE);
        assertThat(machine.output).isEqualTo(CARD);
        assertThat(run(machine, "--out", "hdmi")).isEqualTo(2);
        assertThat(run(machine, "--in", "HDMI 0")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--out=hdmi is more than one device that plays; there are HDMI 0, HDMI 1.")
                .contains("--in=HDMI 0 is no device that records; there are USB Mic, HDMI 1. Did you mean HDMI 1?");
        run(machine, "--list");
        assertThat(out.toString()).contains("in, out  HDMI 1", "out      HDMI 0", "in       USB Mic");
    }

    @Test
    void live_when_there_is_no_device_expect_what_to_do() {
        assertThat(run(new Machine(new Noise(1, 0), SPEAKERS))).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("attune: No sound device that records is there; plug one in, or let this user use it (on"
                        + " Debian: sudo adduser $USER audio, then log in again).\n");
        run(new Machine(new Noise(1, 0)), "--list");
        assertThat(out.toString()).contains("No sound device is there");
    }

    @ParameterizedTest
    @CsvSource({"--block=100, --block=100 is not allowed", "--block=8192, --block=8192", "--for=0, --for=0.0"})
    void live_when_numbers_make_no_sense_expect_one_sentence(String option, String said) {
        assertThat(run(new Machine(new Noise(1, 0), CARD), option)).isEqualTo(2);
        assertThat(err.toString()).contains(said).hasLineCount(1);
    }
}
