package attune.dsp.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import attune.dsp.filter.LinkwitzRileySplit;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On speech full of s sounds by espeak-ng (22.05 kHz), as it is and with each s made 8 dB sharper; skipped where espeak-ng
 * is absent. An s is found as 10 ms in which the band above 4.5 kHz has at least twice the power of what lies below.
 */
class DeEsserSpeechTest {
    private static final ProcessSpec SPEC = new ProcessSpec(22_050, 1);
    private static final int FRAME = 220;
    private static final int HEADER_BYTES = 44;
    private static final double DEPTH_DB = 6;
    private static final String TEXT =
            "The sister of the busy scientist sees sixty six ships at sea. We moved the wooden"
                    + " boat along the river in the morning. Please listen to the first lesson, choose a suitable seat, and use"
                    + " the switch. A large yellow moon rose over the hill. Strong sounds are sometimes too sharp.";

    private static float[] speech(String voice) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/espeak-ng")), "/usr/bin/espeak-ng is not installed");
        Process process = new ProcessBuilder("espeak-ng", "-v", voice, "--stdout", TEXT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] wav;
        try (InputStream in = process.getInputStream()) {
            wav = in.readAllBytes();
        }
        assumeTrue(process.waitFor() == 0, "espeak-ng does not speak here");
        ShortBuffer samples = ByteBuffer.wrap(wav, HEADER_BYTES, wav.length - HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        float[] out = new float[samples.remaining() / ProcessSpec.QUANTUM_FRAMES * ProcessSpec.QUANTUM_FRAMES];
        for (int i = 0; i < out.length; i++) {
            out[i] = samples.get(i) / 32768f;
        }
        return out;
    }

    /** Two bands of a signal that add up to it but for their phase: below and above a frequency. */
    private static float[][] bands(float[] signal, double hz) {
        LinkwitzRileySplit split = new LinkwitzRileySplit();
        split.ramp(SPEC.sampleRateHz(), hz);
        split.reset();
        int quantum = ProcessSpec.QUANTUM_FRAMES;
        double[][] low = new double[1][quantum];
        double[][] high = new double[1][quantum];
        float[][] out = new float[2][signal.length];
        for (int start = 0; start < signal.length; start += quantum) {
            for (int i = 0; i < quantum; i++) {
                low[0][i] = signal[start + i];
            }
            split.process(low, low, high, 0);
            for (int i = 0; i < quantum; i++) {
                out[0][start + i] = (float) low[0][i];
                out[1][start + i] = (float) high[0][i];
            }
        }
        return out;
    }

    private static boolean isEss(float[][] bands, int frame) {
        double low = Signals.rms(bands[0], frame * FRAME, (frame + 1) * FRAME);
        double high = Signals.rms(bands[1], frame * FRAME, (frame + 1) * FRAME);
        return high > 1.41 * low && high > 0.01;
    }

    private static boolean isVowel(float[][] bands, int frame) {
        double low = Signals.rms(bands[0], frame * FRAME, (frame + 1) * FRAME);
        return low > 3 * Signals.rms(bands[1], frame * FRAME, (frame + 1) * FRAME) && low > 0.05;
    }

    private static float[] deEss(float[] in) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.DEESS_DEPTH, DEPTH_DB);
        DeEsser deEsser = new DeEsser();
        deEsser.prepare(SPEC);
        deEsser.update(params);
        float[][] out = {in.clone()};
        deEsser.process(out, in.length);
        return out[0];
    }

    /** Level change of all frames of a kind together, in dB. */
    private static double gainDb(float[] in, float[] out, boolean[] counted) {
        double before = 0;
        double after = 0;
        for (int f = 0; f < counted.length; f++) {
            if (counted[f]) {
                before += Math.pow(Signals.rms(in, f * FRAME, (f + 1) * FRAME), 2);
                after += Math.pow(Signals.rms(out, f * FRAME, (f + 1) * FRAME), 2);
            }
        }
        return 10 * Math.log10(after / before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-us", "en-gb", "en-us+f3", "en-us+m5"})
    void de_esser_when_a_voice_speaks_expect_only_its_sharp_s_lowered(String voice) throws Exception {
        float[] plain = speech(voice);
        float[][] bands = bands(plain, 4500);
        boolean[] ess = new boolean[plain.length / FRAME];
        boolean[] vowels = new boolean[ess.length];
        for (int f = 0; f < ess.length; f++) {
            ess[f] = isEss(bands, f);
            vowels[f] = isVowel(bands, f);
        }
        float[] usual = new float[plain.length];
        float[] sharp = new float[plain.length];
        double boost = 0;
        for (int i = 0; i < plain.length; i++) {
            boolean inEss = i / FRAME < ess.length && ess[i / FRAME];
            boost += 0.02 * ((inEss ? Math.pow(10, 8 / 20.0) - 1 : 0) - boost);
            usual[i] = bands[0][i] + bands[1][i];
            sharp[i] = (float) (usual[i] + boost * bands[1][i]);
        }
        assertThat(gainDb(usual, deEss(usual), ess)).as("usual s").isBetween(-0.5, 0.0);
        float[] lowered = deEss(sharp);
        double sharpGain = gainDb(bands(sharp, 5000)[1], bands(lowered, 5000)[1], ess);
        assertThat(sharpGain).as("sharp s").isBetween(-DEPTH_DB, -0.5 * DEPTH_DB);
        assertThat(gainDb(sharp, lowered, vowels)).as("vowels").isCloseTo(0, within(0.2));
    }
}
