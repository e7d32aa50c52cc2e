package attune.bridge.exchange;

import attune.dsp.chain.Engine;
import attune.dsp.chain.EngineMeters;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.rt.AudioThread;

/**
 * What the exchange asks of an {@link Engine}, so that a test can play one that fails. In the product there is only
 * {@link #of}, which the JIT sees through.
 */
public interface SoundEngine {
    int latencyFrames();

    @AudioThread
    void recall(int slot, ParamSnapshot params);

    @AudioThread
    void settle(double levelerGainDb);

    @AudioThread
    void rememberLevelerGainDb(double gainDb);

    @AudioThread
    void start(MacroSnapshot macros);

    @AudioThread
    void setMacros(MacroSnapshot macros, int frame);

    @AudioThread
    void push(ParamSnapshot params);

    @AudioThread
    void process(float[][] channels, int frames);

    @AudioThread
    void effective(ParamSnapshot destination);

    @AudioThread
    double levelerGainDb();

    @AudioThread
    void setEconomy(boolean economy);

    /** How often Like was pressed. */
    @AudioThread
    long likes();

    @AudioThread
    long dislikes();

    @AudioThread
    long panelRequests();

    EngineMeters meters();

    @AudioThread
    void markMetersRead();

    /** The real one; the caller has prepared it. */
    static SoundEngine of(Engine engine) {
        return new Real(engine);
    }

    /** Passes every call on. */
    final class Real implements SoundEngine {
        private final Engine engine;

        private Real(Engine engine) {
            this.engine = engine;
        }

        @Override
        public int latencyFrames() {
            return engine.latencyFrames();
        }

        @Override
        public void recall(int slot, ParamSnapshot params) {
            engine.recall(slot, params);
        }

        @Override
        public void settle(double levelerGainDb) {
            engine.settle(levelerGainDb);
        }

        @Override
        public void rememberLevelerGainDb(double gainDb) {
            engine.rememberLevelerGainDb(gainDb);
        }

        @Override
        public void start(MacroSnapshot macros) {
            engine.start(macros);
        }

        @Override
        public void setMacros(MacroSnapshot macros, int frame) {
            engine.setMacros(macros, frame);
        }

        @Override
        public void push(ParamSnapshot params) {
            engine.push(params);
        }

        @Override
        public void process(float[][] channels, int frames) {
            engine.process(channels, frames);
        }

        @Override
        public void effective(ParamSnapshot destination) {
            engine.effective(destination);
        }

        @Override
        public double levelerGainDb() {
            return engine.levelerGainDb();
        }

        @Override
        public void setEconomy(boolean economy) {
            engine.setEconomy(economy);
        }

        @Override
        public long likes() {
            return engine.likes();
        }

        @Override
        public long dislikes() {
            return engine.dislikes();
        }

        @Override
        public long panelRequests() {
            return engine.panelRequests();
        }

        @Override
        public EngineMeters meters() {
            return engine.meters();
        }

        @Override
        public void markMetersRead() {
            engine.markMetersRead();
        }
    }
}
