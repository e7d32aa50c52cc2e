package attune.learn.env;

import attune.learn.judge.Judge;
import attune.learn.judge.Measures;
import attune.learn.replay.Batch;
import attune.learn.replay.MixedReplay;
import attune.learn.replay.ReplayBuffer;
import attune.learn.replay.ReplayConfig;
import attune.learn.replay.ReplayFile;
import attune.learn.td3.AuditionTask;
import attune.learn.td3.AuditionTask.Tried;
import attune.learn.td3.Td3Checkpoint;
import attune.learn.td3.Td3Config;
import attune.learn.td3.Td3Learner;
import attune.learn.truth.MaterialSplit;
import attune.param.GentlePreset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * TD3 on auditions of degraded development voices. On each clip: what the rules propose is auditioned, and the way to the best of it
 * is a demonstration; then episodes by the policy with noise; then steps of training. Every {@value #SAVED_EVERY} clips learner and
 * memories go to the folder, and a run that finds them goes on from there as if it had not been broken off.
 */
final class AuditionLearning {
    static final float GAMMA = 0.9f;

    private static final int SAVED_EVERY = 10;
    private static final int EPISODES = 3;
    private static final int STEPS = 150;
    /** Other places of the clip with which a new one makes transitions. */
    private static final int PAIRS = 4;

    private static final int CAPACITY = 60_000;
    private static final double DEMONSTRATED = 0.25;
    /** TD3+BC's, for the first half of the clips; then the critic alone counts. */
    private static final float IMITATION = 0.4f;

    /** The paper's: few steps are taken, and rewards are small. */
    private static final float RATE = 1e-3f;

    private static final double NOISE = 0.2;
    private static final long SEED = 7;
    private static final List<Judge> JUDGES = Judge.ofVoices();
    private static final int OBSERVED_BATCHES = 100;

    private final Path folder;
    private final int clips;
    private final AuditionClips material = new AuditionClips(MaterialSplit.DEVELOPMENT);
    private final Td3Learner learner;
    private final ReplayBuffer own;
    private final ReplayBuffer shown;
    private final float[] before = new float[AuditionTask.OBSERVATIONS];
    private final float[] after = new float[AuditionTask.OBSERVATIONS];
    private int done;

    /** Where one was begun in the folder, that one. */
    AuditionLearning(Path folder, int clips) throws Exception {
        this.folder = folder;
        this.clips = clips;
        this.learner = new Td3Learner(config(GAMMA), SEED);
        ReplayConfig replay = ReplayConfig.standard(
                        AuditionTask.OBSERVATIONS, AuditionTask.ACTIONS, (long) clips * STEPS)
                .with(CAPACITY, 0.6);
        Files.createDirectories(folder);
        this.own = ReplayFile.open(replay, folder.resolve("own.bin")).buffer();
        this.shown = ReplayFile.open(replay.ofDemonstrations(), folder.resolve("shown.bin"))
                .buffer();
        if (Files.exists(folder.resolve("done"))) {
            Td3Checkpoint.load(learner, folder.resolve("learner.bin"));
            done = Integer.parseInt(Files.readString(folder.resolve("done")).strip());
        }
    }

    static Td3Config config(float gamma) {
        Td3Config standard = Td3Config.standard(AuditionTask.OBSERVATIONS, AuditionTask.ACTIONS);
        return standard.normalizing(true, true).learning(gamma, RATE);
    }

    void run() throws Exception {
        MixedReplay replay = new MixedReplay(shown, own, DEMONSTRATED);
        double gained = 0;
        double best = 0;
        long begin = System.nanoTime();
        for (; done < clips; done++) {
            if (done > 0 && done % SAVED_EVERY == 0) {
                save();
                System.out.printf(
                        Locale.ROOT,
                        "%d clips, %d own, %d shown, %d steps; rules' best %.3f over gentle, last place of an episode %.3f; %.0f s%n",
                        done,
                        own.size(),
                        shown.size(),
                        learner.updates(),
                        best / SAVED_EVERY,
                        gained / SAVED_EVERY,
                        (System.nanoTime() - begin) * 1e-9);
                gained = 0;
                best = 0;
            }
            JudgedItem item = material.make(done);
            CandidateRenderer renderer = material.renderer(item);
            if (renderer.judgedSeconds() == 0) {
                continue;
            }
            AuditionTask task = task(item, renderer);
            SplittableRandom random = new SplittableRandom(SEED + 1_000L * done);
            List<Tried> tried = demonstrate(task, item);
            best += tried.stream().mapToDouble(Tried::score).max().orElse(0)
                    - tried.get(0).score();
            for (int episode = 0; episode < EPISODES; episode++) {
                gained += (episode(task, tried, random) - tried.get(0).score()) / EPISODES;
            }
            learner.imitate(done < clips / 2 ? IMITATION : 0);
            for (int step = 0; step < STEPS; step++) {
                learner.update(replay);
            }
        }
        save();
        learner.exportActor(folder.resolve("actor.onnx"), attune.learn.analysis.Observation.VERSION);
    }

    private static AuditionTask task(JudgedItem item, CandidateRenderer renderer) {
        return new AuditionTask(
                item.clip,
                item.analysis,
                GentlePreset.params(),
                set -> score(renderer.render(set).whole(), renderer));
    }

    /** In the eyes of the less pleased of both judges. */
    static double score(Measures heard, CandidateRenderer renderer) {
        return JUDGES.stream()
                .mapToDouble(judge -> judge.score(heard, renderer.dry().whole()))
                .min()
                .orElseThrow();
    }

    /** Auditions what plays and what the rules propose; how to get from any of it to the best is what is to be imitated. */
    private List<Tried> demonstrate(AuditionTask task, JudgedItem item) throws IOException, InterruptedException {
        List<Tried> tried = new ArrayList<>();
        for (Candidate candidate : AuditionClips.proposals(item)) {
            tried.add(task.go(task.toward(candidate.params())));
        }
        Tried best =
                tried.stream().max(Comparator.comparingDouble(Tried::score)).orElseThrow();
        for (Tried from : tried) {
            keep(shown, task, from, best);
        }
        for (int i = 1; i < tried.size(); i++) {
            pair(task, tried.subList(0, i), tried.get(i), new SplittableRandom(SEED + i));
        }
        return tried;
    }

    /** The last place's score. */
    private double episode(AuditionTask task, List<Tried> tried, SplittableRandom random) throws InterruptedException {
        Tried at = tried.get(random.nextInt(3) == 0 ? random.nextInt(tried.size()) : 0);
        float[] action = new float[AuditionTask.ACTIONS];
        for (int move = 0; move < AuditionTask.MOVES; move++) {
            task.observe(at, before);
            learner.observe(before);
            learner.act(before, action);
            for (int i = 0; i < action.length; i++) {
                action[i] += (float) (NOISE * random.nextGaussian());
            }
            Tried next = task.go(action);
            keep(own, task, at, next);
            pair(task, tried, next, random);
            tried.add(next);
            at = next;
        }
        return at.score();
    }

    private void pair(AuditionTask task, List<Tried> others, Tried place, SplittableRandom random) {
        for (int i = 0; i < PAIRS; i++) {
            Tried other = others.get(random.nextInt(others.size()));
            keep(own, task, other, place);
            keep(own, task, place, other);
        }
    }

    private void keep(ReplayBuffer memory, AuditionTask task, Tried from, Tried to) {
        task.observe(from, before);
        task.observe(to, after);
        memory.add(before, to.action(), AuditionTask.reward(from, to), false, after);
    }

    private void save() throws IOException {
        ReplayFile.save(own, folder.resolve("own.bin"));
        ReplayFile.save(shown, folder.resolve("shown.bin"));
        Td3Checkpoint.save(learner, folder.resolve("learner.bin"));
        Files.writeString(folder.resolve("done"), Integer.toString(done));
    }

    /** Mean and variance from what is remembered. */
    private static void observe(ReplayBuffer own, Td3Learner learner) {
        Batch batch = new Batch(own.config().observations(), AuditionTask.OBSERVATIONS, AuditionTask.ACTIONS);
        SplittableRandom random = new SplittableRandom(SEED);
        float[] seen = new float[AuditionTask.OBSERVATIONS];
        for (int i = 0; i < OBSERVED_BATCHES; i++) {
            own.sample(batch, random);
            for (int row = 0; row < batch.rows(); row++) {
                batch.observation().get(row * seen.length, seen);
                learner.observe(seen);
            }
        }
    }

    /** Learns once more from what another run kept, without a new audition, and writes the actor. */
    static void again(Path folder, float gamma, int steps, Path actor) throws IOException {
        ReplayConfig replay = ReplayConfig.standard(AuditionTask.OBSERVATIONS, AuditionTask.ACTIONS, steps)
                .with(CAPACITY, 0.6);
        ReplayBuffer own = ReplayFile.open(replay, folder.resolve("own.bin")).buffer();
        ReplayBuffer shown = ReplayFile.open(replay.ofDemonstrations(), folder.resolve("shown.bin"))
                .buffer();
        MixedReplay mixed = new MixedReplay(shown, own, DEMONSTRATED);
        try (Td3Learner learner = new Td3Learner(config(gamma), SEED)) {
            observe(own, learner);
            for (int step = 0; step < steps; step++) {
                learner.imitate(step < steps / 2 ? IMITATION : 0);
                learner.update(mixed);
            }
            learner.exportActor(actor, attune.learn.analysis.Observation.VERSION);
        }
    }
}
