package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import attune.api.VersionDifference;
import attune.api.VersionPair;
import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LoudnessMeter;
import attune.learn.strategy.ParamMaps;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The time machine on real sound, rendered by the real engine; only the server is one of memory. */
class VersionDeskTest {
    private static final int HEADER = 44;

    /** Bursts of noise like syllables, at a level like speech. */
    private static float[] source() {
        Random random = new Random(7);
        float[] out = new float[(int) (20 * FakeServer.RATE_HZ)];
        for (int i = 0; i < out.length; i++) {
            double swell = 0.55 + 0.45 * Math.sin(2 * Math.PI * 3 * i / FakeServer.RATE_HZ);
            out[i] = (float) (0.1 * swell * random.nextGaussian());
        }
        return out;
    }

    private static ParamSnapshot with(ParamTable param, double value) {
        ParamSnapshot params = GentlePreset.params();
        params.set(param, value);
        return params;
    }

    private static VersionPair pair(String id, ParamSnapshot first, ParamSnapshot second) {
        return new VersionPair(
                id,
                FakeServer.ENGINE,
                0,
                VersionPair.Status.asked,
                null,
                new VersionPair.Side(1L, null, ParamMaps.map(first)),
                new VersionPair.Side(null, null, ParamMaps.map(second)),
                null);
    }

    private static AgentLoop loop(FakeServer server) throws LinkException {
        AgentLoop loop =
                new AgentLoop(server, new Learning(1), new LiveBudget(() -> 1), server::nowMs, "test", () -> {});
        loop.remember();
        loop.engine(server.info());
        return loop;
    }

    private static FakeServer played(float[] source, double seconds) {
        FakeServer server = new FakeServer(source);
        server.play(seconds);
        return server;
    }

    private static VersionDifference rendered(FakeServer server, AgentLoop loop, VersionPair pair) {
        loop.versions(pair);
        await().atMost(Duration.ofMinutes(3))
                .until(() -> server.differences.containsKey(pair.id()) || server.failures.containsKey(pair.id()));
        assertThat(server.failures).isEmpty();
        return Objects.requireNonNull(server.differences.get(pair.id()));
    }

    /** Whole quanta of a 16-bit WAV file with one channel. */
    private static float[][] samples(FakeServer server, String name) {
        byte[] wav = Objects.requireNonNull(server.sounds.get(name));
        ByteBuffer bytes = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getShort(34)).isEqualTo((short) 16);
        float[] out = new float[bytes.getInt(40) / 2 / ProcessSpec.QUANTUM_FRAMES * ProcessSpec.QUANTUM_FRAMES];
        for (int i = 0; i < out.length; i++) {
            out[i] = bytes.getShort(HEADER + 2 * i) / 32_768f;
        }
        return new float[][] {out};
    }

    private static double lufs(float[][] samples) {
        LoudnessMeter meter = new LoudnessMeter();
        meter.prepare(new ProcessSpec(FakeServer.RATE_HZ, 1));
        meter.process(samples, samples[0].length);
        return meter.integratedLufs();
    }

    private static double at(VersionDifference difference, double hz) {
        VersionDifference.Band best = difference.bands().get(0);
        for (VersionDifference.Band band : difference.bands()) {
            if (Math.abs(Math.log(band.hz() / hz)) < Math.abs(Math.log(best.hz() / hz))) {
                best = band;
            }
        }
        return Objects.requireNonNull(best.differenceDb());
    }

    @Test
    void versions_when_both_are_the_same_expect_sounds_that_null_and_no_difference() throws Exception {
        FakeServer server = played(source(), 20);
        ParamSnapshot set = with(ParamTable.EQ8_GAIN, -4);

        VersionDifference difference = rendered(server, loop(server), pair("same", set, set));

        assertThat(server.sounds.get("samea")).isEqualTo(server.sounds.get("sameb"));
        assertThat(lufs(samples(server, "samea"))).isBetween(-50.0, -5.0);
        assertThat(difference.seconds()).isCloseTo(20, within(0.01));
        assertThat(difference.levelDifferenceLu()).isZero();
        assertThat(difference.stages()).isEmpty();
        assertThat(difference.bands()).hasSize(31).allSatisfy(band -> {
            if (band.differenceDb() != null) {
                assertThat(band.differenceDb()).isZero();
            }
        });
    }

    @Test
    void versions_when_one_stage_differs_expect_equally_loud_and_its_decibels_in_band_and_stage() throws Exception {
        FakeServer server = played(source(), 20);
        ParamSnapshot second = with(ParamTable.EQ4_GAIN, -6);
        second.set(ParamTable.EQ4_FREQUENCY, 1000);
        second.set(ParamTable.EQ4_Q, 1);
        ParamSnapshot first = new ParamSnapshot(second);
        first.set(ParamTable.EQ4_GAIN, 0);

        VersionDifference difference = rendered(server, loop(server), pair("eq", first, second));

        assertThat(lufs(samples(server, "eqa")) - lufs(samples(server, "eqb"))).isBetween(-0.2, 0.2);
        assertThat(difference.levelDifferenceLu()).isBetween(-0.2, 0.2);
        assertThat(at(difference, 1000) - at(difference, 5000)).isCloseTo(-6, within(1.0));
        assertThat(difference.stageSeconds()).isCloseTo(8, within(0.01));
        assertThat(difference.bands())
                .extracting(VersionDifference.Band::nominalHz)
                .contains(20.0, 31.5, 1250.0, 20_000.0);
        assertThat(difference.stages()).hasSize(1);
        VersionDifference.StageShare share = difference.stages().get(0);
        assertThat(share.stage()).isEqualTo(ParamTable.EQ4_GAIN.spec().stage().label());
        assertThat(Objects.requireNonNull(share.mostHz())).isBetween(800.0, 1250.0);
        assertThat(Objects.requireNonNull(share.mostDb())).isLessThan(-4);
    }

    @Test
    void versions_when_there_is_silence_or_hardly_anything_expect_one_sentence() throws Exception {
        FakeServer silent = played(new float[(int) (20 * FakeServer.RATE_HZ)], 20);
        FakeServer young = played(source(), 2);
        for (FakeServer server : new FakeServer[] {silent, young}) {
            loop(server).versions(pair("none", GentlePreset.params(), new ParamSnapshot()));
            await().atMost(Duration.ofMinutes(3)).until(() -> server.failures.containsKey("none"));
            assertThat(server.sounds).isEmpty();
        }
        assertThat(silent.failures.get("none")).contains("silence");
        assertThat(young.failures.get("none")).contains("Less than 4");
    }
}
