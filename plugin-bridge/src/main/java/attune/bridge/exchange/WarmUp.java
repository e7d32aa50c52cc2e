package attune.bridge.exchange;

import static attune.bridge.shm.ExchangeLayout.FLAG_START;
import static attune.bridge.shm.ExchangeLayout.SEGMENT_BYTES;
import static attune.bridge.shm.ExchangeLayout.SLOT_FRAMES;

import attune.bridge.jna.NativeCalls;
import attune.bridge.shm.ExchangeSegment;
import attune.bridge.shm.OverrideState;
import attune.bridge.telemetry.CaptureLayout;
import attune.bridge.telemetry.CaptureRing;
import attune.bridge.telemetry.EngineSegment;
import attune.bridge.telemetry.EngineSegmentLayout;
import attune.bridge.telemetry.MacroOverrides;
import attune.bridge.telemetry.ParamMailbox;
import attune.dsp.chain.Engine;
import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.rt.ControlThread;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Plays the real loop on private memory until the JIT has compiled what a live stream will need: every stage at work and
 * off, in every program, one and two channels, both latency modes, changes of every parameter, bypass, delta, slots,
 * recalls, learned pushes, macros set outside the host, capturing on and off, economy, restarts, loud, silent and broken
 * input, short and long blocks. At 8 kHz besides, where what takes seconds of sound comes six times sooner.
 *
 * <p>{@link #cover} is for before any instance is ready: nothing is interpreted for the first time while sound plays.
 * {@link #settle} goes on beside the sound until the optimising compiler has seen enough as well; until then blocks take
 * longer, but not too long. One thread of its own; deterministic but for how far it gets.
 */
public final class WarmUp {
    /** Scenes after which every mode of every stage has run; {@code WarmUpTest} holds that. */
    static final int COVERING_SCENES = 120;
    /** With profiles: training has played all scenes, so methods are compiled as they are first called. */
    static final int COVERING_SCENES_WITH_PROFILES = 40;
    /** Quanta after which nothing is compiled any more, seen on Java 17 and 25. */
    static final int SETTLED_QUANTA = 24_000;

    private static final int SCENE_QUANTA = 20;
    /** Wall time before {@link #cover} gives way to the sound, where it has covered all by then. */
    private static final long COVER_NS = 1_500_000_000;

    private static final long COVER_NS_WITH_PROFILES = 250_000_000;
    /** With the profiles of an AOT cache (JEP 515) compilation starts at once. */
    private static final int PROFILES_FEATURE = 25;
    /** Beside playing sound the warm-up takes half of a core at most. */
    private static final long LONGEST_REST_MS = 50;

    private static final double RATE_HZ = 48_000;
    private static final double LOW_RATE_HZ = 8_000;
    /** Which rig plays a scene, in turn. */
    private static final int[] TURNS = {0, 1, 3, 2, 1, 0, 3, 2};

    private final List<Rig> rigs;
    private final NativeCalls calls;
    private final Watcher watcher;
    private int scene;
    private int played;

    /** Sees each block after it was played. For tests. */
    interface Watcher {
        void played(WarmUpScene scene, ProcessSpec spec, ParamSnapshot inForce, Engine engine);
    }

    @ControlThread
    public WarmUp(NativeCalls calls) {
        this(calls, (played, spec, inForce, engine) -> {});
    }

    WarmUp(NativeCalls calls, Watcher watcher) {
        this.calls = calls;
        this.watcher = watcher;
        WarmUpSound sound = new WarmUpSound();
        rigs = List.of(
                new Rig(calls, sound, new ProcessSpec(RATE_HZ, 2, LatencyMode.QUALITY)),
                new Rig(calls, sound, new ProcessSpec(RATE_HZ, 2, LatencyMode.LIVE)),
                new Rig(calls, sound, new ProcessSpec(RATE_HZ, 1, LatencyMode.QUALITY)),
                new Rig(calls, sound, new ProcessSpec(LOW_RATE_HZ, 2, LatencyMode.QUALITY)));
    }

    /** Plays every mode once, and more while time is left. Returns the quanta played. */
    @ControlThread
    public int cover() {
        boolean profiles = Runtime.version().feature() >= PROFILES_FEATURE;
        long limitNs = profiles ? COVER_NS_WITH_PROFILES : COVER_NS;
        int scenes = profiles ? COVERING_SCENES_WITH_PROFILES : COVERING_SCENES;
        long startNs = System.nanoTime();
        calls.setDenormals(true);
        while (scene < scenes || (played < SETTLED_QUANTA && System.nanoTime() - startNs < limitNs)) {
            playScene();
        }
        calls.setDenormals(false);
        return played;
    }

    /** Plays all that is to be played, without a pause. */
    @ControlThread
    public void run(int quanta) {
        calls.setDenormals(true);
        while (played < quanta) {
            playScene();
        }
        calls.setDenormals(false);
    }

    /** Plays what {@link #cover} has left, and rests as long as it plays. Ends early where the thread is interrupted. */
    @ControlThread
    public int settle() {
        calls.setDenormals(true);
        try {
            while (played < SETTLED_QUANTA) {
                long startNs = System.nanoTime();
                playScene();
                Thread.sleep(Math.min(LONGEST_REST_MS, 1 + (System.nanoTime() - startNs) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.setDenormals(false);
        return played;
    }

    private void playScene() {
        played += rigs.get(TURNS[scene % TURNS.length]).play(new WarmUpScene(scene), watcher);
        scene++;
    }

    /** One private instance and the host that plays it. */
    private static final class Rig {
        /** Enough for every block, and so small that each scene writes past its end. */
        private static final int CAPTURE_FRAMES = 2 * SLOT_FRAMES;

        private final ProcessSpec spec;
        private final Engine engine;
        private final ExchangeLoop loop;
        private final PrivateHost host;
        private final ParamMailbox mailbox;
        private final MacroOverrides overrides;
        private final OverrideState session = new OverrideState();
        private final CaptureRing capture;
        private final WarmUpSound sound;
        private final float[][] input;
        private final MacroSnapshot macros = new MacroSnapshot();
        private final ParamSnapshot params = new ParamSnapshot();
        private final ParamSnapshot inForce = new ParamSnapshot();
        private long generation;
        private long position;
        private boolean begun;

        Rig(NativeCalls calls, WarmUpSound sound, ProcessSpec spec) {
            this.spec = spec;
            this.sound = sound;
            ByteBuffer memory = ByteBuffer.allocateDirect(SEGMENT_BYTES);
            host = new PrivateHost(memory, spec);
            ExchangeSegment segment = new ExchangeSegment(memory, calls.addressOf(memory));
            EngineSegment telemetry =
                    EngineSegment.initialise(ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES), 0, segment);
            mailbox = telemetry.mailbox();
            overrides = telemetry.overrides();
            ByteBuffer captured = ByteBuffer.allocateDirect(CaptureLayout.bytes(spec.channels(), CAPTURE_FRAMES));
            capture = CaptureRing.initialise(captured, spec, CAPTURE_FRAMES, telemetry, 1);
            engine = new Engine();
            engine.prepare(spec);
            loop = new ExchangeLoop(calls, segment, SoundEngine.of(engine), telemetry);
            input = new float[spec.channels()][SLOT_FRAMES];
        }

        int play(WarmUpScene scene, Watcher watcher) {
            scene.fill(macros);
            host.setMacros(macros);
            setOverrides(scene.number());
            scene.fill(params);
            engine.setEconomy(scene.economy());
            loop.capture().offer(scene.captures() ? capture : null);
            boolean start = !begun || scene.starts();
            begun = true;
            if (start || scene.recalls()) {
                session.put(MacroTable.TARGET.index(), -18, -16 - scene.number() % 2);
                host.recall(params, scene.levelerGainDb(), session);
            } else {
                mailbox.post(++generation, scene.mailboxKind(), scene.slot(), params);
            }
            return stream(scene, start, watcher);
        }

        private int stream(WarmUpScene scene, boolean start, Watcher watcher) {
            int frames = scene.blockFrames();
            int quanta = spec.sampleRateHz() == LOW_RATE_HZ ? 2 * SCENE_QUANTA : SCENE_QUANTA;
            int played = 0;
            while (played < quanta) {
                sound.fill(scene.sound(), position, input, frames);
                host.post(input, 0, frames, start && played == 0 ? FLAG_START : 0, Long.MAX_VALUE);
                loop.turn(0);
                engine.effective(inForce);
                watcher.played(scene, spec, inForce, engine);
                position += frames;
                played += frames / ProcessSpec.QUANTUM_FRAMES;
            }
            return played;
        }

        /** Set in one scene, given back two later; what the host moves meanwhile is dropped on the way. */
        private void setOverrides(int scene) {
            if (scene % 4 == 0) {
                overrides.set(MacroTable.AMOUNT, 90 - scene % 5);
                overrides.set(MacroTable.SLOT, scene >> 2 & 3);
            } else if (scene % 4 == 2) {
                overrides.release(MacroTable.SLOT);
            }
        }
    }
}
