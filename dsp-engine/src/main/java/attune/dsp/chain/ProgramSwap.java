package attune.dsp.chain;

import attune.dsp.core.ProcessSpec;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import org.jspecify.annotations.Nullable;

/**
 * The chain that plays, and a second one that takes over where another program is wanted: it starts with what the first
 * has learned, plays along unheard until its delays are filled, and is crossfaded in. So nothing is ever built while
 * sound plays, and a swap gives the same samples wherever it happens.
 */
final class ProgramSwap {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double SETTLE_SECONDS = 0.1;
    private static final double FADE_SECONDS = 0.02;

    private final ProcessorChain[] chains = {new ProcessorChain(), new ProcessorChain()};
    private int playing;
    private int wanted;
    private boolean swapping;
    /** Quanta that the coming chain plays unheard, then those of the crossfade. */
    private int quantaToFade;

    private int fadeQuantaLeft;
    private int settleQuanta = 1;
    private int fadeQuanta = 1;
    private double targetLufs;
    private double programmeGainDb;
    private boolean economy;
    private @Nullable Stage tapped;
    private float[][] coming = new float[0][];
    private float[][] difference = new float[0][];

    @ControlThread
    void prepare(ProcessSpec spec) {
        for (ProcessorChain chain : chains) {
            chain.prepare(spec);
        }
        coming = new float[spec.channels()][QUANTUM];
        difference = new float[spec.channels()][QUANTUM];
        settleQuanta = chains[0].latencyFrames() / QUANTUM + spec.quantaFor(SETTLE_SECONDS);
        fadeQuanta = spec.quantaFor(FADE_SECONDS);
        swapping = false;
        economy = false;
    }

    /** The one that is heard. */
    @AudioThread
    ProcessorChain playing() {
        return chains[playing];
    }

    /** Clears all history and begins with this program and these values at once. */
    @AudioThread
    void start(int program, ParamSnapshot params) {
        swapping = false;
        wanted = program;
        begin(chains[playing], params);
    }

    private void begin(ProcessorChain chain, ParamSnapshot params) {
        chain.select(wanted);
        chain.setTargetLufs(targetLufs);
        chain.setProgrammeGainDb(programmeGainDb);
        chain.tap(tapped);
        chain.reset();
        chain.setEconomy(economy);
        chain.update(params);
    }

    /** Values in force from the next quantum on. */
    @AudioThread
    void update(ParamSnapshot params) {
        chains[playing].update(params);
        if (swapping) {
            chains[1 - playing].update(params);
        }
    }

    /** Program to change to. */
    @AudioThread
    void want(int program) {
        wanted = program;
    }

    @AudioThread
    void setTargetLufs(double lufs) {
        targetLufs = lufs;
        chains[0].setTargetLufs(lufs);
        chains[1].setTargetLufs(lufs);
    }

    @AudioThread
    void setTrimDb(double db) {
        chains[0].setTrimDb(db);
        chains[1].setTrimDb(db);
    }

    @AudioThread
    void setProgrammeGainDb(double db) {
        programmeGainDb = db;
        chains[playing].setProgrammeGainDb(db);
        if (swapping) {
            chains[1 - playing].setProgrammeGainDb(db);
        }
    }

    /** Whose work {@link #difference} is to be; null for nobody's. */
    @AudioThread
    void tap(@Nullable Stage stage) {
        tapped = stage;
        chains[playing].tap(stage);
        if (swapping) {
            chains[1 - playing].tap(stage);
        }
    }

    @AudioThread
    void setEconomy(boolean on) {
        economy = on;
        chains[playing].setEconomy(on);
        if (swapping) {
            chains[1 - playing].setEconomy(on);
        }
    }

    /**
     * One quantum in place.
     *
     * @param params values in force, for a chain that begins now
     */
    @AudioThread
    void process(float[][] wet, ParamSnapshot params) {
        if (fadeQuantaLeft == 0 || !swapping) {
            follow(params);
        }
        if (!swapping) {
            chains[playing].process(wet, QUANTUM);
            keepDifference(chains[playing].difference());
            return;
        }
        for (int c = 0; c < wet.length; c++) {
            System.arraycopy(wet[c], 0, coming[c], 0, QUANTUM);
        }
        chains[playing].process(wet, QUANTUM);
        chains[1 - playing].process(coming, QUANTUM);
        keepDifference(chains[playing].difference());
        if (quantaToFade > 0) {
            quantaToFade--;
            fadeQuantaLeft = quantaToFade == 0 ? fadeQuanta : 0;
            return;
        }
        crossfade(wet);
    }

    /** Begins, begins anew or gives up a swap, as is wanted. */
    private void follow(ParamSnapshot params) {
        ProcessorChain now = chains[playing];
        ProcessorChain next = chains[1 - playing];
        if (wanted == now.program()) {
            swapping = false;
        } else if (!swapping || wanted != next.program()) {
            next.leveler().rememberGainDb(now.leveler().gainDb());
            next.setTrimDb(now.trimDb());
            begin(next, params);
            next.adopt(now);
            swapping = true;
            quantaToFade = settleQuanta;
            fadeQuantaLeft = 0;
        }
    }

    private void keepDifference(float[][] from) {
        if (tapped != null) {
            for (int c = 0; c < difference.length; c++) {
                System.arraycopy(from[c], 0, difference[c], 0, QUANTUM);
            }
        }
    }

    private void crossfade(float[][] wet) {
        double from = 1 - (double) fadeQuantaLeft / fadeQuanta;
        fadeQuantaLeft--;
        double to = 1 - (double) fadeQuantaLeft / fadeQuanta;
        mix(wet, coming, from, to);
        if (tapped != null) {
            mix(difference, chains[1 - playing].difference(), from, to);
        }
        if (fadeQuantaLeft == 0) {
            playing = 1 - playing;
            swapping = false;
        }
    }

    private static void mix(float[][] into, float[][] other, double from, double to) {
        double step = (to - from) / QUANTUM;
        for (int c = 0; c < into.length; c++) {
            float[] a = into[c];
            float[] b = other[c];
            for (int i = 0; i < QUANTUM; i++) {
                a[i] = (float) (a[i] + (from + step * (i + 1)) * (b[i] - a[i]));
            }
        }
    }

    /** What the tapped stage took away or added, for the quantum last processed. */
    @AudioThread
    float[][] difference() {
        return difference;
    }
}
