package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.ChangeStatus;
import attune.learn.judge.BoostedTrees;
import attune.learn.judge.BoostedTrees.Node;
import attune.learn.judge.JudgeFeatures;
import attune.learn.judge.MusicJudge;
import attune.learn.policy.MusicPolicy;
import attune.learn.truth.GeneratedNoise;
import attune.learn.truth.JudgeMaterial;
import attune.learn.truth.MusicMaterial;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Noise under music in the live loop, in the Music program: who must agree, and what happens without them. */
final class MusicLoopTest {
    private static final double SNR_DB = 16;
    private static final int MUSIC_PROGRAM = 2;
    private static float[] noisy;

    @BeforeAll
    static void make() throws Exception {
        double[] clean = MusicMaterial.made("chords-10").source().make(0);
        double[] noise = GeneratedNoise.WHITE.make(5, clean.length, MusicMaterial.RATE_HZ);
        double[] both = JudgeMaterial.add(clean, noise, SNR_DB);
        noisy = new float[both.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = (float) both[i];
        }
    }

    @Test
    void noise_when_both_agree_expect_less_of_it_explained_measured_and_kept() throws Exception {
        Loop loop = run(MusicModels.shipped(), 45);

        assertThat(loop.server.inForce.get(ParamTable.NR_ATTENUATION)).isBetween(4.0, 12.0);
        assertThat(loop.server.proposals).hasSize(1);
        assertThat(loop.server.proposals.get(0).strategy()).isEqualTo("music-noise");
        assertThat(loop.server.proposals.get(0).evidence().judge()).isEqualTo("music-1");
        assertThat(loop.server.proposals.get(0).explanation().sentence()).contains("Both think it worth it");
        assertThat(loop.lastChange().status()).isNotEqualTo(ChangeStatus.undone);
        assertThat(loop.server.measurements).extracting("verdict").containsExactly("ok");
    }

    @Test
    void noise_when_one_of_both_does_not_agree_expect_it_left_alone() throws Exception {
        MusicPolicy never = new MusicPolicy(constant(MusicPolicy.names()));
        MusicJudge deaf = new MusicJudge(constant(JudgeFeatures.names()));
        MusicModels shipped = MusicModels.shipped().orElseThrow();

        for (MusicModels models :
                List.of(new MusicModels(shipped.judge(), never), new MusicModels(deaf, shipped.policy()))) {
            Loop loop = run(Optional.of(models), 16);
            assertThat(loop.server.inForce.get(ParamTable.NR_ATTENUATION)).isZero();
            assertThat(loop.server.abstentions)
                    .anyMatch(
                            a -> a.explanation().sentence().contains("must be worth more than 0.5\u202Fsteps by both"));
        }
    }

    @Test
    void files_when_one_is_broken_expect_one_sentence_and_rules_alone() throws Exception {
        byte[] judge = file(MusicJudge.TREES);
        byte[] policy = file(MusicPolicy.TREES);
        byte[] broken = policy.clone();
        broken[broken.length / 2] ^= 1;
        List<String> told = new ArrayList<>();

        assertThat(MusicModels.of(judge, policy, told::add)).isPresent();
        assertThat(told).isEmpty();
        Optional<MusicModels> models = MusicModels.of(judge, broken, told::add);
        Optional<MusicModels> swapped = MusicModels.of(policy, policy, told::add);
        Loop loop = run(models, 16);

        assertThat(models).isEmpty();
        assertThat(swapped).isEmpty();
        assertThat(told)
                .containsExactly(
                        "attune-agent: for music, trees of the judge: the file is damaged, its checksum does not fit; "
                                + "its noise is left alone, rules do the rest.",
                        "attune-agent: for music, trees of the judge: made for other measures than this program has; "
                                + "its noise is left alone, rules do the rest.");
        assertThat(loop.server.inForce.get(ParamTable.NR_ATTENUATION)).isZero();
        assertThat(loop.server.abstentions).anyMatch(a -> a.reason().equals("music"));
    }

    @Test
    void capture_when_a_program_has_a_floor_for_music_expect_enough_to_play_it_in_and_as_before_elsewhere() {
        ParamSnapshot music = new ParamSnapshot();
        music.set(ParamTable.PROGRAM, MUSIC_PROGRAM);

        assertThat(Clips.seconds(music)).isEqualTo(17);
        assertThat(Clips.seconds(new ParamSnapshot())).isEqualTo(14);
    }

    private static Loop run(Optional<MusicModels> models, double seconds) throws Exception {
        FakeServer server = new FakeServer(noisy);
        server.inForce = new ParamSnapshot();
        server.inForce.set(ParamTable.PROGRAM, MUSIC_PROGRAM);
        server.inForce.set(ParamTable.LEVELER_RANGE, 0);
        server.macros.put("target", -22.0);
        Learning learning = new Learning(1, false, Learning.TREES, null, models);
        Loop loop = new Loop(server, new LiveBudget(() -> 1), learning);
        loop.run(seconds);
        return loop;
    }

    private static BoostedTrees constant(List<String> names) throws IOException {
        return BoostedTrees.read(BoostedTrees.write(List.of(List.of(new Node.Leaf(0))), names), names);
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = MusicLoopTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
