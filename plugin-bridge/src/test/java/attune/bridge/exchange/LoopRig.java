package attune.bridge.exchange;

import static attune.bridge.shm.ExchangeLayout.SEGMENT_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.jna.NativeBridge;
import attune.bridge.jna.NativeCalls;
import attune.bridge.shm.ExchangeSegment;
import attune.bridge.telemetry.CaptureLayout;
import attune.bridge.telemetry.CaptureRing;
import attune.bridge.telemetry.EngineSegment;
import attune.bridge.telemetry.EngineSegmentLayout;
import attune.bridge.telemetry.MetricFrame;
import attune.bridge.telemetry.MetricRing;
import attune.dsp.chain.Engine;
import attune.dsp.chain.EngineMeters;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** A loop over private memory, with the real native calls, turned by the test's own thread. */
final class LoopRig {
    static final int CAPTURE_FRAMES = 5_000;

    final NativeCalls calls = NativeBridge.load();
    final ByteBuffer memory = ByteBuffer.allocateDirect(SEGMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    final PrivateHost host;
    final ExchangeSegment segment;
    final EngineSegment telemetry;
    final ByteBuffer telemetryMemory = ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES);
    final ExchangeLoop loop;
    /** Generation that the mailbox showed after the first post of the last {@link #play}. */
    long takenAtFirstPost;

    final CaptureRing capture;
    final ByteBuffer captured;
    final FragileEngine engine;
    final MacroSnapshot macros = new MacroSnapshot();

    LoopRig(ProcessSpec spec) {
        host = new PrivateHost(memory, spec);
        segment = new ExchangeSegment(memory, calls.addressOf(memory));
        telemetry = EngineSegment.initialise(telemetryMemory, 0, segment);
        Engine real = new Engine();
        real.prepare(spec);
        engine = new FragileEngine(SoundEngine.of(real));
        loop = new ExchangeLoop(calls, segment, engine, telemetry);
        captured = ByteBuffer.allocateDirect(CaptureLayout.bytes(spec.channels(), CAPTURE_FRAMES))
                .order(ByteOrder.LITTLE_ENDIAN);
        capture = CaptureRing.initialise(captured, spec, CAPTURE_FRAMES, telemetry, 1);
    }

    static float[][] noise(long seed, int channels, int frames) {
        Random random = new Random(seed);
        float[][] samples = new float[channels][frames];
        for (float[] channel : samples) {
            for (int i = 0; i < frames; i++) {
                channel[i] = 0.3f * (random.nextFloat() - 0.5f);
            }
        }
        return samples;
    }

    /** Plays all of {@code input} in blocks of these sizes in turn, the first one as a start. */
    float[][] play(float[][] input, int flags, int... blockFrames) {
        int total = input[0].length;
        float[][] output = new float[input.length][total];
        int position = 0;
        for (int block = 0; position < total; block++) {
            int frames = Math.min(blockFrames[block % blockFrames.length], total - position);
            int sequence = host.post(input, position, frames, block == 0 ? flags : 0, Long.MAX_VALUE);
            loop.turn(0);
            if (!host.isAnswered(sequence)) {
                throw new AssertionError("block " + block + " was not answered");
            }
            if (block == 0) {
                takenAtFirstPost = telemetry.mailbox().takenAcquire();
            }
            host.read(sequence, output, position, frames);
            position += frames;
        }
        return output;
    }

    void setMacros() {
        host.setMacros(macros);
    }

    /** The next one that is published; turns the loop until it is due. */
    MetricFrame nextFrame() {
        MetricRing ring = telemetry.ring();
        long before = ring.publishedAcquire();
        while (ring.publishedAcquire() == before) {
            loop.turn(1);
        }
        MetricFrame frame = new MetricFrame();
        assertThat(ring.read(before, frame)).isTrue();
        return frame;
    }

    /** The real engine, with a fault when asked for. */
    static final class FragileEngine implements SoundEngine {
        private final SoundEngine inner;
        int failures;
        int starts;

        FragileEngine(SoundEngine inner) {
            this.inner = inner;
        }

        @Override
        public void process(float[][] channels, int frames) {
            inner.process(channels, frames);
            if (failures > 0) {
                failures--;
                channels[0][0] = Float.NaN;
                throw new ArrayIndexOutOfBoundsException("asked for by the test");
            }
        }

        @Override
        public int latencyFrames() {
            return inner.latencyFrames();
        }

        @Override
        public void recall(int slot, ParamSnapshot params) {
            inner.recall(slot, params);
        }

        @Override
        public void settle(double levelerGainDb) {
            inner.settle(levelerGainDb);
        }

        @Override
        public void rememberLevelerGainDb(double gainDb) {
            inner.rememberLevelerGainDb(gainDb);
        }

        @Override
        public void start(MacroSnapshot macros) {
            starts++;
            inner.start(macros);
        }

        @Override
        public void setMacros(MacroSnapshot macros, int frame) {
            inner.setMacros(macros, frame);
        }

        @Override
        public void push(ParamSnapshot params) {
            inner.push(params);
        }

        @Override
        public void effective(ParamSnapshot destination) {
            inner.effective(destination);
        }

        @Override
        public double levelerGainDb() {
            return inner.levelerGainDb();
        }

        @Override
        public void setEconomy(boolean economy) {
            inner.setEconomy(economy);
        }

        @Override
        public long likes() {
            return inner.likes();
        }

        @Override
        public long dislikes() {
            return inner.dislikes();
        }

        @Override
        public long panelRequests() {
            return inner.panelRequests();
        }

        @Override
        public EngineMeters meters() {
            return inner.meters();
        }

        @Override
        public void markMetersRead() {
            inner.markMetersRead();
        }
    }
}
