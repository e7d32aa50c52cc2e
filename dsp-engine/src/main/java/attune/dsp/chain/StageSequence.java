package attune.dsp.chain;

import attune.dsp.core.Processor;
import attune.dsp.spectral.NoiseReducer;
import attune.param.ChainProgram;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/** The processors of one chain program, first to last; the cleaner is not among them. */
final class StageSequence {
    private final Processor[] processors;
    /** By ordinal of the stage. */
    private final int[] places = new int[Stage.values().length];

    private final NoiseReducer noiseReducer;

    @ControlThread
    StageSequence(ChainProgram program, StageSet stages) {
        Arrays.fill(places, StageTap.NONE);
        int count = program.elements().size() - 1;
        processors = new Processor[count];
        for (int i = 0; i < count; i++) {
            ChainProgram.Element element = program.elements().get(i + 1);
            processors[i] = stages.of(element);
            places[element.stage().ordinal()] = i;
        }
        noiseReducer = stages.noiseReducer(program.variantOf(Stage.NOISE_REDUCER));
    }

    @AudioThread
    int length() {
        return processors.length;
    }

    @AudioThread
    Processor at(int place) {
        return processors[place];
    }

    /** Where a stage is, {@link StageTap#NONE} where it does not take part. */
    @AudioThread
    int placeOf(Stage stage) {
        return places[stage.ordinal()];
    }

    /** For its meters; one that rests where the program has none. */
    @AudioThread
    NoiseReducer noiseReducer() {
        return noiseReducer;
    }

    @AudioThread
    void update(ParamSnapshot params) {
        for (Processor processor : processors) {
            processor.update(params);
        }
    }

    @AudioThread
    void reset() {
        for (Processor processor : processors) {
            processor.reset();
        }
    }

    @AudioThread
    void setEconomy(boolean economy) {
        for (Processor processor : processors) {
            processor.setEconomy(economy);
        }
    }

    /** Delays of all stages together. */
    @AudioThread
    int latencyFrames() {
        return framesBehind(-1);
    }

    /** Delay of the stage at a place. */
    @AudioThread
    int latencyFrames(int place) {
        return processors[place].latencyFrames();
    }

    /** Delays of the stages behind a place together. */
    @AudioThread
    int framesBehind(int place) {
        int frames = 0;
        for (int p = place + 1; p < processors.length; p++) {
            frames += processors[p].latencyFrames();
        }
        return frames;
    }
}
