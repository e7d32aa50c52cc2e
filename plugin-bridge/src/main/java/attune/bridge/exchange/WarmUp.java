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
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.rt.ControlThread;
import java.nio.ByteBuffer;

/**
 * Plays the real loop on private memory until the JIT has compiled what a live stream will need: every stage on and off,
 * one and two channels, changes of every parameter, bypass, delta, slots, recalls, learned pushes, macros set outside the
 * host, capturing on and off, restarts, loud, silent and broken input, short and long blocks. Deterministic. On a thread of its own, before any instance is ready.
 */
public final class WarmUp {
    /** Quanta that a JVM without profiles in its cache needs until a live stream sees no slow quantum. */
    public static final int QUANTA_WITHOUT_PROFILES = 1_500;
    /** With the profiles of an AOT cache (JEP 515) compilation starts at once. */
    public static final int QUANTA_WITH_PROFILES = 500;

    private static final int SCENE_QUANTA = 40;
    private static final double SAMPLE_RATE_HZ = 48_000;

    private final NativeCalls calls;

    @ControlThread
    public WarmUp(NativeCalls calls) {
        this.calls = calls;
    }

    /** Quanta for the JVM that runs this. */
    public static int quantaForThisJvm() {
        boolean profiles = Runtime.version().feature() >= 25;
        return profiles ? QUANTA_WITH_PROFILES : QUANTA_WITHOUT_PROFILES;
    }

    /** Plays {@code quanta} quanta, three quarters of them in stereo. */
    @ControlThread
    public void run(int quanta) {
        Stage mono = new Stage(calls, new ProcessSpec(SAMPLE_RATE_HZ, 1));
        Stage stereo = new Stage(calls, new ProcessSpec(SAMPLE_RATE_HZ, 2));
        calls.setDenormals(true);
        int played = 0;
        for (int scene = 0; played < quanta; scene++) {
            played += (scene % 4 == 3 ? mono : stereo).play(scene, SCENE_QUANTA);
        }
        calls.setDenormals(false);
    }

    /** One private instance and the host that plays it. */
    private static final class Stage {
        /** Enough for every block, and so small that each scene writes past its end. */
        private static final int CAPTURE_FRAMES = 2 * SLOT_FRAMES;

        private static final int[] BLOCK_FRAMES = {64, 128, 64, 256, 64, 512, 64, SLOT_FRAMES};

        private final Engine engine;
        private final ExchangeLoop loop;
        private final PrivateHost host;
        private final ParamMailbox mailbox;
        private final MacroOverrides overrides;
        private final OverrideState session = new OverrideState();
        private final CaptureRing capture;
        private final float[][] input;
        private final MacroSnapshot macros = new MacroSnapshot();
        private final ParamSnapshot params = new ParamSnapshot();
        private int noise = 1;
        private long generation;

        Stage(NativeCalls calls, ProcessSpec spec) {
            ByteBuffer memory = ByteBuffer.allocateDirect(SEGMENT_BYTES);
            host = new PrivateHost(memory, spec);
            ExchangeSegment segment = new ExchangeSegment(memory, calls.addressOf(memory));
            EngineSegment telemetry =
                    EngineSegment.initialise(ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES), 0, segment);
            mailbox = telemetry.mailbox();
            overrides = telemetry.overrides();
            ByteBuffer captured = ByteBuffer.allocateDirect(CaptureLayout.bytes(spec.channels(), CAPTURE_FRAMES));
            capture = CaptureRing.initialise(captured, spec, CAPTURE_FRAMES, telemetry, 1);
            Engine engine = new Engine();
            engine.prepare(spec);
            this.engine = engine;
            loop = new ExchangeLoop(calls, segment, SoundEngine.of(engine), telemetry);
            input = new float[spec.channels()][SLOT_FRAMES];
        }

        int play(int scene, int quanta) {
            setMacros(scene);
            setOverrides(scene);
            setParams(scene);
            engine.setEconomy(scene % 5 == 3);
            loop.capture().offer(scene % 3 == 1 ? null : capture);
            boolean start = scene < 4 || scene % 16 >= 12;
            if (start || scene % 5 == 1) {
                session.put(MacroTable.TARGET.index(), -18, -16 - scene % 2);
                host.recall(params, scene % 7 - 3, session);
            } else {
                int kind = scene % 3 == 0 ? ParamMailbox.KIND_CHOSEN : ParamMailbox.KIND_LEARNED;
                mailbox.post(++generation, kind, scene & 3, params);
            }
            int frames = BLOCK_FRAMES[scene % BLOCK_FRAMES.length];
            int played = 0;
            while (played < quanta) {
                fill(scene, frames);
                host.post(input, 0, frames, start && played == 0 ? FLAG_START : 0, Long.MAX_VALUE);
                loop.turn(0);
                played += frames / ProcessSpec.QUANTUM_FRAMES;
            }
            return played;
        }

        private void setMacros(int scene) {
            macros.setDefaults();
            macros.set(MacroTable.SLOT, scene & 3);
            macros.set(MacroTable.BYPASS, scene % 8 == 3 ? 1 : 0);
            macros.set(MacroTable.DELTA, scene % 8 == 5 ? 1 : 0);
            macros.set(MacroTable.AMOUNT, scene % 3 == 1 ? 60 : scene % 11 == 9 ? 150 : 100);
            macros.set(MacroTable.OUTPUT_TRIM, scene % 6 == 2 ? 3 : 0);
            macros.set(MacroTable.TARGET, -16 - scene % 4);
            macros.set(MacroTable.LIKE, scene % 2);
            macros.set(MacroTable.DISLIKE, scene % 3 == 0 ? 1 : 0);
            macros.set(MacroTable.RESET_TO_SAFE, scene % 16 == 15 ? 1 : 0);
            host.setMacros(macros);
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

        /** Every sixth scene neutral, the others somewhere inside every parameter's range. */
        private void setParams(int scene) {
            for (int i = 0; i < ParamTable.COUNT; i++) {
                ParamSpec spec = ParamTable.all().get(i).spec();
                double position = 0.25 + 0.5 * (nextNoise() + 1) / 2;
                params.set(i, scene % 6 == 5 ? spec.defaultValue() : spec.min() + position * (spec.max() - spec.min()));
            }
        }

        private void fill(int scene, int frames) {
            float level = scene % 9 == 4 ? 0 : scene % 7 == 2 ? 8f : 0.1f;
            for (float[] channel : input) {
                for (int i = 0; i < frames; i++) {
                    channel[i] = level * (float) nextNoise() * ((i & 512) == 0 ? 1f : 0.05f);
                }
                if (scene % 10 == 6) {
                    channel[0] = Float.NaN;
                    channel[1] = Float.POSITIVE_INFINITY;
                    channel[2] = Float.MIN_VALUE;
                }
            }
        }

        /** White noise, -1 to 1 (Marsaglia's xorshift). */
        private double nextNoise() {
            noise ^= noise << 13;
            noise ^= noise >>> 17;
            noise ^= noise << 5;
            return noise / 2147483648.0;
        }
    }
}
