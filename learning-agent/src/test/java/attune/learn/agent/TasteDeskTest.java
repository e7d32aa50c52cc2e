package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.Situation;
import attune.api.TasteAnswer;
import attune.api.TasteKnown;
import attune.api.TasteOffer;
import attune.api.TasteQuestion;
import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LoudnessMeter;
import attune.learn.preference.MacroAxes;
import attune.learn.strategy.ParamMaps;
import attune.learn.truth.SpeechCorpus;
import attune.param.ParamTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Blind pairs on real sound, rendered by the real engine; only the server is one of memory. */
class TasteDeskTest {
    private static final int HEADER = 44;
    private static final double FULL_SCALE = 1 << 23;

    private static float[] voice;

    @BeforeAll
    static void speak() throws Exception {
        SpeechCorpus.assumeInstalled();
        voice = Material.hum(Material.voice(Material.ONE));
    }

    private static AgentLoop loop(FakeServer server, Learning learning) throws LinkException {
        AgentLoop loop = new AgentLoop(server, learning, new LiveBudget(() -> 1), server::nowMs, "test", () -> {});
        loop.remember();
        return loop;
    }

    private static FakeServer played(float[] source, double seconds) {
        FakeServer server = new FakeServer(source);
        server.play(seconds);
        return server;
    }

    private static TasteQuestion question(String id) {
        return new TasteQuestion(id, FakeServer.ENGINE, 0, TasteQuestion.Status.asked, null, 0, 0);
    }

    private static TasteOffer offered(FakeServer server, AgentLoop loop, String id) {
        loop.question(question(id));
        await().atMost(Duration.ofMinutes(3))
                .until(() -> server.offers.containsKey(id) || server.failures.containsKey(id));
        assertThat(server.failures).isEmpty();
        return Objects.requireNonNull(server.offers.get(id));
    }

    private static String refused(FakeServer server, AgentLoop loop) {
        loop.question(question("refused"));
        await().atMost(Duration.ofMinutes(3)).until(() -> server.failures.containsKey("refused"));
        assertThat(server.sounds).isEmpty();
        return Objects.requireNonNull(server.failures.get("refused"));
    }

    private static TasteAnswer answer(int number, String id, TasteOffer offer, TasteAnswer.Choice choice) {
        return new TasteAnswer(
                number,
                id,
                FakeServer.ENGINE,
                number,
                choice,
                TasteAnswer.Degree.clearly,
                offer.first(),
                offer.second(),
                offer.situation(),
                offer.repeats());
    }

    private static float[][] sound(FakeServer server, String name) {
        return samples(Objects.requireNonNull(server.sounds.get(name)));
    }

