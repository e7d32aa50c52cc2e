package attune.learn.judge;

import java.io.IOException;
import java.util.List;

/** Estimates how much better a candidate sounds than the untouched input. */
public interface Judge {
    /** Score in steps (one step: a clearly audible improvement); dry itself scores 0. */
    double score(Measures candidate, Measures dry);

    /** Typical error of a score difference, in steps: smaller differences are ties. */
    double noise();

    /** Name and version, for the record. */
    String name();

    /** All that judge voices: the linear one, and the trained one where its file is whole. */
    static List<Judge> ofVoices() {
        try {
            return List.of(new LinearJudge(), TreeJudge.shipped());
        } catch (IOException e) {
            return List.of(new LinearJudge());
        }
    }
}
