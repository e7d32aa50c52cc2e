package attune.cli.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AudioFilesTest {
    private static final AudioFiles WITHOUT_FFMPEG = new AudioFiles(Optional.empty());

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(SampleFormat.class)
    void wav_when_written_and_read_in_every_format_expect_same_sound_and_format(SampleFormat format)
            throws IOException {
        float[][] sound = TestSounds.noise(2, 10_007, 1);

        Path file = TestSounds.write(folder.resolve("x.wav"), sound, 48_000, format);

        assertThat(TestSounds.info(file).sampleFormat()).isEqualTo(format);
        assertThat(TestSounds.info(file).frames()).isEqualTo(10_007);
        assertClose(TestSounds.read(file), sound, format);
    }

    @ParameterizedTest
    @CsvSource({"INT8,8000,1", "INT16,44100,2", "INT24,96000,1", "INT32,192000,2"})
    void aiff_when_written_and_read_expect_same_sound_rate_and_channels(SampleFormat format, double rate, int channels)
            throws IOException {
        float[][] sound = TestSounds.noise(channels, 4_099, 2);

        Path file = TestSounds.write(folder.resolve("x.aiff"), sound, rate, format);

        assertThat(TestSounds.info(file).sampleRateHz()).isEqualTo(rate);
        assertThat(TestSounds.info(file).channels()).isEqualTo(channels);
        assertClose(TestSounds.read(file), sound, format);
    }

    @Test
    void wav_when_float_expect_every_bit_kept() throws IOException {
        float[][] sound = {{0f, -0f, 1f, -1f, 1.5f, 1e-30f, Float.MIN_VALUE, 0.1f}};

        Path file = TestSounds.write(folder.resolve("x.wav"), sound, 48_000, SampleFormat.FLOAT32);

        float[] read = TestSounds.read(file)[0];
        for (int i = 0; i < read.length; i++) {
            assertThat(Float.floatToRawIntBits(read[i])).isEqualTo(Float.floatToRawIntBits(sound[0][i]));
        }
    }

    @Test
    void wav_when_beyond_full_scale_and_integer_expect_clipped_not_wrapped() throws IOException {
        for (SampleFormat format :
                new SampleFormat[] {SampleFormat.INT8, SampleFormat.INT16, SampleFormat.INT24, SampleFormat.INT32}) {
            Path file = TestSounds.write(folder.resolve("x.wav"), new float[][] {{3f, -3f, 1f, -1f}}, 48_000, format);

            float[] read = TestSounds.read(file)[0];

            assertThat(read[0]).isGreaterThan(0.98f);
            assertThat(read[1]).isLessThan(-0.98f);
            assertThat(read[2]).isGreaterThan(0.95f);
            assertThat(read[3]).isLessThan(-0.95f);
        }
    }

    @Test
    void dither_when_quantised_to_16_bit_expect_triangular_error_silence_kept_and_same_every_time() throws IOException {
        int frames = 200_000;
        float[][] sound = new float[1][frames];
        Arrays.fill(sound[0], 0, frames / 2, 0.3f / 32768);

        byte[] first = Files.readAllBytes(TestSounds.write(folder.resolve("a.wav"), sound, 48_000, SampleFormat.INT16));
        byte[] second =
                Files.readAllBytes(TestSounds.write(folder.resolve("b.wav"), sound, 48_000, SampleFormat.INT16));
        float[] read = TestSounds.read(folder.resolve("a.wav"))[0];

        double mean = 0;
        double square = 0;
        for (int i = 0; i < frames / 2; i++) {
            double error = read[i] * 32768 - 0.3;
            mean += error / (frames / 2.0);
            square += error * error / (frames / 2.0);
        }
        assertThat(first).isEqualTo(second);
        assertThat(mean).as("no bias although the signal is below one step").isBetween(-0.02, 0.02);
        assertThat(square).as("1/12 of rounding + 1/6 of the triangle").isBetween(0.23, 0.27);
        assertThat(Arrays.copyOfRange(read, frames / 2, frames)).containsOnly(0f);
    }

    @Test
    void open_when_cut_short_expect_what_is_there_and_a_warning() throws IOException {
        Path whole = TestSounds.write(
                folder.resolve("whole.wav"), TestSounds.noise(2, 9_600, 3), 48_000, SampleFormat.INT16);
        Path cut = folder.resolve("cut.wav");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(whole), 44 + 4 * 4_800));

        try (AudioSource source = WITHOUT_FFMPEG.open(cut)) {
            assertThat(TestSounds.readAll(source)[0]).hasSize(4_800);
            assertThat(source.warning().orElseThrow()).contains("cut.wav", "cut short", "0.1 of 0.2 seconds");
        }
        try (AudioSource source = WITHOUT_FFMPEG.open(whole)) {
            TestSounds.readAll(source);
            assertThat(source.warning()).isEmpty();
        }
    }

    @Test
    void open_when_not_playable_expect_one_sentence_that_says_why() throws IOException {
        Path text = Files.writeString(folder.resolve("text.wav"), "this is no sound at all, only words and words");
        Path empty = Files.createFile(folder.resolve("empty.wav"));
        Path many = folder.resolve("many.wav");
        writeHeaderOf(many, 6, 48_000);
        Path slow = folder.resolve("slow.wav");
        writeHeaderOf(slow, 1, 4_000);

        assertThatThrownBy(() -> WITHOUT_FFMPEG.open(text))
                .hasMessageContaining("not a WAV or AIFF")
                .hasMessageContaining("ffmpeg");
        assertThatThrownBy(() -> WITHOUT_FFMPEG.open(empty)).hasMessageEndingWith("is empty.");
        assertThatThrownBy(() -> WITHOUT_FFMPEG.open(folder)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> WITHOUT_FFMPEG.open(folder.resolve("none.wav")))
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> WITHOUT_FFMPEG.open(many)).hasMessageContaining("has 6 channels");
        assertThatThrownBy(() -> WITHOUT_FFMPEG.open(slow)).hasMessageContaining("sample rate of 4000 Hz");
    }

    @ParameterizedTest
    @CsvSource({"flac,0.0001", "ogg,0.2", "mp3,0.3"})
    void ffmpeg_when_other_type_expect_written_and_read_back(String ending, double tolerance) throws IOException {
        assumeTrue(Ffmpeg.find(System.getenv("PATH")).isPresent());
        float[][] sound = TestSounds.noise(2, 48_000, 4);
        Path original = TestSounds.write(folder.resolve("x.wav"), sound, 48_000, SampleFormat.INT24);
        AudioFiles files = new AudioFiles(Ffmpeg.find(System.getenv("PATH")));
        Path file = folder.resolve("x." + ending);

        try (AudioSource source = files.open(original)) {
            files.write(source, source.info(), SampleFormat.INT24, file);
        }

        float[][] read = TestSounds.read(file);
        assertThat(read[0].length).isBetween(47_500, 51_000);
        assertThat(rms(read[0]))
                .isCloseTo(rms(sound[0]), org.assertj.core.data.Percentage.withPercentage(100 * tolerance));
    }

    @Test
    void ffmpeg_when_telephone_codec_in_wav_expect_decoded() throws IOException, InterruptedException {
        assumeTrue(Ffmpeg.find(System.getenv("PATH")).isPresent());
        Path wav = TestSounds.write(folder.resolve("x.wav"), TestSounds.noise(1, 8_000, 5), 8_000, SampleFormat.INT16);
        Path law = folder.resolve("law.wav");
        new ProcessBuilder(
                        "ffmpeg", "-nostdin", "-v", "error", "-i", wav.toString(), "-c:a", "pcm_alaw", law.toString())
                .inheritIO()
                .start()
                .waitFor();

        try (AudioSource source = new AudioFiles(Ffmpeg.find(System.getenv("PATH"))).open(law)) {
            assertThat(source.info().sampleFormat()).isEqualTo(SampleFormat.INT16);
            assertThat(TestSounds.readAll(source)[0]).hasSize(8_000);
        }
        assertThatThrownBy(() -> WITHOUT_FFMPEG.open(law)).hasMessageContaining("uncompressed");
    }

    @ParameterizedTest
    @CsvSource({"false,16,2", "true,16,2", "false,24,1", "true,8,1"})
    void aiff_when_chunks_of_odd_length_or_sound_first_expect_the_sound_without_ffmpeg(
            boolean soundFirst, int bits, int channels) throws IOException {
        float[][] sound = TestSounds.noise(channels, 20_001, 8);
        SampleFormat format = SampleFormat.integer(bits);
        Path plain = TestSounds.write(folder.resolve("plain.aiff"), sound, 44_100, format);
        byte[] whole = Files.readAllBytes(plain);
        ByteBuffer chunks = ByteBuffer.allocate(whole.length + 100_000);
        byte[] comm = Arrays.copyOfRange(whole, 12, 12 + 8 + 18);
        byte[] ssnd = Arrays.copyOfRange(whole, 12 + 8 + 18, whole.length);
        chunks.put(whole, 0, 12);
        chunks.put(soundFirst ? ssnd : comm).put(new byte[soundFirst ? ssnd.length % 2 : 0]);
        chunk(chunks, "NAME", "Pluck");
        chunk(chunks, "AUTH", "x".repeat(70_001));
        chunk(chunks, "ANNO", "one remark, odd as it i");
        chunks.put(soundFirst ? comm : ssnd);
        chunks.putInt(4, chunks.position() - 8);
        Path odd = folder.resolve("odd.aiff");
        Files.write(odd, Arrays.copyOf(chunks.array(), chunks.position()));

        try (AudioSource source = WITHOUT_FFMPEG.open(odd)) {
            assertThat(source.info().frames()).isEqualTo(20_001);
            assertThat(TestSounds.readAll(source)).isDeepEqualTo(TestSounds.read(plain));
            assertThat(source.warning()).isEmpty();
        }
    }

    private static void chunk(ByteBuffer out, String id, String text) {
        out.put(id.getBytes(StandardCharsets.US_ASCII)).putInt(text.length());
        out.put(text.getBytes(StandardCharsets.US_ASCII)).put(new byte[text.length() % 2]);
    }

    @Test
    void open_when_java_sound_cannot_read_expect_a_sentence_with_the_file_or_ffmpegs_sound() throws IOException {
        byte[] form = "FORM\0\0\0\0AIFFNAME\0\0\0\5Pluck\0".getBytes(StandardCharsets.US_ASCII);
        Path broken = Files.write(folder.resolve("broken.aiff"), Arrays.copyOf(form, 40_000));
        Path none = folder.resolve("no channels.wav");
        writeHeaderOf(none, 0, 48_000);

        for (Path file : new Path[] {broken, none}) {
            for (AudioFiles files :
                    new AudioFiles[] {WITHOUT_FFMPEG, new AudioFiles(Ffmpeg.find(System.getenv("PATH")))}) {
                assertThatThrownBy(() -> files.open(file))
                        .isInstanceOf(AudioFileException.class)
                        .hasMessageStartingWith(file + " ")
                        .hasMessageEndingWith(".")
                        .hasMessageNotContainingAny("Source", "JSON", "Exception", "mark");
            }
        }
    }

    @Test
    void open_when_float_wav_has_a_long_chunk_in_front_expect_its_sound() throws IOException {
        float[][] sound = TestSounds.noise(1, 480, 9);
        byte[] whole =
                Files.readAllBytes(TestSounds.write(folder.resolve("plain.wav"), sound, 48_000, SampleFormat.FLOAT32));
        ByteBuffer wav = ByteBuffer.allocate(whole.length + 8 + 30_000).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(whole, 0, 12).put("JUNK".getBytes(StandardCharsets.US_ASCII)).putInt(30_000);
        wav.position(wav.position() + 30_000);
        wav.put(whole, 12, whole.length - 12).putInt(4, wav.capacity() - 8);
        Path padded = Files.write(folder.resolve("padded.wav"), wav.array());

        try (AudioSource source = WITHOUT_FFMPEG.open(padded)) {
            assertThat(TestSounds.readAll(source)).isDeepEqualTo(sound);
        }
    }

    @ParameterizedTest
    @CsvSource({"mp3", "flac"})
    void ffmpeg_when_file_is_cut_short_expect_what_is_there_and_a_warning(String ending) throws IOException {
        assumeTrue(Ffmpeg.find(System.getenv("PATH")).isPresent());
        AudioFiles files = new AudioFiles(Ffmpeg.find(System.getenv("PATH")));
        Path whole = folder.resolve("whole." + ending);
        Path wav = TestSounds.write(
                folder.resolve("whole.wav"), TestSounds.noise(1, 480_000, 6), 48_000, SampleFormat.INT16);
        try (AudioSource source = files.open(wav)) {
            files.write(source, source.info(), SampleFormat.INT16, whole);
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut." + ending), Arrays.copyOf(bytes, bytes.length * 2 / 5));

        try (AudioSource source = files.open(cut)) {
            assertThat(TestSounds.readAll(source)[0].length).isBetween(150_000, 230_000);
            assertThat(source.warning().orElseThrow())
                    .contains("cut." + ending + " is cut short: ", " of 10.0 seconds are there and were used.")
                    .hasLineCount(1);
        }
        try (AudioSource source = files.open(whole)) {
            TestSounds.readAll(source);
            assertThat(source.warning()).isEmpty();
        }
    }

    private static void writeHeaderOf(Path file, int channels, int rate) throws IOException {
        ByteBuffer wav = ByteBuffer.allocate(44 + channels * 200).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + channels * 200);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) channels);
        wav.putInt(rate)
                .putInt(rate * channels * 2)
                .putShort((short) (channels * 2))
                .putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(channels * 200);
        Files.write(file, wav.array());
    }

    private static double rms(float[] sound) {
        double sum = 0;
        for (float sample : sound) {
            sum += sample * (double) sample;
        }
        return Math.sqrt(sum / sound.length);
    }

    private static void assertClose(float[][] read, float[][] sound, SampleFormat format) {
        double step = format.isFloat() ? 0 : Math.pow(2, 1 - Math.min(format.bits(), 25));
        for (int channel = 0; channel < sound.length; channel++) {
            assertThat(read[channel]).hasSize(sound[channel].length);
            for (int i = 0; i < sound[channel].length; i++) {
                assertThat((double) read[channel][i])
                        .isCloseTo(sound[channel][i], org.assertj.core.data.Offset.offset(1.5 * step));
            }
        }
    }
}