    /** Samples of a 24-bit WAV file with one channel, whole quanta of them. */
    private static float[][] samples(byte[] wav) {
        ByteBuffer bytes = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(wav, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
        assertThat(bytes.getInt(4)).isEqualTo(wav.length - 8);
        assertThat(bytes.getShort(22)).isEqualTo((short) 1);
        assertThat(bytes.getInt(24)).isEqualTo((int) FakeServer.RATE_HZ);
        int frames = bytes.getInt(40) / 3 / ProcessSpec.QUANTUM_FRAMES * ProcessSpec.QUANTUM_FRAMES;
        float[] out = new float[frames];
        for (int i = 0; i < frames; i++) {
            int at = HEADER + 3 * i;
            int value = (wav[at] & 255) | (wav[at + 1] & 255) << 8 | wav[at + 2] << 16;
            out[i] = (float) (value / FULL_SCALE);
        }
        return new float[][] {out};
    }

    private static double lufs(float[][] samples) {
        LoudnessMeter meter = new LoudnessMeter();
        meter.prepare(new ProcessSpec(FakeServer.RATE_HZ, 1));
        meter.process(samples, samples[0].length);
        return meter.integratedLufs();
    }

    @Test
    void pairs_when_asked_for_expect_equally_loud_long_enough_and_more_than_a_just_noticeable_difference_apart()
            throws Exception {
        FakeServer server = played(voice, 20);
        AgentLoop loop = loop(server, new Learning(1));
        loop.engine(server.info());

        for (int i = 1; i <= 4; i++) {
            TasteOffer offer = offered(server, loop, "pair" + i);
            float[][] a = sound(server, "pair" + i + "a");
            float[][] b = sound(server, "pair" + i + "b");

            assertThat(lufs(a)).isBetween(-60.0, -10.0);
            assertThat(lufs(a) - lufs(b)).isBetween(-0.2, 0.2);
            assertThat(offer.levelDifferenceLu()).isBetween(-0.2, 0.2);
            assertThat(offer.seconds()).isGreaterThanOrEqualTo(4);
            assertThat(a[0].length / FakeServer.RATE_HZ).isGreaterThanOrEqualTo(4);
            assertThat(b[0]).hasSameSizeAs(a[0]).isNotEqualTo(a[0]);
            assertThat(MacroAxes.distance(
                            MacroAxes.of(ParamMaps.snapshot(offer.first())),
                            MacroAxes.of(ParamMaps.snapshot(offer.second()))))
                    .isGreaterThan(1);
            assertThat(offer.first().get("limiter_ceiling"))
                    .isEqualTo(ParamTable.LIMITER_CEILING.spec().defaultValue());
            loop.answer(answer(i, "pair" + i, offer, TasteAnswer.Choice.a));
        }
        assertThat(server.offers.values().stream()
                        .map(TasteOffer::first)
                        .distinct()
                        .count())
                .isGreaterThan(1);
    }

    @Test
    void tenth_pair_when_nine_are_answered_expect_one_of_them_again_with_its_sides_changed_also_after_a_restart()
            throws Exception {
        FakeServer server = played(voice, 20);
        AgentLoop loop = loop(server, new Learning(1));
        loop.engine(server.info());
        TasteOffer first = offered(server, loop, "first");
        for (int i = 1; i <= 9; i++) {
            server.pairAnswers.add(answer(i, "told" + i, first, TasteAnswer.Choice.a));
        }

        AgentLoop anew = loop(server, new Learning(1)); // an agent that knows nothing but what the server kept
        anew.engine(server.info());
        TasteOffer tenth = offered(server, anew, "tenth");
        assertThat(tenth.repeats()).startsWith("told");
        assertThat(tenth.first()).isEqualTo(first.second());
        assertThat(tenth.second()).isEqualTo(first.first());

        anew.answer(answer(10, "tenth", tenth, TasteAnswer.Choice.b));
        anew.answer(answer(10, "tenth", tenth, TasteAnswer.Choice.b)); // told twice, counted once
        TasteKnown known = await().atMost(Duration.ofMinutes(1))
                .until(() -> server.tastes.get(server.tastes.size() - 1).get(0), k -> k.pairs() == 10);
        assertThat(known.opinions()).isEqualTo(10);
        assertThat(known.repeats()).isEqualTo(1);
        assertThat(known.consistency()).isEqualTo(1);
        assertThat(known.ceiling()).isEqualTo(1);
        assertThat(known.from()).isLessThan(known.known());
        assertThat(known.to()).isGreaterThan(known.known());
        assertThat(offered(server, anew, "eleventh").repeats()).isNull();
    }

    @Test
    void consistency_when_the_other_sound_is_taken_the_second_time_expect_it_to_fall() throws Exception {
        FakeServer server = played(voice, 20);
        Learning learning = new Learning(1);
        Situation situation = new Situation("speech", 1, List.of());
        TasteOffer pair = new TasteOffer(
                6, 0, ParamMaps.map(server.inForce), ParamMaps.map(new attune.param.ParamSnapshot()), situation, null);
        TasteOffer again =
                new TasteOffer(6, 0, /* first= */ pair.second(), /* second= */ pair.first(), situation, "one");
        server.pairAnswers.add(answer(1, "one", pair, TasteAnswer.Choice.a));
        server.pairAnswers.add(answer(2, "two", again, TasteAnswer.Choice.a));
        loop(server, learning);

        TasteKnown known = learning.opinions().pairs().known().get(0);

        assertThat(known.consistency()).isZero();
        assertThat(known.ceiling()).isEqualTo(0.5);
    }

    @Test
    void question_when_too_little_or_silence_is_captured_or_it_is_frozen_expect_one_sentence_that_says_so()
            throws Exception {
        FakeServer little = played(voice, 2.5);
        AgentLoop loop = loop(little, new Learning(1));
        loop.engine(little.info());
        assertThat(refused(little, loop))
                .isEqualTo("Only 2.5\u202Fs of sound were captured so far; a pair needs 4\u202Fs. Let it play and ask"
                        + " again.");

        FakeServer silence = played(new float[160_000], 20);
        loop = loop(silence, new Learning(1));
        loop.engine(silence.info());
        assertThat(refused(silence, loop)).isEqualTo("The last seconds are silence; play something and ask again.");

        FakeServer nothing = new FakeServer(voice);
        loop = loop(nothing, new Learning(1));
        loop.engine(nothing.info());
        assertThat(refused(nothing, loop)).startsWith("Nothing has been captured yet");

        FakeServer frozen = played(voice, 20);
        frozen.frozen = true;
        loop = loop(frozen, new Learning(1));
        loop.engine(frozen.info());
        assertThat(refused(frozen, loop)).startsWith("Learning was frozen or switched off meanwhile");
    }

    @Test
    void sound_when_a_pause_is_the_newest_expect_the_seconds_before_it() throws Exception {
        float[] source = java.util.Arrays.copyOf(voice, (int) (18 * FakeServer.RATE_HZ));
        java.util.Arrays.fill(source, (int) (12 * FakeServer.RATE_HZ), source.length, 0);
        FakeServer server = played(source, 17.5);
        AgentLoop loop = loop(server, new Learning(1));
        loop.engine(server.info());

        TasteOffer offer = offered(server, loop, "paused");

        assertThat(offer.seconds()).isGreaterThanOrEqualTo(4);
        assertThat(lufs(sound(server, "pauseda"))).isGreaterThan(-50);
    }
}
